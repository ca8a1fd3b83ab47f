#include "tui/run/save_both.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/model/vantage.h"

void save_both_name(
    const struct run *run, unsigned vantage, const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	bool ending = dot != NULL && dot != path && (slash == NULL || dot > slash + 1);
	int len = (int)(ending ? (size_t)(dot - path) : strlen(path));
	snprintf(out, size, "%.*s-%s%s", len, path, run->at[vantage].name, ending ? dot : "");
}

static bool any_exists(const struct run *run, const char *path)
{
	char name[PATH_MAX];
	bool any = false;
	for (unsigned v = 0; v < run->vantages; v++) {
		save_both_name(run, v, path, name, sizeof(name));
		any |= access(name, F_OK) == 0;
	}
	return any;
}

static bool save_one(struct run *run, unsigned vantage, uint32_t session,
    const struct export_target *target, struct err *err, uint64_t *frames)
{
	const struct vantage *at = &run->at[vantage];
	struct vantage_way way = run_way(run, vantage);
	bool all = session == 0;
	/* A vantage point without packets of the session gets no file. */
	if (!all && vantage != run->current && (session = vantage_session(&way, session)) == 0)
		return true;
	/* Comments are about the current one. */
	unsigned current = run->current;
	struct export_target one = *target;
	one.model = at->model;
	run_look_from(run, vantage);
	bool written =
	    all ? export_all(at->source, &one, NULL, frames, err)
	        : export_session(at->model, session, at->source, &one, NULL, frames, err);
	run_look_from(run, current);
	return written;
}

bool save_both(struct run *run, uint32_t session, const struct export_target *target, bool *exists,
    uint64_t *frames, struct err *err)
{
	char name[PATH_MAX];
	struct export_target one = *target;
	one.path = name;
	*exists = !target->replace && any_exists(run, target->path);
	*frames = 0;
	if (*exists)
		return err_set(err, "\"%.200s\" with -a or -b in its name exists", target->path);
	for (unsigned v = 0; v < run->vantages; v++) {
		uint64_t written = 0;
		save_both_name(run, v, target->path, name, sizeof(name));
		if (!save_one(run, v, session, &one, err, &written))
			return false;
		*frames += written;
	}
	return true;
}

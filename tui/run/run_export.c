#include "tui/run/run_export.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/os/save.h"
#include "capture/os/save_helper.h"
#include "capture/os/save_names.h"
#include "tui/run/save_both.h"

static bool goes_to_both(const struct run *run)
{
	return run->vantages > 1 && run->options->at == NULL;
}

static bool is_standard_output(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* A device such as a disk or a terminal is never meant. */
static bool is_special(const char *path)
{
	struct stat st, null;
	if (lstat(path, &st) != 0)
		return false;
	return S_ISFIFO(st.st_mode) ||
	       (S_ISCHR(st.st_mode) && stat("/dev/null", &null) == 0 && st.st_rdev == null.st_rdev);
}

static bool open_special(struct run *run, const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	run->export_stream = fd < 0 ? NULL : fdopen(fd, "w");
	return run->export_stream != NULL || save_names_error(path, errno, err);
}

bool run_export_open(struct run *run, struct err *err)
{
	const char *path = run->options->export_path;
	char name[PATH_MAX];
	if (path == NULL || is_standard_output(path))
		return true;
	if (!goes_to_both(run) && is_special(path))
		return open_special(run, path, err);
	for (unsigned v = 0; v < (goes_to_both(run) ? run->vantages : 1); v++) {
		snprintf(name, sizeof(name), "%s", path);
		if (goes_to_both(run))
			save_both_name(run, v, path, name, sizeof(name));
		/* A name on the command line may have any form. */
		save_helper_allow(name);
	}
	return true;
}

static bool check_file(const char *path, bool replace, struct err *err)
{
	bool exists;
	if (save_check(path, replace, &exists, err))
		return true;
	struct err why = *err;
	return exists ? err_set(err, "%.400s: --force replaces it", why.text) : false;
}

bool run_export_check(const struct run *run, struct err *err)
{
	const struct options *o = run->options;
	char name[PATH_MAX];
	if (o->export_path == NULL || is_standard_output(o->export_path) ||
	    run->export_stream != NULL)
		return true;
	if (!goes_to_both(run))
		return check_file(o->export_path, o->force, err);
	for (unsigned v = 0; v < run->vantages; v++) {
		save_both_name(run, v, o->export_path, name, sizeof(name));
		if (!check_file(name, o->force, err))
			return false;
	}
	return true;
}

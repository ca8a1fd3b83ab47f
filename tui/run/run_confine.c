#include "tui/run/run_confine.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "capture/os/sandbox.h"
#include "capture/os/save_helper.h"

#define SOCKETS_MAX 64

static bool may_save(const struct run *run)
{
	enum options_output output = run->options->output;
	return output == OUTPUT_SCREEN || (output == OUTPUT_EXPORT && run->export_stream == NULL);
}

bool run_confine_prepare(const struct run *run, struct err *err)
{
	save_helper_confine(!run->options->no_confinement);
	return !may_save(run) || save_helper_start(err);
}

/* The folder itself, or that of a file. */
static void folder_of(const char *path, char folder[PATH_MAX])
{
	struct stat st;
	snprintf(folder, PATH_MAX, "%s", path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return;
	char *slash = strrchr(folder, '/');
	if (slash == NULL)
		snprintf(folder, PATH_MAX, ".");
	else
		slash[slash == folder] = '\0';
}

bool run_confine(const struct run *run, struct err *err)
{
	const struct options *o = run->options;
	if (o->no_confinement)
		return true;
	int sockets[SOCKETS_MAX];
	size_t mutes = 0;
	for (unsigned v = 0; v < run->vantages; v++)
		mutes += source_sockets(run->at[v].source, sockets + mutes, SOCKETS_MAX - mutes);
	struct sandbox_rules rules = { .role = SANDBOX_READER, .mute = sockets, .mutes = mutes };
	rules.readable = o->files;
	rules.readables = o->file_count;
	/* The file that takes the name of one that is followed is another file. */
	char folder[PATH_MAX];
	const char *const around[] = { folder };
	if (o->follow && o->file_count == 1) {
		folder_of(o->file, folder);
		rules.readable = around;
	}
	if (run->server != NULL || run->client != NULL)
		rules.role |= SANDBOX_PEER;
	if (run->lab != NULL)
		rules.role |= SANDBOX_LAB;
	return sandbox_enter(&rules, err);
}

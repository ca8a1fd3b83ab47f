#include "tui/run/run_confine.h"

#include <limits.h>

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
	if (run->server != NULL || run->client != NULL)
		rules.role |= SANDBOX_PEER;
	if (run->lab != NULL)
		rules.role |= SANDBOX_LAB;
	return sandbox_enter(&rules, err);
}

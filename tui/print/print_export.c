/* --export: writes frames into a file at the end of the input. */
#include "tui/print/print_parts.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture/source/export.h"
#include "tui/run/export_comment.h"
#include "tui/run/save_both.h"
#include "tui/text/stderr_text.h"

static bool to_output(const struct run *run)
{
	return strcmp(run->options->export_path, "-") == 0;
}

static bool goes_to_both(const struct run *run)
{
	return run->vantages > 1 && run->options->at == NULL;
}

static bool check(const struct run *run, struct err *err)
{
	if (run->options->terms != NULL && goes_to_both(run))
		return err_set(
		    err, "--filter chooses from one capture of the lab: select it with --at");
	if (!to_output(run))
		return true;
	if (isatty(STDOUT_FILENO))
		return err_set(err,
		    "standard output is a terminal: give --export a file, or pipe the output into "
		    "another program");
	return !goes_to_both(run) ||
	       err_set(
	           err, "the lab has two captures, standard output takes one: select it with --at");
}

static void name_file(const struct run *run, bool both, unsigned vantage, char *out, size_t size)
{
	if (both)
		save_both_name(run, vantage, run->options->export_path, out, size);
	else
		snprintf(out, size, "%s", run->options->export_path);
}

static bool chosen(void *ctx, uint32_t packet)
{
	return print_wants(ctx, packet);
}

static bool whole(struct print *p, struct err *err)
{
	struct run *run = p->run;
	const struct options *o = run->options;
	struct export_target target = { .path = o->export_path,
		.replace = o->force,
		.comment = o->comments ? export_comment : NULL,
		.ctx = run,
		.model = run->model };
	target.stream = to_output(run) ? stdout : run->export_stream;
	char name[VANTAGES_MAX][PATH_MAX] = { "" };
	bool exists = false;
	uint64_t frames = 0;
	bool both = goes_to_both(run);
	struct export_choice choice = { o->session, chosen, p };
	bool written = filtering_on(&p->filtering) ? export_chosen(run->model, &choice, run->source,
	                                                 &target, &exists, &frames, err)
	               : both ? save_both(run, o->session, &target, &exists, &frames, err)
	               : o->session != 0 ? export_session(run->model, o->session, run->source,
	                                       &target, &exists, &frames, err)
	                                 : export_all(run->source, &target, &exists, &frames, err);
	if (!written && exists) {
		struct err why = *err;
		return err_set(err, "%.400s: --force replaces it", why.text);
	}
	/* print_run reports a failure of the output. */
	if (target.stream == stdout)
		return written || ferror(stdout) != 0;
	for (unsigned v = 0; v < (both ? run->vantages : 1); v++)
		name_file(run, both, v, name[v], sizeof(name[v]));
	if (written)
		stderr_error("%" PRIu64 " frame%s written to %s%s%s", frames,
		    frames == 1 ? "" : "s", name[0], both ? " and " : "", name[1]);
	return written;
}

/* An error of the output is reported at the end. */
static void more(struct print *p)
{
	struct run *run = p->run;
	FILE *stream = to_output(run) ? stdout : run->export_stream;
	struct err err;
	if (p->flow == NULL)
		p->flow = export_flow_new(run->source, stream, &err);
	if (p->flow == NULL || !export_flow_more(p->flow, &err))
		stderr_error("tcpviz: %s", err.text);
}

static void end(struct print *p)
{
	export_flow_free(p->flow);
	p->flow = NULL;
}

const struct printer print_export = { .check = check, .more = more, .whole = whole, .end = end };

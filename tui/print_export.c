/* --export: frames into a file, once the input has ended. */
#include "tui/print_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "capture/export.h"

static bool whole(struct print *p, struct err *err)
{
	struct run *run = p->run;
	const struct options *o = run->options;
	struct export_target target = { .path = o->export_path, .replace = o->force };
	bool exists = false;
	uint64_t frames = 0;
	bool written = o->session != 0 ? export_session(run->model, o->session, run->source,
	                                     &target, &exists, &frames, err)
	                               : export_all(run->source, &target, &exists, &frames, err);
	if (!written && exists)
		return err_set(err, "%s exists already: --force replaces it", o->export_path);
	if (written)
		fprintf(stderr, "%" PRIu64 " frame%s written to %s\n", frames,
		    frames == 1 ? "" : "s", o->export_path);
	return written;
}

const struct printer print_export = { .whole = whole };

#include "tui/run/export_comment.h"

#include <stdio.h>

#include "core/explain/explain.h"
#include "core/record/note.h"
#include "tui/run/run.h"

void export_comment(void *ctx, uint32_t packet, char *out, size_t size)
{
	struct run *run = ctx;
	char notes[1024], text[EXPLAIN_TEXT];
	bool noted =
	    notes_format(model_packet(run->model, packet)->notes, notes, sizeof(notes)) > 0;
	run_explain(run, packet, text, sizeof(text));
	snprintf(
	    out, size, "%s%s%s%s", noted ? "[" : "", noted ? notes : "", noted ? "] " : "", text);
}

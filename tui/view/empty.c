#include "tui/view/empty.h"

#include <stdio.h>

#include "core/base/text.h"
#include "tui/text/lines.h"

#define WIDEST 72

static void wait_lines(const struct shell *shell, struct lines *lines, unsigned cells)
{
	const struct run *run = shell->run;
	const char *filter = source_filter(run->source);
	char text[512];
	snprintf(text, sizeof(text), "Waiting for TCP on %s%s%.200s", source_name(run->source),
	    filter[0] != '\0' ? ": " : "", filter);
	lines_wrap(lines, TINT_HEADING, text, cells, 0);
	lines_add(lines, ROLE_PLAIN, "");

	if (run_has_partner(run)) {
		char target[ENDPOINT_TEXT];
		endpoint_format(client_target(run->client), NULL, target, sizeof(target));
		lines_addf(lines, ROLE_PLAIN, "w c   connect the built-in client to %s", target);
		lines_add(lines, ROLE_PLAIN, "w w   write a message to it");
	}
	if (run->server != NULL && !run->private_network)
		lines_addf(lines, ROLE_PLAIN, "or, in another terminal:   nc 127.0.0.1 %u",
		    run->options->port);
	if (run->private_network)
		lines_wrap(lines, TINT_FAINT,
		    "This is a private network: only the built-in client can reach the server in "
		    "it.",
		    cells, 0);
}

static void over_lines(const struct shell *shell, struct lines *lines, unsigned cells)
{
	char text[1024];
	run_why_empty(shell->run, text, sizeof(text));
	lines_wrap(lines, TINT_HEADING, text, cells, 0);
}

void empty_layout(const struct shell *shell, const struct canvas *c)
{
	int cells = c->at.cols - 2 < WIDEST ? c->at.cols - 2 : WIDEST;
	struct lines lines = { 0 };
	if (!run_running(shell->run))
		over_lines(shell, &lines, (unsigned)cells);
	else if (shell->run->options->input == INPUT_FILE)
		lines_addf(&lines, TINT_HEADING, "Reading %s", source_name(shell->run->source));
	else
		wait_lines(shell, &lines, (unsigned)cells);

	int row = (c->at.rows - (int)lines.count) / 2;
	int col = (c->at.cols - cells) / 2;
	for (size_t i = 0; i < lines.count; i++)
		canvas_fitted(c, (row > 0 ? row : 0) + (int)i, col, cells, look(lines.line[i].tint),
		    lines_text(&lines, i));
	lines_free(&lines);
}

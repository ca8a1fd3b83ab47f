/* Stories and figures of sessions, for output without a screen. */
#include "tui/print/print_parts.h"

#include <stdio.h>

#include "core/explain/detail.h"
#include "core/explain/explain_session.h"
#include "tui/run/session_gather.h"
#include "tui/text/lines.h"

#define WIDTH 80

static void put_story(const struct gathered *gathered, unsigned width)
{
	char text[EXPLAIN_SESSION_TEXT];
	struct lines lines = { 0 };
	if (explain_session(&gathered->facts, text, sizeof(text)) == 0)
		return;
	lines_wrap(&lines, 0, text, width, 0);
	for (size_t i = 0; i < lines.count; i++)
		puts(lines_text(&lines, i));
	lines_free(&lines);
}

static void put_line(void *ctx, unsigned depth, const char *text)
{
	(void)ctx;
	(void)depth;
	printf("    %s\n", text);
}

void print_story(const struct print *p, uint32_t session, unsigned width)
{
	struct gathered gathered = { 0 };
	gather_session(&gathered, p->run, session, UINT32_MAX);
	put_story(&gathered, width);
}

void print_story_and_figures(const struct print *p, uint32_t session)
{
	struct gathered gathered = { 0 };
	struct detail_sink sink = { .line = put_line };
	gather_session(&gathered, p->run, session, UINT32_MAX);
	detail_session(&gathered.facts, &sink);
	put_story(&gathered, WIDTH);
}

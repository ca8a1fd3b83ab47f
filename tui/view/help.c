#include "tui/view/help.h"

#include <stdio.h>

#include "core/base/array.h"
#include "core/filter/terms.h"
#include "tui/view/text_view.h"

#define KEY_CELLS 16
#define TERM_CELLS 24
#define NAME_CELLS 14
#define NAME_COLS 90 /* from here on there is room for names */

static const struct {
	enum context context;
	const char *name;
} places[] = {
	{ IN_LIST, "the session list" },
	{ IN_LADDER, "the ladder" },
	{ IN_MESSAGES, "the messages" },
	{ IN_DETAILS, "the details" },
	{ IN_TEXT, "a text view" },
	{ IN_SETTINGS, "the settings" },
	{ IN_PROBLEMS, "the problems" },
	{ IN_BYTES, "the bytes of a session" },
};

/* The symbols on the screen. */
static const char *const legend[] = {
	"Arrows: double line: SYN; thick line: data; dotted line: pure ACK;",
	"thin line: FIN; cross at the head: RST; broken thick line (ASCII #): retransmission;",
	"block at the head (ASCII 0): zero window. ! marks trouble, * another note.",
	"In the lab, an arrow that ends before the column is a packet that never arrived.",
	"> is the selected segment; a dot marks the segments that it acknowledges or that "
	"acknowledge it.",
	"ring, in the title: the limit beyond which the oldest segments are forgotten. DISK FULL: "
	"capture is paused until there is space.",
	"Labels are tcpdump's: [S] SYN, [.] ACK, [P] PSH, [F] FIN, [R] RST; seq 1:6 is bytes 1 to "
	"5.",
};

struct sink {
	struct lines *lines;
	unsigned cells;
	enum action action; /* that the next line is about */
};

static void line(void *ctx, const char *keys, const char *help)
{
	struct sink *sink = ctx;
	char text[256];
	if (keys == NULL) {
		sink->lines->tag = 0;
		lines_add(sink->lines, ROLE_PLAIN, "");
		lines_add(sink->lines, TINT_HEADING, help);
		return;
	}
	/* Commands know actions by their names. */
	int name = sink->cells >= NAME_COLS ? NAME_CELLS : 0;
	snprintf(text, sizeof(text), "  %-*s %-*.*s%s", KEY_CELLS, keys, name, name,
	    action_name(sink->action), help);
	lines_wrap(sink->lines, ROLE_PLAIN, text, sink->cells, (unsigned)(KEY_CELLS + 1 + name));
}

static void take_action(void *ctx, enum action action)
{
	struct sink *sink = ctx;
	sink->action = action;
	sink->lines->tag = action;
}

static void put_term(struct sink *sink, const struct filter_term *term)
{
	char text[256];
	snprintf(text, sizeof(text), "  %-*s %s", TERM_CELLS, term->example, term->help);
	lines_wrap(sink->lines, ROLE_PLAIN, text, sink->cells, TERM_CELLS + 1);
}

/* The language of f. */
static void add_terms(struct sink *sink)
{
	const struct filter_term *term;
	line(sink, NULL, "Filters");
	lines_wrap(sink->lines, ROLE_PLAIN,
	    "A word alone is looked for in addresses, ports, names, states and notes; with and, "
	    "or, not and ( ). Values with : or blanks stand in quotes or [ ].",
	    sink->cells, 2);
	for (unsigned n = 0; (term = filter_term_at(n)) != NULL; n++)
		if (term->missing == NULL)
			put_term(sink, term);
}

static bool fill(
    const struct text_source *source, const struct shell *shell, struct page *page, unsigned cells)
{
	struct sink sink = { &page->lines, cells };
	struct keys_sink out = { .line = line, .action = take_action, .ctx = &sink };
	(void)shell;
	keys_help((enum context)source->about, &out);
	if (keys_of((enum context)source->about, ACTION_FILTER) != PRESS_NOTHING)
		add_terms(&sink);
	page->lines.tag = 0;
	lines_add(&page->lines, ROLE_PLAIN, "");
	lines_add(&page->lines, TINT_HEADING, "Symbols");
	for (size_t i = 0; i < ARRAY_LEN(legend); i++)
		lines_wrap(&page->lines, ROLE_PLAIN, legend[i], cells, 2);
	lines_add(&page->lines, ROLE_PLAIN, "");
	lines_wrap(&page->lines, ROLE_PLAIN,
	    "The mouse selects, the wheel scrolls, a double click opens; with Shift it selects "
	    "text.",
	    cells, 2);
	return false;
}

void help_open(struct shell *shell)
{
	enum context context = shell_context(shell);
	/* A second ? closes it. */
	if (shell_is_top(shell, VIEW_TEXT) && text_view_holds(shell, fill)) {
		shell_pop(shell);
		return;
	}
	char title[64] = "Keys";
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (places[i].context == context)
			snprintf(title, sizeof(title), "Keys in %s", places[i].name);
	text_view_open(shell, title,
	    &(struct text_source){
	        .fill = fill, .about = context, .name = "keys", .palette = true });
}

#include "tui/view/help.h"

#include <stdio.h>

#include "core/base/array.h"

#define KEY_CELLS 16

static const struct {
	enum context context;
	const char *name;
} places[] = {
	{ IN_LIST, "the session list" },
	{ IN_LADDER, "the ladder" },
	{ IN_MESSAGES, "the messages" },
	{ IN_DETAILS, "the details" },
	{ IN_TEXT, "a text" },
	{ IN_SETTINGS, "the settings" },
	{ IN_PROBLEMS, "the problems" },
};

/* What the signs on the screen mean, which no key tells. */
static const char *const legend[] = {
	"Arrows: double line opens (SYN), thick line carries data, dotted line only acknowledges,",
	"thin line closes (FIN), a cross at the head resets (RST). ! marks trouble, * a remark.",
	"In the lab, an arrow that ends short of the column never arrived.",
	"> is the selected segment; a dot marks the segments that it acknowledges or that "
	"acknowledge it.",
	"ring, in the title: so much is kept, the oldest is forgotten. DISK FULL: capturing is "
	"paused until there is room, and goes on by itself.",
	"Labels are tcpdump's: [S] SYN, [.] ACK, [P] PSH, [F] FIN, [R] RST; seq 1:6 is bytes 1 to "
	"5.",
};

struct sink {
	struct lines *lines;
	unsigned cells;
};

static void line(void *ctx, const char *keys, const char *help)
{
	struct sink *sink = ctx;
	char text[256];
	if (keys == NULL) {
		lines_add(sink->lines, ROLE_PLAIN, "");
		lines_add(sink->lines, TINT_HEADING, help);
		return;
	}
	snprintf(text, sizeof(text), "  %-*s %s", KEY_CELLS, keys, help);
	lines_wrap(sink->lines, ROLE_PLAIN, text, sink->cells, KEY_CELLS + 1);
}

static void fill(struct ui *ui, struct page *page, unsigned cells)
{
	struct sink sink = { &page->lines, cells };
	struct keys_sink out = { .line = line, .ctx = &sink };
	enum context context = (enum context)ui->text.about;
	keys_help(context, &out);
	lines_add(&page->lines, ROLE_PLAIN, "");
	lines_add(&page->lines, TINT_HEADING, "Signs");
	for (size_t i = 0; i < ARRAY_LEN(legend); i++)
		lines_wrap(&page->lines, ROLE_PLAIN, legend[i], cells, 2);
	lines_add(&page->lines, ROLE_PLAIN, "");
	lines_wrap(&page->lines, ROLE_PLAIN,
	    "The mouse selects, the wheel scrolls, a double click opens; with Shift it selects "
	    "text.",
	    cells, 2);
}

void help_open(struct ui *ui, unsigned count)
{
	(void)count;
	enum context context = ui_context(ui);
	/* Asked for again, it goes away. */
	if (ui_view(ui) == &text_view_ops && ui->text.fill == fill) {
		ui_pop(ui);
		return;
	}
	char title[64] = "Keys";
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (places[i].context == context)
			snprintf(title, sizeof(title), "Keys in %s", places[i].name);
	text_view_open(ui, title, context, fill);
}

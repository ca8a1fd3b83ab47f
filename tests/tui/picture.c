/* Writes the program's screen as SVG to standard output, for the README.
 *
 * usage: picture ROWS COLUMNS WAIT-FOR KEYS PROGRAM [ARGUMENT]...
 *
 * Types the keys one by one once the screen shows WAIT-FOR; a key written ~TEXT~ waits for that
 * text instead. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/terminal.h"

#define CELL_WIDTH 8.4
#define CELL_HEIGHT 18
#define MARGIN 10
#define PAPER 0x16181d
#define INK 0xd7dae0

/* Colours 0 to 15 of the picture. */
static const unsigned palette[16] = { 0x16181d, 0xe06c75, 0x98c379, 0xe5c07b, 0x61afef, 0xc678dd,
	0x56b6c2, 0xd7dae0, 0x7f848e, 0xff7b86, 0xb5e890, 0xffd68a, 0x7cc4ff, 0xe08cff, 0x6fdbe8,
	0xffffff };

struct look {
	unsigned ink, paper;
	bool bold, underline;
};

static unsigned color(VTermScreenCell *cell, bool background)
{
	VTermColor *c = background ? &cell->bg : &cell->fg;
	if (background ? VTERM_COLOR_IS_DEFAULT_BG(c) : VTERM_COLOR_IS_DEFAULT_FG(c))
		return background ? PAPER : INK;
	if (VTERM_COLOR_IS_INDEXED(c) && c->indexed.idx < 16)
		return palette[c->indexed.idx];
	if (VTERM_COLOR_IS_INDEXED(c)) {
		/* The cube of 6x6x6 and the greys behind it. */
		unsigned i = c->indexed.idx;
		if (i >= 232)
			return (8 + (i - 232) * 10) * 0x010101;
		i -= 16;
		unsigned level[] = { 0, 95, 135, 175, 215, 255 };
		return level[i / 36] << 16 | level[i / 6 % 6] << 8 | level[i % 6];
	}
	return (unsigned)c->rgb.red << 16 | (unsigned)c->rgb.green << 8 | c->rgb.blue;
}

static struct look look_of(VTermScreenCell *cell)
{
	struct look look = { color(cell, false), color(cell, true), cell->attrs.bold,
		cell->attrs.underline };
	if (cell->attrs.reverse) {
		unsigned ink = look.ink;
		look.ink = look.paper;
		look.paper = ink;
	}
	return look;
}

static bool same_look(const struct look *a, const struct look *b)
{
	return a->ink == b->ink && a->paper == b->paper && a->bold == b->bold &&
	       a->underline == b->underline;
}

static void put_escaped(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			fputs("&lt;", stdout);
		else if (*text == '&')
			fputs("&amp;", stdout);
		else
			putchar(*text);
	}
}

/* A run of cells with the same style; blanks at its ends are background. */
static void put_run(int row, int col, int cells, const struct look *look, char *text)
{
	double x = MARGIN + col * CELL_WIDTH, width = cells * CELL_WIDTH;
	int y = MARGIN + row * CELL_HEIGHT;
	if (look->paper != PAPER)
		printf("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#%06x\"/>\n",
		    x, y, width, CELL_HEIGHT, look->paper);
	size_t before = strspn(text, " "), len = strlen(text);
	if (before == len)
		return;
	size_t after = 0;
	while (text[len - 1 - after] == ' ')
		after++;
	text[len - after] = '\0';
	printf("<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" fill=\"#%06x\"%s%s>",
	    x + (double)before * CELL_WIDTH, y + CELL_HEIGHT - 5,
	    width - (double)(before + after) * CELL_WIDTH, look->ink,
	    look->bold ? " font-weight=\"bold\"" : "",
	    look->underline ? " text-decoration=\"underline\"" : "");
	put_escaped(text + before);
	puts("</text>");
}

static void put_row(struct terminal *t, int row)
{
	char text[TERMINAL_ROW] = "";
	size_t used = 0;
	int start = 0;
	struct look look = { 0 };
	for (int col = 0; col <= terminal_cols(t); col++) {
		VTermScreenCell cell = terminal_cell(t, row, col);
		struct look here = look_of(&cell);
		if (col == 0)
			look = here;
		if (col == terminal_cols(t) || !same_look(&look, &here)) {
			put_run(row, start, col - start, &look, text);
			start = col;
			look = here;
			used = 0;
		}
		used += terminal_cell_text(&cell, text + used);
		text[used] = '\0';
	}
}

static void put_picture(struct terminal *t)
{
	double width = terminal_cols(t) * CELL_WIDTH + 2 * MARGIN;
	int height = terminal_rows(t) * CELL_HEIGHT + 2 * MARGIN;
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\" "
	       "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\" "
	       "xml:space=\"preserve\">\n",
	    width, height);
	printf("<rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"#%06x\"/>\n", PAPER);
	for (int row = 0; row < terminal_rows(t); row++)
		put_row(t, row);
	puts("</svg>");
}

static void type(struct terminal *t, const char *keys)
{
	while (*keys != '\0') {
		char part[256];
		if (*keys == '~') {
			int len = (int)strcspn(keys + 1, "~");
			snprintf(part, sizeof(part), "%.*s", len, keys + 1);
			terminal_expect(t, part);
			keys += len + 2;
		} else {
			snprintf(part, sizeof(part), "%c", *keys++);
			terminal_type(t, part);
		}
	}
}

int main(int argc, char **argv)
{
	struct terminal_setup setup = { 0 };
	if (argc < 6 || argc - 5 >= TERMINAL_ARGS) {
		fputs("usage: picture ROWS COLUMNS WAIT-FOR KEYS PROGRAM [ARGUMENT]...\n", stderr);
		return 2;
	}
	setup.rows = atoi(argv[1]);
	setup.cols = atoi(argv[2]);
	setup.env[0] = "TZ=UTC";
	for (int i = 5; i < argc; i++)
		setup.argv[i - 5] = argv[i];
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, argv[3]);
	type(t, argv[4]);
	put_picture(t);
	terminal_free(t);
	return 0;
}

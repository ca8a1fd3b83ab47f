#include "tui/text/page.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

/* How far a match may reach beyond the line of bytes that it begins in. */
#define MATCH_BEFORE 256

void page_free(struct page *p)
{
	lines_free(&p->lines);
	frame_links_free(&p->links);
	dump_free(&p->dump);
	free(p->bytes);
	*p = (struct page){ 0 };
}

void page_clear(struct page *p)
{
	lines_clear(&p->lines);
	p->len = 0;
	p->dump.text_lines = 0;
	p->dump.hex_lines = 0;
}

void page_add_bytes(struct page *p, const uint8_t *at, size_t len)
{
	if (len == 0)
		return;
	if (p->len + len > p->room) {
		p->room = (p->len + len) * 2;
		p->bytes = memory_resize(p->bytes, p->room, 1);
	}
	memcpy(p->bytes + p->len, at, len);
	p->len += len;
}

void page_layout(struct page *p, enum form form, unsigned cells, bool ascii, uint32_t except)
{
	p->dump.bytes = (struct bytes){ .at = p->bytes, .left = p->len };
	p->dump.form = form;
	p->dump.cells = cells;
	p->dump.ascii = ascii;
	if (p->len != 0)
		dump_layout(&p->dump, 0);
	frame_links_find(&p->links, &p->lines, except);
}

size_t page_lines(const struct page *p)
{
	return p->lines.count + dump_lines(&p->dump);
}

void page_scroll(struct page *p, long lines, int rows)
{
	long most = (long)page_lines(p) - rows;
	long top = (long)p->top;
	/* LONG_MIN and LONG_MAX mean first and last: adding to them would overflow. */
	if (lines > 0)
		top = lines > most - top ? most : top + lines;
	else
		top = lines < -top ? 0 : top + lines;
	p->top = top < 0 ? 0 : (size_t)top;
}

void page_turn_link(struct page *p, bool back, int rows)
{
	size_t page = rows > 0 ? (size_t)rows : 1;
	const struct frame_link *link =
	    frame_links_turn(&p->links, back, back ? p->top + page : p->top);
	if (link == NULL)
		return;
	if (link->line < p->top)
		p->top = link->line;
	else if (link->line >= p->top + page)
		p->top = link->line + 1 - page;
}

uint32_t page_link_at(const struct page *p, int row, int col)
{
	const struct frame_link *link =
	    row >= 0 ? frame_links_at(&p->links, p->top + (size_t)row, col + p->pan) : NULL;
	return link != NULL ? link->frame : 0;
}

void page_pan(struct page *p, int cells)
{
	p->pan += cells;
	if (p->pan < 0)
		p->pan = 0;
}

void page_line(const struct page *p, size_t n, char *out, size_t size)
{
	assert(n < page_lines(p));
	if (n < p->lines.count)
		snprintf(out, size, "%s", lines_text(&p->lines, n));
	else
		dump_line(&p->dump, n - p->lines.count, out, size);
}

void page_write(const struct page *p, FILE *out)
{
	char text[DUMP_LINE];
	size_t count = page_lines(p);
	for (size_t n = 0; n < count; n++) {
		page_line(p, n, text, sizeof(text));
		fprintf(out, "%s\n", text);
	}
}

static bool holds(const struct page *p, const struct pattern *pattern, size_t n)
{
	char text[DUMP_LINE];
	size_t start, end;
	if (n < p->lines.count)
		return pattern_holds(pattern, lines_text(&p->lines, n));
	if (dump_part(&p->dump, n - p->lines.count, &start, &end)) {
		struct match match;
		size_t from = start > MATCH_BEFORE ? start - MATCH_BEFORE : 0;
		size_t to = end + MATCH_BEFORE < p->len ? end + MATCH_BEFORE : p->len;
		/* A match is in the line where it begins. */
		while (pattern_find(pattern, p->bytes, to, from, &match) && match.start < end) {
			if (match.start >= start)
				return true;
			from = match.start + 1;
		}
		return false;
	}
	page_line(p, n, text, sizeof(text));
	return pattern_holds(pattern, text);
}

size_t page_find(const struct page *p, const struct pattern *pattern, size_t from, bool back)
{
	size_t count = page_lines(p);
	for (size_t i = 1; i <= count; i++) {
		size_t n = (from + (back ? count - i : i)) % count;
		if (holds(p, pattern, n))
			return n;
	}
	return SIZE_MAX;
}

void page_show(struct page *p, size_t line, int rows)
{
	size_t page = rows > 0 ? (size_t)rows : 1;
	if (line < p->top || line >= p->top + page)
		p->top = line > page / 3 ? line - page / 3 : 0;
}

static void draw_line(const struct page *p, size_t n, int row, const struct canvas *c)
{
	char text[DUMP_LINE];
	bool line = n < p->lines.count;
	struct look style = look(line ? p->lines.line[n].tint : ROLE_SPEECH);
	page_line(p, n, text, sizeof(text));
	canvas_text(c, row, -p->pan, style, text);
	if (line)
		frame_links_draw(&p->links, &p->lines, n, c, row, -p->pan);
	if (p->pattern != NULL)
		pattern_mark(p->pattern, text, c, row, -p->pan, style);
}

void page_settle(struct page *p, int rows)
{
	size_t count = page_lines(p), page = rows > 0 ? (size_t)rows : 0;
	if (p->top + page > count)
		p->top = count > page ? count - page : 0;
}

void page_draw(const struct page *p, const struct canvas *c)
{
	size_t count = page_lines(p);
	for (int row = 0; row < c->at.rows && p->top + (size_t)row < count; row++)
		draw_line(p, p->top + (size_t)row, row, c);
	/* Arrows at the edge: there is more. */
	if (p->top > 0)
		canvas_text(c, 0, c->at.cols - 1, look(TINT_FAINT), canvas_glyph(c, GLYPH_UP));
	if (p->top + (size_t)c->at.rows < count)
		canvas_text(c, c->at.rows - 1, c->at.cols - 1, look(TINT_FAINT),
		    canvas_glyph(c, GLYPH_DOWN));
}

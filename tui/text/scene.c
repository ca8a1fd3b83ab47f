#include "tui/text/scene.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/base/writer.h"

static void put(void *ctx, int row, int col, struct look look, const char *text, size_t len)
{
	struct scene *s = ctx;
	assert(row >= 0 && row < s->size.rows && col >= 0 && col < s->size.cols);
	if (s->pieces == s->room) {
		s->room = s->room * 2 + 64;
		s->piece = memory_resize(s->piece, s->room, sizeof(*s->piece));
	}
	if (s->used + len + 1 > s->text_room) {
		s->text_room = (s->used + len + 1) * 2;
		s->text = memory_resize(s->text, s->text_room, 1);
	}
	s->piece[s->pieces++] = (struct scene_piece){ row, col, look, s->used, len };
	memcpy(s->text + s->used, text, len);
	s->text[s->used + len] = '\0';
	s->used += len + 1;
}

void scene_free(struct scene *s)
{
	free(s->piece);
	free(s->text);
	*s = (struct scene){ .pieces = 0 };
}

struct canvas scene_begin(struct scene *s, struct size size, bool ascii)
{
	s->surface = (struct surface){ .put = put, .ctx = s };
	s->size = size;
	s->pieces = 0;
	s->used = 0;
	return (struct canvas){
		.surface = &s->surface,
		.at = { 0, 0, size.rows, size.cols },
		.ascii = ascii,
	};
}

void scene_paint(const struct scene *s, const struct canvas *c)
{
	for (size_t i = 0; i < s->pieces; i++) {
		const struct scene_piece *p = &s->piece[i];
		assert(p->at + p->len < s->used);
		canvas_text(c, p->row, p->col, p->look, s->text + p->at);
	}
}

/* Returns the visible piece in a cell; NULL if nothing was written there. */
static const struct scene_piece *piece_at(const struct scene *s, int row, int col)
{
	for (size_t i = s->pieces; i-- > 0;) {
		const struct scene_piece *p = &s->piece[i];
		if (p->row == row && col >= p->col &&
		    col < p->col + (int)text_width(s->text + p->at))
			return p;
	}
	return NULL;
}

struct look scene_look(const struct scene *s, int row, int col)
{
	const struct scene_piece *p = piece_at(s, row, col);
	return p != NULL ? p->look : look(ROLE_PLAIN);
}

/* Writes the character in a cell. Returns its width: 2 for a wide one. */
static int put_cell(const struct scene *s, int row, int col, struct writer *w)
{
	const struct scene_piece *p = piece_at(s, row, col);
	unsigned cells = 1;
	if (p == NULL) {
		writer_print(w, " ");
		return 1;
	}
	const char *at = s->text + p->at;
	at += text_fit(at, (unsigned)(col - p->col), NULL);
	size_t len = text_fit(at, 1, &cells);
	if (len == 0)
		len = text_fit(at, 2, &cells);
	writer_print(w, "%.*s", (int)len, at);
	return cells > 0 ? (int)cells : 1;
}

void scene_row(const struct scene *s, int row, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	for (int col = 0; col < s->size.cols;)
		col += put_cell(s, row, col, &w);
	size_t len = strlen(out);
	while (len > 0 && out[len - 1] == ' ')
		out[--len] = '\0';
}

#include "tui/view/bytes_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/memory.h"
#include "tui/run/stream_bytes.h"
#include "tui/text/dump.h"
#include "tui/text/glyph.h"
#include "tui/text/human.h"

#define INDENT 2

/* The bytes of a side up to where the other one sends. */
struct turn_text {
	const struct shell *shell;
	struct lines *out;
	unsigned cells;
	enum side side;
	uint32_t packet; /* of the first byte; 0: the turn is empty */
	uint64_t at;     /* of the first byte in the stream of its side */
	uint8_t *bytes;  /* owned */
	size_t len, room;
	uint64_t left_out; /* at the end, because the capture lacks it */
};

static const char *const names[] = { [SIDE_A] = "client", [SIDE_B] = "server" };

static void put_heading(const struct turn_text *t)
{
	char count[HUMAN_TEXT];
	enum glyph arrow = t->side == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT;
	const struct packet *p = model_packet(t->shell->run->model, t->packet);
	human_plural(t->len, "byte", count, sizeof(count));
	lines_addf(t->out, TINT_FAINT, "%s %s, frame %" PRIu32 ", %s",
	    glyph_text(arrow, t->shell->ascii), names[t->side], p != NULL ? p->frame : 0, count);
}

static void put_bytes(const struct turn_text *t)
{
	char line[DUMP_LINE + INDENT] = "  ";
	struct dump dump = { .bytes = { t->bytes, t->len },
		.form = t->shell->set.form,
		.cells = t->cells > INDENT ? t->cells - INDENT : 1,
		.ascii = t->shell->ascii,
		.origin = t->at };
	dump_layout(&dump, 0);
	for (size_t i = 0; i < dump_lines(&dump); i++) {
		dump_line(&dump, i, line + INDENT, DUMP_LINE);
		lines_add(t->out, t->side == SIDE_A ? TINT_SIDE_A : TINT_SIDE_B, line);
	}
	dump_free(&dump);
}

static void end_turn(struct turn_text *t)
{
	if (t->len > 0) {
		put_heading(t);
		put_bytes(t);
	}
	if (t->left_out > 0)
		lines_addf(t->out, TINT_ERROR, "  [the capture lacks %" PRIu64 " byte%s of the %s]",
		    t->left_out, t->left_out == 1 ? "" : "s", names[t->side]);
	t->len = 0;
	t->left_out = 0;
	t->packet = 0;
}

static void add(
    struct turn_text *t, const struct byte_piece *piece, struct bytes bytes, uint64_t at)
{
	if (t->side != piece->side || t->left_out > 0)
		end_turn(t);
	if (t->packet == 0)
		t->at = at;
	if (t->packet == 0)
		t->packet = piece->packet;
	t->side = piece->side;
	if (t->len + bytes.left > t->room) {
		t->room = 2 * (t->len + bytes.left);
		t->bytes = memory_resize(t->bytes, t->room, 1);
	}
	if (bytes.left > 0)
		memcpy(t->bytes + t->len, bytes.at, bytes.left);
	t->len += bytes.left;
}

/* Takes what a part has of a piece: [from, to) in bytes of the piece. */
static void add_range(
    struct turn_text *t, const struct byte_piece *piece, uint64_t from, uint64_t to, uint64_t at)
{
	struct bytes bytes = stream_piece_bytes(t->shell->run, piece);
	uint64_t have = bytes.left < to ? bytes.left : to;
	bytes.at += from < bytes.left ? from : bytes.left;
	bytes.left = have > from ? have - from : 0;
	add(t, piece, bytes, at + from);
	t->left_out += to - from - bytes.left;
}

uint64_t bytes_parts(const struct byte_stream *stream)
{
	uint64_t bytes = stream->bytes[SIDE_A] + stream->bytes[SIDE_B];
	return bytes > BYTES_PART ? (bytes + BYTES_PART - 1) / BYTES_PART : 1;
}

void bytes_text(const struct shell *shell, const struct byte_stream *stream, uint64_t part,
    unsigned cells, struct lines *out)
{
	struct turn_text turn = { .shell = shell, .out = out, .cells = cells };
	uint64_t first = part * BYTES_PART, end = first + BYTES_PART, before = 0, at[2] = { 0, 0 };
	for (size_t i = 0; i < stream->count && before < end; i++) {
		const struct byte_piece *piece = &stream->piece[i];
		uint64_t from = first > before ? first - before : 0;
		uint64_t to = end - before < piece->len ? end - before : piece->len;
		if (piece->packet == 0 && before >= first) {
			if (turn.side != piece->side)
				end_turn(&turn);
			turn.side = piece->side;
			turn.left_out += piece->len;
		} else if (piece->packet != 0 && from < to) {
			add_range(&turn, piece, from, to, at[piece->side]);
		}
		before += piece->packet != 0 ? piece->len : 0;
		at[piece->side] += piece->len;
	}
	end_turn(&turn);
	free(turn.bytes);
}

#include "core/ladder/label.h"

#include <stdio.h>
#include <string.h>

enum part { PART_FLAGS, PART_SEQ, PART_ACK, PART_WIN, PART_OPTIONS, PART_LENGTH, PARTS };

/* TCP options take at most 40 bytes, in tcpdump's notation rarely more than 200 characters. */
#define PART_TEXT 512

struct parts {
	char text[PARTS][PART_TEXT];
	bool drop[PARTS];
};

size_t label_flags(uint16_t flags, char *out, size_t size)
{
	static const struct {
		uint16_t flag;
		char letter;
	} letters[] = {
		{ TCP_FIN, 'F' },
		{ TCP_SYN, 'S' },
		{ TCP_RST, 'R' },
		{ TCP_PSH, 'P' },
		{ TCP_ACK, '.' },
		{ TCP_URG, 'U' },
		{ TCP_ECE, 'E' },
		{ TCP_CWR, 'W' },
		{ TCP_AE, 'e' },
	};
	size_t used = 0;
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]) && used + 1 < size; i++)
		if (flags & letters[i].flag)
			out[used++] = letters[i].letter;
	out[used] = '\0';
	if (used > 0)
		return used;
	int n = snprintf(out, size, "none");
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static void format_numbers(
    const struct model *m, const struct packet *p, bool raw, struct parts *out)
{
	const struct session *s = model_session(m, p->session);
	enum side side = packet_side(p);
	raw = raw || (p->flags & TCP_SYN);
	uint32_t seq = raw ? p->seq : session_relative(s, side, p->seq);
	uint32_t ack = raw ? p->ack : session_relative(s, side_other(side), p->ack);
	uint32_t len = (uint32_t)p->len;
	if (len > 0)
		snprintf(out->text[PART_SEQ], PART_TEXT, "seq %u:%u", seq, seq + len);
	else if (p->flags & (TCP_SYN | TCP_FIN | TCP_RST))
		snprintf(out->text[PART_SEQ], PART_TEXT, "seq %u", seq);
	if (p->flags & TCP_ACK)
		snprintf(out->text[PART_ACK], PART_TEXT, "ack %u", ack);
}

static void format_parts(
    const struct model *m, const struct packet *p, bool raw, const char *options, struct parts *out)
{
	char flags[12];
	memset(out, 0, sizeof(*out));
	label_flags(p->flags, flags, sizeof(flags));
	snprintf(out->text[PART_FLAGS], PART_TEXT, "[%s]", flags);
	format_numbers(m, p, raw, out);
	bool scaled;
	uint32_t win = session_window(model_session(m, p->session), p, &scaled);
	snprintf(out->text[PART_WIN], PART_TEXT, "win %u%s", win,
	    scaled || win == 0 ? "" : " (scale unknown)");
	if (options != NULL && options[0] != '\0')
		snprintf(out->text[PART_OPTIONS], PART_TEXT, "options [%s]", options);
	snprintf(out->text[PART_LENGTH], PART_TEXT, "length %u", (unsigned)p->len);
}

/* Joins the parts that are not dropped: a space after the flags, commas between the others. */
static size_t join(const struct parts *parts, char *out, size_t size)
{
	size_t used = 0;
	for (unsigned i = 0; i < PARTS; i++) {
		if (parts->drop[i] || parts->text[i][0] == '\0')
			continue;
		const char *between = used == 0                               ? ""
		                      : out[used - 1] == ']' && i <= PART_WIN ? " "
		                                                              : ", ";
		int n = snprintf(out + used, size - used, "%s%s", between, parts->text[i]);
		if (n < 0 || (size_t)n >= size - used)
			return strlen(out);
		used += (size_t)n;
	}
	return used;
}

size_t label_format(const struct model *m, uint32_t packet, bool raw_seq, const char *options,
    unsigned cells, char *out, size_t size)
{
	static const enum part least_important_first[][PARTS - 1] = {
		{ PART_OPTIONS, PART_LENGTH, PART_WIN, PART_ACK, PART_SEQ },
		/* A data segment keeps its sequence range longest, then the window. */
		{ PART_OPTIONS, PART_LENGTH, PART_ACK, PART_WIN, PART_SEQ },
	};
	struct parts parts;
	const struct packet *p = model_packet(m, packet);
	out[0] = '\0';
	if (p == NULL)
		return 0;
	format_parts(m, p, raw_seq, options, &parts);
	size_t len = join(&parts, out, size);
	for (unsigned i = 0; cells > 0 && len > cells && i < PARTS - 1; i++) {
		parts.drop[least_important_first[p->len > 0][i]] = true;
		len = join(&parts, out, size);
	}
	if (cells > 0 && len > cells)
		out[len = cells] = '\0';
	return len;
}

unsigned label_core_cells(const struct model *m, uint32_t packet, bool raw_seq, unsigned *least)
{
	char text[PART_TEXT];
	struct parts parts;
	const struct packet *p = model_packet(m, packet);
	*least = 0;
	if (p == NULL)
		return 0;
	format_parts(m, p, raw_seq, NULL, &parts);
	parts.drop[PART_LENGTH] = true;
	unsigned cells = (unsigned)join(&parts, text, sizeof(text));
	parts.drop[PART_ACK] = p->len > 0;
	/* A window of unknown scale says little. */
	bool scaled;
	session_window(model_session(m, p->session), p, &scaled);
	parts.drop[PART_WIN] = p->len > 0 && !scaled;
	*least = (unsigned)join(&parts, text, sizeof(text));
	return cells;
}

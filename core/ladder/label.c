#include "core/ladder/label.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/writer.h"

static_assert(LABEL_NO_OPTION == 7, "options have ranks from 1 to 7");

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

/* The end of the sequence range is a part of its own: it can be dropped. */
static void read_numbers(struct label *l, const struct model *m, const struct packet *p, bool raw)
{
	const struct session *s = model_session(m, p->session);
	enum side side = packet_side(p);
	raw = raw || (p->flags & TCP_SYN);
	uint32_t seq = raw ? p->seq : session_relative(s, side, p->seq);
	uint32_t ack = raw ? p->ack : session_relative(s, side_other(side), p->ack);
	uint32_t len = (uint32_t)p->len;
	if (len > 0 || (p->flags & (TCP_SYN | TCP_FIN | TCP_RST)))
		snprintf(l->seq, sizeof(l->seq), "seq %u", seq);
	if (len > 0)
		snprintf(l->end, sizeof(l->end), ":%u", seq + len);
	if (p->flags & TCP_ACK)
		snprintf(l->ack, sizeof(l->ack), "ack %u", ack);
}

void label_read(
    struct label *l, const struct model *m, uint32_t packet, bool raw_seq, const char *options)
{
	const struct packet *p = model_packet(m, packet);
	*l = (struct label){ .options = options != NULL ? options : "", .data = p->len > 0 };
	label_flags(p->flags, l->flags, sizeof(l->flags));
	read_numbers(l, m, p, raw_seq);
	bool scaled;
	uint32_t win = session_window(model_session(m, p->session), p, &scaled);
	snprintf(
	    l->win, sizeof(l->win), "win %u%s", win, scaled || win == 0 ? "" : " (scale unknown)");
	snprintf(l->length, sizeof(l->length), "length %u", (unsigned)p->len);
}

void label_quieten(struct label *l)
{
	l->seq[0] = l->end[0] = l->ack[0] = l->win[0] = '\0';
	l->options = "";
}

/* Returns the step that drops an option: nop and timestamps say least. */
static unsigned option_rank(const char *option)
{
	static const struct {
		const char *name;
		unsigned rank;
	} ranks[] = {
		{ "nop", 1 },
		{ "eol", 1 },
		{ "TS ", 2 },
		{ "sackOK", 4 },
		{ "wscale ", 5 },
		{ "mss ", 6 },
		{ "sack ", 7 },
	};
	for (size_t i = 0; i < ARRAY_LEN(ranks); i++)
		if (strncmp(option, ranks[i].name, strlen(ranks[i].name)) == 0)
			return ranks[i].rank;
	return 3;
}

/* Returns the bytes of one option, up to a comma outside of braces. */
static size_t option_len(const char *options)
{
	size_t len = 0;
	for (int depth = 0; options[len] != '\0' && (options[len] != ',' || depth > 0); len++)
		depth += options[len] == '{' ? 1 : options[len] == '}' ? -1 : 0;
	return len;
}

static void write_options(struct writer *w, const char *options, unsigned less)
{
	size_t len, kept = 0;
	for (; *options != '\0'; options += len + (options[len] == ',')) {
		len = option_len(options);
		if (option_rank(options) > less)
			writer_print(
			    w, "%s%.*s", kept++ == 0 ? ", options [" : ",", (int)len, options);
	}
	if (kept > 0)
		writer_print(w, "]");
}

/* A blank after the flags, commas between the others. */
static void write_part(struct writer *w, const char *part, bool wanted)
{
	bool first = memchr(w->out, ',', w->len) == NULL && memchr(w->out, ' ', w->len) == NULL;
	if (wanted && part[0] != '\0')
		writer_print(w, "%s%s", first ? " " : ", ", part);
}

size_t label_write(const struct label *l, enum label_less less, bool length, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	writer_print(&w, "[%s]", l->flags);
	write_part(&w, l->seq, less < LABEL_FLAGS);
	if (less < LABEL_NO_END)
		writer_print(&w, "%s", l->end);
	write_part(&w, l->ack,
	    l->data          ? less < LABEL_NO_ACK
	    : l->seq[0] != 0 ? less < LABEL_ONE_NUMBER
	                     : less < LABEL_FLAGS);
	write_part(&w, l->win, less < LABEL_NO_WIN);
	if (less < LABEL_NO_OPTION)
		write_options(&w, l->options, less);
	write_part(&w, l->length, length && less < LABEL_NO_LENGTH);
	return w.len;
}

size_t label_format(const struct model *m, uint32_t packet, bool raw_seq, const char *options,
    unsigned cells, char *out, size_t size)
{
	struct label label;
	out[0] = '\0';
	if (model_packet(m, packet) == NULL)
		return 0;
	label_read(&label, m, packet, raw_seq, options);
	size_t len = label_write(&label, LABEL_WHOLE, true, out, size);
	for (unsigned less = 1; cells > 0 && len > cells && less <= LABEL_FLAGS; less++)
		len = label_write(&label, (enum label_less)less, true, out, size);
	if (cells > 0 && len > cells)
		out[len = cells] = '\0';
	return len;
}

/* TCP options as tcpdump prints them.
 *
 * Does not use tcpopt_next(): tcpdump reads the length that a kind should have and reports a length
 * field that differs. Both must agree on malformed options as well. */
#include "core/decode/tcpopt.h"

#include <assert.h>

#include "core/base/array.h"
#include "core/base/byteorder.h"
#include "core/decode/tcpopt_parts.h"

enum written { WRITTEN, WRITTEN_BAD, WRITTEN_CUT };

/* The option to write and the output. */
struct notation {
	struct writer *w;
	struct bytes held; /* captured bytes after kind and length */
	size_t len;        /* length on the wire */
	const struct tcpopts *options;
};

/* Returns the result after all captured bytes. */
static enum written written_held(const struct notation *n)
{
	assert(n->held.left <= n->len);
	return n->held.left < n->len ? WRITTEN_CUT : WRITTEN;
}

static enum written write_u8(const struct notation *n)
{
	writer_print(n->w, " %u", n->held.at[0]);
	return WRITTEN;
}

static enum written write_u16(const struct notation *n)
{
	assert(n->held.left >= 2);
	writer_print(n->w, " %u", load_be16(n->held.at));
	return WRITTEN;
}

static enum written write_u32(const struct notation *n)
{
	assert(n->held.left >= 4);
	writer_print(n->w, " %u", load_be32(n->held.at));
	return WRITTEN;
}

static enum written write_timestamp(const struct notation *n)
{
	assert(n->held.left >= 8);
	writer_print(n->w, " val %u ecr %u", load_be32(n->held.at), load_be32(n->held.at + 4));
	return WRITTEN;
}

static enum written write_scps(const struct notation *n)
{
	assert(n->held.left >= 2);
	writer_print(n->w, " cap %02x id %u", n->held.at[0], n->held.at[1]);
	return WRITTEN;
}

static enum written write_user_timeout(const struct notation *n)
{
	assert(n->held.left >= 2);
	unsigned value = load_be16(n->held.at);
	/* RFC 5482, 3.1: the first bit selects minutes; tcpdump 4.99 uses the last bit instead. */
	writer_print(n->w, " 0x%x %u", value, value & 1 ? (value >> 1) * 60 : value >> 1);
	return WRITTEN;
}

static enum written write_sack(const struct notation *n)
{
	if (n->len % 8 != 0) {
		writer_print(n->w, " invalid sack");
		return WRITTEN;
	}
	writer_print(n->w, " %zu ", n->len / 8);
	sack_write(n->w, n->held, n->options->sack_base);
	return written_held(n);
}

static enum written write_md5(const struct notation *n)
{
	writer_print(n->w, " %s, can't check - ",
	    n->options->payload_cut ? "snaplen too short" : "shared secret not supplied with -M");
	writer_hex(n->w, n->held);
	return written_held(n);
}

static enum written write_ao(const struct notation *n)
{
	struct bytes rest = n->held;
	uint8_t key, next;
	if (n->len < 2) {
		writer_print(n->w, " (invalid)");
		return WRITTEN;
	}
	if (!bytes_u8(&rest, &key))
		return WRITTEN_CUT;
	writer_print(n->w, " keyid %u", key);
	if (!bytes_u8(&rest, &next))
		return WRITTEN_CUT;
	writer_print(n->w, " rnextkeyid %u", next);
	if (n->len > 2) {
		writer_print(n->w, " mac 0x");
		writer_hex(n->w, rest);
	}
	return written_held(n);
}

static enum written write_mptcp(const struct notation *n)
{
	return mptcp_write(n->w, n->held, n->options->flags) ? WRITTEN : WRITTEN_BAD;
}

static enum written write_fast_open(const struct notation *n)
{
	writer_print(n->w, " ");
	fast_open_write(n->w, n->held);
	return WRITTEN;
}

static enum written write_experiment(const struct notation *n)
{
	struct bytes rest = n->held;
	uint16_t magic;
	if (!bytes_be16(&rest, &magic))
		return WRITTEN_BAD;
	if (magic != 0xf989) { /* fast open, RFC 7413, appendix B */
		writer_print(n->w, "-%04x", magic);
		return WRITTEN;
	}
	writer_print(n->w, "-tfo");
	fast_open_write(n->w, rest);
	return WRITTEN;
}

static enum written write_unknown(const struct notation *n)
{
	if (n->len > 0)
		writer_print(n->w, " 0x");
	writer_hex(n->w, n->held);
	return written_held(n);
}

#define AS_GIVEN UINT8_MAX

/* The format of a kind, and the length of its data, whatever its length field. */
static const struct form {
	const char *name;
	uint8_t data_len;                                /* or AS_GIVEN */
	enum written (*write)(const struct notation *n); /* may be NULL */
	bool by_piece;                                   /* writes partly captured data as well */
} forms[] = {
	[TCPOPT_EOL] = { "eol", 0, NULL },
	[TCPOPT_NOP] = { "nop", 0, NULL },
	[TCPOPT_MSS] = { "mss", 2, write_u16 },
	[TCPOPT_WSCALE] = { "wscale", 1, write_u8 },
	[TCPOPT_SACK_OK] = { "sackOK", 0, NULL },
	[TCPOPT_SACK] = { "sack", AS_GIVEN, write_sack, true },
	[6] = { "echo", 4, write_u32 },
	[7] = { "echoreply", 4, write_u32 },
	[TCPOPT_TIMESTAMP] = { "TS", 8, write_timestamp },
	[11] = { "cc", 4, write_u32 },
	[12] = { "ccnew", 4, write_u32 },
	[13] = { "", 4, write_u32 }, /* CC.ECHO, which tcpdump does not name */
	[TCPOPT_MD5] = { "md5", 16, write_md5 },
	[20] = { "scps", 2, write_scps },
	[TCPOPT_USER_TIMEOUT] = { "uto", 2, write_user_timeout },
	[TCPOPT_AO] = { "tcp-ao", AS_GIVEN, write_ao, true },
	[TCPOPT_MPTCP] = { "mptcp", AS_GIVEN, write_mptcp },
	[TCPOPT_FAST_OPEN] = { "tfo", AS_GIVEN, write_fast_open },
	[TCPOPT_EXPERIMENT] = { "exp", AS_GIVEN, write_experiment },
};

static const struct form unknown_form = { NULL, AS_GIVEN, write_unknown, true };

static const struct form *form_of(uint8_t kind)
{
	bool known = kind < ARRAY_LEN(forms) && forms[kind].name != NULL;
	return known ? &forms[kind] : &unknown_form;
}

static void write_name(struct writer *w, const struct form *form, uint8_t kind)
{
	if (form->name != NULL)
		writer_print(w, "%s", form->name);
	else
		writer_print(w, "unknown-%u", kind);
}

static bool has_length(uint8_t kind)
{
	return kind != TCPOPT_EOL && kind != TCPOPT_NOP;
}

/* The options of a segment and the output. */
struct walk {
	struct writer w;
	const struct tcpopts *options;
	struct bytes held; /* captured and not yet written */
	size_t cut;        /* bytes after those that were not captured */
	bool multipath;    /* one of them was Multipath TCP */
};

/* Returns why n bytes are missing. */
static enum written missing(const struct walk *walk, size_t n)
{
	return n <= walk->held.left + walk->cut ? WRITTEN_CUT : WRITTEN_BAD;
}

static enum written write_data(struct walk *walk, uint8_t kind, uint8_t len)
{
	const struct form *form = form_of(kind);
	write_name(&walk->w, form, kind);
	struct notation n = { .w = &walk->w, .options = walk->options };
	n.len = form->data_len == AS_GIVEN ? len - 2U : form->data_len;
	size_t held = form->by_piece && n.len > walk->held.left ? walk->held.left : n.len;
	if (!bytes_take(&walk->held, held, &n.held))
		return missing(walk, n.len);
	walk->cut -= n.len - held;
	/* tcpdump does not decode an option without a subtype. */
	walk->multipath |= kind == TCPOPT_MPTCP && n.len > 0;
	enum written written = form->write != NULL ? form->write(&n) : WRITTEN;
	if (written == WRITTEN && n.len + (has_length(kind) ? 2 : 1) != len)
		writer_print(&walk->w, "[len %u]", len);
	return written;
}

static enum written write_option(struct walk *walk, uint8_t kind)
{
	uint8_t len = 1;
	if (has_length(kind)) {
		if (!bytes_u8(&walk->held, &len))
			return missing(walk, 1);
		if (len < 2 || len - 2U > walk->held.left + walk->cut)
			return WRITTEN_BAD;
	}
	return write_data(walk, kind, len);
}

void sack_write(struct writer *w, struct bytes blocks, uint32_t base)
{
	uint32_t start, end;
	while (bytes_be32(&blocks, &start) && bytes_be32(&blocks, &end))
		writer_print(w, "{%u:%u}", start - base, end - base);
}

void fast_open_write(struct writer *w, struct bytes cookie)
{
	if (cookie.left == 0) {
		writer_print(w, " cookiereq");
	} else if (cookie.left % 2 != 0 || cookie.left < 4 || cookie.left > 16) {
		writer_print(w, " (invalid)");
	} else {
		writer_print(w, " cookie ");
		writer_hex(w, cookie);
	}
}

/* tcpdump names the last protocol it decoded. */
static void write_ending(struct walk *walk, enum written written)
{
	if (written == WRITTEN_BAD)
		writer_print(&walk->w, "[bad opt]");
	if (written == WRITTEN_CUT)
		writer_print(&walk->w, " [|%s]", walk->multipath ? "mptcp" : "tcp");
}

size_t tcpopts_write(const struct tcpopts *options, char *out, size_t size)
{
	struct walk walk = { writer_begin(out, size), options, options->held, options->cut, false };
	enum written written = WRITTEN;
	uint8_t kind = TCPOPT_NOP;
	const char *comma = "";
	while (written == WRITTEN && kind != TCPOPT_EOL && walk.held.left + walk.cut > 0) {
		writer_print(&walk.w, "%s", comma);
		written = bytes_u8(&walk.held, &kind) ? write_option(&walk, kind) : WRITTEN_CUT;
		comma = ",";
	}
	write_ending(&walk, written);
	return walk.w.len;
}

size_t tcpopts_format(struct bytes options, uint32_t sack_base, char *out, size_t size)
{
	const struct tcpopts all = {
		.held = options, .sack_base = sack_base, .flags = TCPOPTS_ANY_FLAGS
	};
	return tcpopts_write(&all, out, size);
}

/* TCP options as tcpdump prints them.
 *
 * A walk of its own, not tcpopt_next(): tcpdump takes as many bytes as a kind should have and remarks on a
 * length that differs, so that both agree on malformed options too. */
#include "core/tcpopt.h"

#include "core/array.h"
#include "core/load.h"
#include "core/tcpopt_parts.h"

/* One option on its way into text. */
struct notation {
	struct writer *w;
	struct bytes data;
	uint32_t sack_base;
};

static bool write_u8(const struct notation *n)
{
	writer_print(n->w, " %u", n->data.at[0]);
	return true;
}

static bool write_u16(const struct notation *n)
{
	writer_print(n->w, " %u", load_be16(n->data.at));
	return true;
}

static bool write_u32(const struct notation *n)
{
	writer_print(n->w, " %u", load_be32(n->data.at));
	return true;
}

static bool write_timestamp(const struct notation *n)
{
	writer_print(n->w, " val %u ecr %u", load_be32(n->data.at), load_be32(n->data.at + 4));
	return true;
}

static bool write_sack(const struct notation *n)
{
	if (n->data.left % 8 != 0) {
		writer_print(n->w, " invalid sack");
		return true;
	}
	writer_print(n->w, " %zu ", n->data.left / 8);
	sack_write(n->w, n->data, n->sack_base);
	return true;
}

static bool write_md5(const struct notation *n)
{
	writer_print(n->w, " shared secret not supplied with -M, can't check - ");
	writer_hex(n->w, n->data);
	return true;
}

static bool write_scps(const struct notation *n)
{
	writer_print(n->w, " cap %02x id %u", n->data.at[0], n->data.at[1]);
	return true;
}

static bool write_user_timeout(const struct notation *n)
{
	unsigned value = load_be16(n->data.at);
	/* RFC 5482, 3.1: the first bit says minutes; tcpdump 4.99 takes the last one for it. */
	writer_print(n->w, " 0x%x %u", value, value & 1 ? (value >> 1) * 60 : value >> 1);
	return true;
}

static bool write_ao(const struct notation *n)
{
	if (n->data.left < 2) {
		writer_print(n->w, " (invalid)");
		return true;
	}
	writer_print(n->w, " keyid %u rnextkeyid %u", n->data.at[0], n->data.at[1]);
	struct bytes mac = n->data;
	if (bytes_skip(&mac, 2) && mac.left > 0) {
		writer_print(n->w, " mac 0x");
		writer_hex(n->w, mac);
	}
	return true;
}

static bool write_mptcp(const struct notation *n)
{
	return mptcp_write(n->w, n->data);
}

static bool write_fast_open(const struct notation *n)
{
	writer_print(n->w, " ");
	fast_open_write(n->w, n->data);
	return true;
}

static bool write_experiment(const struct notation *n)
{
	struct bytes rest = n->data;
	uint16_t magic;
	if (!bytes_be16(&rest, &magic))
		return false;
	if (magic != 0xf989) { /* fast open, RFC 7413, appendix B */
		writer_print(n->w, "-%04x", magic);
		return true;
	}
	writer_print(n->w, "-tfo");
	fast_open_write(n->w, rest);
	return true;
}

static bool write_unknown(const struct notation *n)
{
	if (n->data.left > 0)
		writer_print(n->w, " 0x");
	writer_hex(n->w, n->data);
	return true;
}

#define AS_GIVEN UINT8_MAX

/* How a kind is written, and how much data it takes whatever its length says. */
static const struct form {
	const char *name;
	uint8_t data_len;                        /* or AS_GIVEN */
	bool (*write)(const struct notation *n); /* may be NULL; false: the option is bad */
} forms[] = {
	[TCPOPT_EOL] = { "eol", 0, NULL },
	[TCPOPT_NOP] = { "nop", 0, NULL },
	[TCPOPT_MSS] = { "mss", 2, write_u16 },
	[TCPOPT_WSCALE] = { "wscale", 1, write_u8 },
	[TCPOPT_SACK_OK] = { "sackOK", 0, NULL },
	[TCPOPT_SACK] = { "sack", AS_GIVEN, write_sack },
	[6] = { "echo", 4, write_u32 },
	[7] = { "echoreply", 4, write_u32 },
	[TCPOPT_TIMESTAMP] = { "TS", 8, write_timestamp },
	[11] = { "cc", 4, write_u32 },
	[12] = { "ccnew", 4, write_u32 },
	[13] = { "", 4, write_u32 }, /* CC.ECHO, which tcpdump leaves without a name */
	[TCPOPT_MD5] = { "md5", 16, write_md5 },
	[20] = { "scps", 2, write_scps },
	[TCPOPT_USER_TIMEOUT] = { "uto", 2, write_user_timeout },
	[TCPOPT_AO] = { "tcp-ao", AS_GIVEN, write_ao },
	[TCPOPT_MPTCP] = { "mptcp", AS_GIVEN, write_mptcp },
	[TCPOPT_FAST_OPEN] = { "tfo", AS_GIVEN, write_fast_open },
	[TCPOPT_EXPERIMENT] = { "exp", AS_GIVEN, write_experiment },
};

static const struct form unknown_form = { NULL, AS_GIVEN, write_unknown };

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

enum written { WRITTEN, WRITTEN_BAD, WRITTEN_CUT };

static const char *const endings[] = {
	[WRITTEN] = "",
	[WRITTEN_BAD] = "[bad opt]",
	[WRITTEN_CUT] = " [|tcp]",
};

/* All options of a segment on their way into text. */
struct walk {
	struct writer w;
	struct bytes options; /* those captured and not yet written */
	size_t cut;           /* bytes on the wire that the capture does not hold */
	uint32_t sack_base;
};

/* Why n bytes are not there. */
static enum written missing(const struct walk *walk, size_t n)
{
	return n <= walk->options.left + walk->cut ? WRITTEN_CUT : WRITTEN_BAD;
}

static enum written write_data(struct walk *walk, uint8_t kind, uint8_t len)
{
	const struct form *form = form_of(kind);
	write_name(&walk->w, form, kind);
	struct notation n = { .w = &walk->w, .sack_base = walk->sack_base };
	size_t data_len = form->data_len == AS_GIVEN ? len - 2U : form->data_len;
	if (!bytes_take(&walk->options, data_len, &n.data))
		return missing(walk, data_len);
	if (form->write != NULL && !form->write(&n))
		return WRITTEN_BAD;
	if (data_len + (has_length(kind) ? 2 : 1) != len)
		writer_print(&walk->w, "[len %u]", len);
	return WRITTEN;
}

static enum written write_option(struct walk *walk, uint8_t kind)
{
	uint8_t len = 1;
	if (has_length(kind)) {
		if (!bytes_u8(&walk->options, &len))
			return missing(walk, 1);
		if (len < 2 || len - 2U > walk->options.left + walk->cut)
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

size_t tcpopts_format_cut(
    struct bytes options, size_t cut, uint32_t sack_base, char *out, size_t size)
{
	struct walk walk = { writer_begin(out, size), options, cut, sack_base };
	enum written written = WRITTEN;
	uint8_t kind = TCPOPT_NOP;
	const char *comma = "";
	while (written == WRITTEN && kind != TCPOPT_EOL && walk.options.left + cut > 0) {
		writer_print(&walk.w, "%s", comma);
		written = bytes_u8(&walk.options, &kind) ? write_option(&walk, kind) : WRITTEN_CUT;
		comma = ",";
	}
	writer_print(&walk.w, "%s", endings[written]);
	return walk.w.len;
}

size_t tcpopts_format(struct bytes options, uint32_t sack_base, char *out, size_t size)
{
	return tcpopts_format_cut(options, 0, sack_base, out, size);
}

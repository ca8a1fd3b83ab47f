/* TCP options in words. */
#include "core/decode/tcpopt.h"

#include <assert.h>

#include "core/base/array.h"
#include "core/base/byteorder.h"
#include "core/decode/tcpopt_parts.h"

/* The option to describe and the output. Its data has the length that its kind requires. */
struct wording {
	struct writer *w;
	struct bytes data;
	uint32_t sack_base;
};

static void say_mss(const struct wording *s)
{
	assert(s->data.left == 2);
	writer_print(s->w, ": %u bytes", load_be16(s->data.at));
}

/* RFC 7323, 2.3: a shift over 14 counts as 14. */
static void say_wscale(const struct wording *s)
{
	assert(s->data.left == 1);
	unsigned shift = s->data.at[0];
	writer_print(
	    s->w, ": %u (windows are multiplied by %u)", shift, 1U << (shift > 14 ? 14 : shift));
}

static void say_sack(const struct wording *s)
{
	struct bytes blocks = s->data;
	uint32_t start, end;
	const char *before = ": ";
	while (bytes_be32(&blocks, &start) && bytes_be32(&blocks, &end)) {
		uint32_t from = start - s->sack_base;
		writer_print(s->w, "%sfrom %u up to %u", before, from, end - s->sack_base);
		before = ", ";
	}
}

static void say_timestamp(const struct wording *s)
{
	assert(s->data.left == 8);
	writer_print(
	    s->w, ": value %u, echo reply %u", load_be32(s->data.at), load_be32(s->data.at + 4));
}

static void say_digest(const struct wording *s)
{
	writer_print(s->w, ": ");
	writer_hex(s->w, s->data);
}

/* RFC 5482, 3.1: the first bit selects minutes or seconds. */
static void say_user_timeout(const struct wording *s)
{
	unsigned value = load_be16(s->data.at);
	writer_print(s->w, ": %u %s", value & 0x7fff, value & 0x8000 ? "minutes" : "seconds");
}

static void say_ao(const struct wording *s)
{
	assert(s->data.left >= 2);
	writer_print(s->w, ": key %u, next key %u", s->data.at[0], s->data.at[1]);
	struct bytes mac = s->data;
	if (bytes_skip(&mac, 2) && mac.left > 0) {
		writer_print(s->w, ", MAC ");
		writer_hex(s->w, mac);
	}
}

static void say_mptcp(const struct wording *s)
{
	writer_print(s->w, ": length");
	if (!mptcp_write(s->w, s->data, TCPOPTS_ANY_FLAGS))
		writer_print(s->w, " (malformed)");
}

static void say_fast_open(const struct wording *s)
{
	if (s->data.left == 0) {
		writer_print(s->w, ": asks for a cookie");
		return;
	}
	writer_print(s->w, ": cookie ");
	writer_hex(s->w, s->data);
}

static void say_experiment(const struct wording *s)
{
	struct bytes rest = s->data;
	uint16_t id;
	if (!bytes_be16(&rest, &id))
		return;
	writer_print(s->w, " 0x%04x%s", id, id == 0xf989 ? " (fast open)" : "");
	if (rest.left > 0) {
		writer_print(s->w, ": ");
		writer_hex(s->w, rest);
	}
}

#define ANY_LEN UINT8_MAX

static const struct words {
	const char *name;
	uint8_t min, max;                     /* length of the data; max may be ANY_LEN */
	void (*say)(const struct wording *s); /* writes the text after the name; may be NULL */
} words[] = {
	[TCPOPT_EOL] = { "End of options", 0, 0, NULL },
	[TCPOPT_NOP] = { "No operation (padding)", 0, 0, NULL },
	[TCPOPT_MSS] = { "Maximum segment size", 2, 2, say_mss },
	[TCPOPT_WSCALE] = { "Window scale", 1, 1, say_wscale },
	[TCPOPT_SACK_OK] = { "Selective acknowledgement permitted", 0, 0, NULL },
	[TCPOPT_SACK] = { "Selective acknowledgement", 8, ANY_LEN, say_sack },
	[TCPOPT_TIMESTAMP] = { "Timestamps", 8, 8, say_timestamp },
	[TCPOPT_MD5] = { "MD5 signature", 16, 16, say_digest },
	[TCPOPT_USER_TIMEOUT] = { "User timeout", 2, 2, say_user_timeout },
	[TCPOPT_AO] = { "Authentication", 2, ANY_LEN, say_ao },
	[TCPOPT_MPTCP] = { "Multipath TCP", 1, ANY_LEN, say_mptcp },
	[TCPOPT_FAST_OPEN] = { "Fast open", 0, ANY_LEN, say_fast_open },
	[TCPOPT_EXPERIMENT] = { "Experiment", 2, ANY_LEN, say_experiment },
};

static void describe_unknown(struct writer *w, const struct tcpopt *option)
{
	writer_print(w, "Unknown option %u", option->kind);
	if (option->data.left > 0) {
		writer_print(w, ": ");
		writer_hex(w, option->data);
	}
}

static void describe(struct writer *w, const struct tcpopt *option, uint32_t sack_base)
{
	/* Both kinds for experiments have the same format (RFC 6994). */
	uint8_t kind = option->kind == 253 ? TCPOPT_EXPERIMENT : option->kind;
	if (kind >= ARRAY_LEN(words) || words[kind].name == NULL) {
		describe_unknown(w, option);
		return;
	}
	const struct words *found = &words[kind];
	writer_print(w, "%s", found->name);
	size_t len = option->data.left;
	if (len < found->min || len > found->max) {
		writer_print(w, ": malformed, %zu bytes of data instead of %u", len, found->min);
		return;
	}
	if (found->say != NULL)
		found->say(&(struct wording){ w, option->data, sack_base });
}

size_t tcpopt_describe(const struct tcpopt *option, uint32_t sack_base, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	describe(&w, option, sack_base);
	return w.len;
}

/* Decodes TCP options into a segment. */
#include "core/decode/decode_parts.h"

#include "core/base/array.h"
#include "core/base/assertions.h"
#include "core/base/byteorder.h"
#include "core/decode/tcpopt.h"

#define EXPERIMENT_FAST_OPEN 0xf989 /* RFC 7413, appendix B */

static void read_mss(struct bytes data, struct segment *out)
{
	assert(data.left == 2);
	out->mss = load_be16(data.at);
}

static void read_wscale(struct bytes data, struct segment *out)
{
	assert(data.left == 1);
	out->wscale = data.at[0];
}

static void read_timestamp(struct bytes data, struct segment *out)
{
	assert(data.left == 8);
	out->ts_val = load_be32(data.at);
	out->ts_ecr = load_be32(data.at + 4);
}

static void read_sack(struct bytes data, struct segment *out)
{
	assert(data.left >= 8 && data.left % 8 == 0);
	out->sack_count = 0;
	while (out->sack_count < SACK_BLOCKS_MAX) {
		struct sack_block block;
		if (!bytes_be32(&data, &block.start) || !bytes_be32(&data, &block.end))
			break;
		out->sack[out->sack_count++] = block;
	}
}

/* The effect of an option kind, and the length of its data. */
struct reader {
	uint16_t option; /* enum segment_option; 0: unknown kind */
	uint8_t min;
	uint8_t step;                                         /* 0: exactly min */
	void (*read)(struct bytes data, struct segment *out); /* may be NULL */
};

static const struct reader readers[] = {
	[TCPOPT_MSS] = { OPTION_MSS, 2, 0, read_mss },
	[TCPOPT_WSCALE] = { OPTION_WSCALE, 1, 0, read_wscale },
	[TCPOPT_SACK_OK] = { OPTION_SACK_OK, 0, 0, NULL },
	[TCPOPT_SACK] = { OPTION_SACK, 8, 8, read_sack },
	[TCPOPT_TIMESTAMP] = { OPTION_TIMESTAMP, 8, 0, read_timestamp },
	[TCPOPT_MD5] = { OPTION_SIGNED, 16, 0, NULL },
	[TCPOPT_USER_TIMEOUT] = { OPTION_USER_TIMEOUT, 2, 0, NULL },
	[TCPOPT_AO] = { OPTION_SIGNED, 2, 1, NULL },
	[TCPOPT_MPTCP] = { OPTION_MPTCP, 1, 1, NULL },
	[TCPOPT_FAST_OPEN] = { OPTION_FAST_OPEN, 0, 1, NULL },
};

static bool length_fits(const struct reader *reader, size_t len)
{
	if (reader->step == 0)
		return len == reader->min;
	return len >= reader->min && (len - reader->min) % reader->step == 0;
}

static uint16_t experiment(struct bytes data)
{
	uint16_t magic;
	bool fast_open = bytes_be16(&data, &magic) && magic == EXPERIMENT_FAST_OPEN;
	return fast_open ? OPTION_FAST_OPEN : OPTION_UNKNOWN;
}

static void read_option(const struct tcpopt *option, struct segment *out)
{
	if (option->kind == TCPOPT_NOP || option->kind == TCPOPT_EOL)
		return;
	if (option->kind == TCPOPT_EXPERIMENT) {
		out->options |= experiment(option->data);
		return;
	}
	if (option->kind >= ARRAY_LEN(readers) || readers[option->kind].option == 0) {
		out->options |= OPTION_UNKNOWN;
		return;
	}
	const struct reader *reader = &readers[option->kind];
	if (!length_fits(reader, option->data.left)) {
		out->options |= OPTION_BROKEN;
		return;
	}
	out->options |= reader->option;
	if (reader->read != NULL)
		reader->read(option->data, out);
}

/* Adds an option to the order of a SYN's options. */
static uint32_t order_with(uint32_t order, uint8_t kind)
{
	if (kind == TCPOPT_NOP || kind == TCPOPT_EOL)
		return order;
	return order << 4 | (kind < SYN_OPTION_OTHER ? kind : SYN_OPTION_OTHER);
}

void options_decode(struct bytes options, uint32_t wanted, struct segment *out)
{
	assert_costly(options.left <= wanted);
	/* The options of most segments after the handshake: nop, nop, timestamps (RFC 7323,
	 * appendix A). */
	if (options.left == 12 && wanted == 12 && load_be32(options.at) == 0x0101080a) {
		out->options = OPTION_TIMESTAMP;
		read_timestamp((struct bytes){ options.at + 4, 8 }, out);
		return;
	}
	if (options.left < wanted)
		out->options = OPTION_BROKEN;
	struct tcpopt option;
	enum tcpopt_step step;
	uint32_t order = 0;
	while ((step = tcpopt_next(&options, &option)) == TCPOPT_OK) {
		read_option(&option, out);
		order = order_with(order, option.kind);
	}
	if ((out->flags & TCP_SYN) && out->sack_count == 0)
		out->syn_options = order;
	if (step == TCPOPT_BAD)
		out->options |= OPTION_BROKEN;
}

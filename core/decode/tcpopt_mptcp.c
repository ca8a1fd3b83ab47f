/* Multipath TCP options in tcpdump's notation. */
#include "core/decode/tcpopt_parts.h"

#include <inttypes.h>

#include "core/base/array.h"
#include "core/base/byteorder.h"
#include "core/record/addr.h"
#include "core/record/segment.h"

/* tcpdump counts kind and length as well. */
#define BEFORE_DATA 2

/* Returns true if exactly the flags `set` of those in `of` are set. */
static bool has_flags(uint16_t flags, unsigned of, unsigned set)
{
	return flags == TCPOPTS_ANY_FLAGS || (flags & of) == set;
}

static bool write_capable(struct writer *w, struct bytes data, uint16_t flags)
{
	size_t len = data.left + BEFORE_DATA;
	bool opens = (len == 4 || len == 12) && has_flags(flags, TCP_SYN, TCP_SYN);
	bool confirms = (len == 20 || len == 22) && has_flags(flags, TCP_SYN | TCP_ACK, TCP_ACK);
	if (!opens && !confirms)
		return false;
	unsigned version = data.at[0] & 15;
	if (version > 1) {
		writer_print(w, " Unknown Version (%u)", version);
		return true;
	}
	writer_print(w, " v%u%s", version, data.at[1] & 0x80 ? " csum" : "");
	if (len == 4)
		return true;
	writer_print(w, " {0x%" PRIx64, load_be64(data.at + 2));
	if (len >= 20)
		writer_print(w, ",0x%" PRIx64, load_be64(data.at + 10));
	writer_print(w, "}");
	return true;
}

static bool write_join(struct writer *w, struct bytes data, uint16_t flags)
{
	size_t len = data.left + BEFORE_DATA;
	bool asks = len == 12 && has_flags(flags, TCP_SYN, TCP_SYN);
	bool accepts = len == 16 && has_flags(flags, TCP_SYN | TCP_ACK, TCP_SYN | TCP_ACK);
	bool confirms = len == 24 && has_flags(flags, TCP_ACK, TCP_ACK);
	if (!asks && !accepts && !confirms)
		return false;
	if (len != 24)
		writer_print(w, "%s id %u", data.at[0] & 1 ? " backup" : "", data.at[1]);
	if (len == 12)
		writer_print(
		    w, " token 0x%x nonce 0x%x", load_be32(data.at + 2), load_be32(data.at + 6));
	else if (len == 16)
		writer_print(w, " hmac 0x%" PRIx64 " nonce 0x%x", load_be64(data.at + 2),
		    load_be32(data.at + 10));
	else {
		writer_print(w, " hmac 0x");
		writer_hex(w, (struct bytes){ data.at + 2, data.left - 2 });
	}
	return true;
}

/* Writes a number of 8 or 4 bytes, by a flag of the data sequence signal. */
static bool write_number(struct writer *w, struct bytes *data, bool wide)
{
	struct bytes number;
	if (!bytes_take(data, wide ? 8 : 4, &number))
		return false;
	writer_print(w, "%" PRIu64, wide ? load_be64(number.at) : load_be32(number.at));
	return true;
}

static bool write_mapping(struct writer *w, struct bytes *data, bool wide)
{
	uint32_t subflow;
	uint16_t len, checksum;
	writer_print(w, " seq ");
	if (!write_number(w, data, wide) || !bytes_be32(data, &subflow))
		return false;
	writer_print(w, " subseq %u", subflow);
	if (!bytes_be16(data, &len))
		return false;
	writer_print(w, " len %u", len);
	if (bytes_be16(data, &checksum))
		writer_print(w, " csum 0x%x", checksum);
	return true;
}

static bool write_dss(struct writer *w, struct bytes data, uint16_t tcp_flags)
{
	uint8_t subtype, flags;
	if (!has_flags(tcp_flags, TCP_SYN, 0) || !bytes_u8(&data, &subtype) ||
	    !bytes_u8(&data, &flags))
		return false;
	writer_print(w, "%s%s", flags & 0x10 ? " fin" : "", flags & 0x01 ? " ack " : "");
	if (flags & 0x01 && !write_number(w, &data, flags & 0x02))
		return false;
	if (flags & 0x04 && !write_mapping(w, &data, flags & 0x08))
		return false;
	return data.left == 0;
}

static const char *address_form(uint8_t bits)
{
	switch (bits & 15) {
	case 6:
		return "v0-ip6";
	case 4:
		return "v0-ip4";
	case 1:
		return "v1-echo";
	case 0:
		return "v1";
	default:
		return "[bad version/echo]";
	}
}

/* Only the length tells the forms apart: an address of either family, an optional port, an optional
 * HMAC. */
static bool write_add_address(struct writer *w, struct bytes data, uint16_t flags)
{
	(void)flags;
	static const uint8_t lengths[] = { 8, 10, 16, 18, 20, 22, 28, 30 };
	size_t i = 0;
	while (i < ARRAY_LEN(lengths) && data.left + BEFORE_DATA != lengths[i])
		i++;
	if (i == ARRAY_LEN(lengths))
		return false;
	bool v4 = i < 4, port = (i & 1) != 0, hmac = (i & 2) != 0;
	struct addr addr = v4 ? addr_from_v4(data.at + 2) : addr_from_v6(data.at + 2);
	char text[ADDR_TEXT];
	addr_format(&addr, text, sizeof text);
	writer_print(w, " %s id %u %s", address_form(data.at[0]), data.at[1], text);
	const uint8_t *at = data.at + 2 + (v4 ? 4 : 16);
	if (port)
		writer_print(w, ":%u", load_be16(at));
	if (hmac)
		writer_print(w, " hmac 0x%" PRIx64, load_be64(at + (port ? 2 : 0)));
	return true;
}

static bool write_remove_address(struct writer *w, struct bytes data, uint16_t flags)
{
	(void)flags;
	uint8_t id;
	if (!bytes_skip(&data, 1) || data.left == 0)
		return false;
	writer_print(w, " id");
	while (bytes_u8(&data, &id))
		writer_print(w, " %u", id);
	return true;
}

static bool write_priority(struct writer *w, struct bytes data, uint16_t flags)
{
	(void)flags;
	if (data.left != 1 && data.left != 2)
		return false;
	writer_print(w, data.at[0] & 1 ? " backup" : " non-backup");
	if (data.left == 2)
		writer_print(w, " id %u", data.at[1]);
	return true;
}

static bool write_fail(struct writer *w, struct bytes data, uint16_t flags)
{
	(void)flags;
	if (data.left != 10)
		return false;
	writer_print(w, " seq %" PRIu64, load_be64(data.at + 2));
	return true;
}

static bool write_fast_close(struct writer *w, struct bytes data, uint16_t flags)
{
	(void)flags;
	if (data.left != 10)
		return false;
	writer_print(w, " key 0x%" PRIx64, load_be64(data.at + 2));
	return true;
}

static const struct {
	const char *name;
	/* flags: TCP flags of the segment */
	bool (*write)(struct writer *w, struct bytes data, uint16_t flags);
} subtypes[] = {
	{ "capable", write_capable },
	{ "join", write_join },
	{ "dss", write_dss },
	{ "add-addr", write_add_address },
	{ "rem-addr", write_remove_address },
	{ "prio", write_priority },
	{ "fail", write_fail },
	{ "fast-close", write_fast_close },
};

bool mptcp_write(struct writer *w, struct bytes data, uint16_t flags)
{
	if (data.left == 0)
		return false;
	unsigned subtype = data.at[0] >> 4;
	bool known = subtype < ARRAY_LEN(subtypes);
	writer_print(
	    w, " %zu %s", data.left + BEFORE_DATA, known ? subtypes[subtype].name : "unknown");
	return !known || subtypes[subtype].write(w, data, flags);
}

#include "core/decode/link_format.h"

#include "core/base/array.h"
#include "core/base/byteorder.h"
#include "core/base/writer.h"

#define MAC_BYTES 6
#define TYPE_LEAST 0x600 /* smaller values are lengths (IEEE 802.3) */

static void write_mac(struct writer *w, const uint8_t *at)
{
	writer_print(w, "%02x:%02x:%02x:%02x:%02x:%02x", at[0], at[1], at[2], at[3], at[4], at[5]);
}

static void write_type(struct writer *w, uint16_t type)
{
	static const struct {
		uint16_t type;
		const char *name;
	} names[] = { { 0x0800, "IPv4" }, { 0x86dd, "IPv6" }, { 0x8100, "802.1Q" },
		{ 0x88a8, "802.1Q-QinQ" }, { 0x8847, "MPLS unicast" }, { 0x8864, "PPPoE S" } };
	const char *name = "Unknown";
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].type == type)
			name = names[i].name;
	if (type >= TYPE_LEAST)
		writer_print(w, "ethertype %s (0x%04x), ", name, type);
}

static void write_ethernet(struct writer *w, const uint8_t *at)
{
	write_mac(w, at + MAC_BYTES);
	writer_text(w, " > ");
	write_mac(w, at);
	writer_text(w, ", ");
	write_type(w, load_be16(at + 12));
}

/* The source's address only: Linux keeps no other. */
static void write_cooked(struct writer *w, unsigned kind, unsigned address_len,
    const uint8_t *address, uint16_t protocol)
{
	static const char *const kinds[] = { "In", "B", "M", "P", "Out" };
	writer_print(w, "%s ", kind < ARRAY_LEN(kinds) ? kinds[kind] : "?");
	if (address_len == MAC_BYTES) {
		write_mac(w, address);
		writer_text(w, ", ");
	}
	write_type(w, protocol);
}

size_t link_format(int link_type, const struct frame *frame, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	const uint8_t *at = frame->bytes;
	if (link_type == LINK_ETHERNET && frame->caplen >= 14) {
		write_ethernet(&w, at);
	} else if (link_type == LINK_LINUX_SLL && frame->caplen >= 16) {
		write_cooked(&w, load_be16(at), load_be16(at + 4), at + 6, load_be16(at + 14));
	} else if (link_type == LINK_LINUX_SLL2 && frame->caplen >= 20) {
		writer_print(&w, "ifindex %u ", load_be32(at + 4));
		write_cooked(&w, at[10], at[11], at + 12, load_be16(at));
	}
	writer_print(&w, "length %u", (unsigned)frame->len);
	return w.len;
}

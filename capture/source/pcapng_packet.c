#include "capture/source/pcapng_packet.h"

#include "capture/source/format.h"
#include "capture/source/pcap_header.h"

#define PACKET_FIXED 28 /* bytes before the frame, with the block's header */
#define SIMPLE_FIXED 12
#define TRAILER 4

static const char *simple_packet(
    const uint8_t *block, uint32_t size, bool swapped, uint32_t snaplen, struct pcapng_packet *out)
{
	if (size < SIMPLE_FIXED + TRAILER)
		return "is too short for a packet";
	uint32_t room = size - SIMPLE_FIXED - TRAILER;
	*out = (struct pcapng_packet){ .len = load32(block + 8, swapped),
		.bytes = block + SIMPLE_FIXED };
	out->caplen = out->len;
	if (snaplen != 0 && out->caplen > snaplen)
		out->caplen = snaplen;
	return out->caplen <= room ? NULL : "is shorter than its packet";
}

const char *pcapng_packet(uint32_t type, const uint8_t *block, uint32_t size, bool swapped,
    uint32_t snaplen, struct pcapng_packet *out)
{
	if (type == BLOCK_PACKET_SIMPLE)
		return simple_packet(block, size, swapped, snaplen, out);
	if (size < PACKET_FIXED + TRAILER)
		return "is too short for a packet";
	out->interface =
	    type == BLOCK_PACKET ? load32(block + 8, swapped) : load16(block + 8, swapped);
	out->timed = true;
	out->ticks = (uint64_t)load32(block + 12, swapped) << 32 | load32(block + 16, swapped);
	out->caplen = load32(block + 20, swapped);
	out->len = load32(block + 24, swapped);
	out->bytes = block + PACKET_FIXED;
	uint32_t room = size - PACKET_FIXED - TRAILER;
	if (out->caplen > room)
		return "is shorter than its packet";
	/* Room is a multiple of 4, as sizes of blocks are. */
	uint32_t padded = (out->caplen + 3) & ~3U;
	out->options = (struct bytes){ out->bytes + padded, room - padded };
	return NULL;
}

__extension__ typedef unsigned __int128 uint128;

/* Of resolutions from 10^0 to 10^-28; more is less than 1 ns for all of 64 bits. */
static uint64_t decimal_ns(uint64_t ticks, unsigned digits, bool *far)
{
	uint64_t unit = 1;
	for (unsigned i = digits < 9 ? digits : 9; i < (digits < 9 ? 9 : digits) && i < 28; i++)
		unit *= 10;
	if (digits > 28)
		return 0;
	if (digits >= 9)
		return ticks / unit;
	uint64_t ns;
	*far |= __builtin_mul_overflow(ticks, unit, &ns);
	return ns;
}

static uint64_t binary_ns(uint64_t ticks, unsigned bits, bool *far)
{
	if (bits >= 96)
		return 0;
	uint128 ns = (uint128)ticks * NS_PER_S >> bits;
	*far |= ns > UINT64_MAX;
	return (uint64_t)ns;
}

#define FARTHEST (INT64_MAX / 2)

static int64_t clamp(int64_t ns)
{
	return ns > FARTHEST ? FARTHEST : ns < -FARTHEST ? -FARTHEST : ns;
}

int64_t pcapng_time(uint64_t ticks, uint8_t resolution, int64_t offset_s)
{
	bool far = false;
	uint64_t ns;
	/* Nearly all captures have one of these. */
	if (resolution == 6)
		far = __builtin_mul_overflow(ticks, NS_PER_US, &ns);
	else if (resolution == 9)
		ns = ticks;
	else
		ns = resolution & 0x80 ? binary_ns(ticks, resolution & 0x7f, &far)
		                       : decimal_ns(ticks, resolution, &far);
	if (offset_s == 0)
		return far || ns > FARTHEST ? FARTHEST : (int64_t)ns;
	int64_t offset, sum;
	if (__builtin_mul_overflow(offset_s, (int64_t)NS_PER_S, &offset))
		offset = offset_s < 0 ? -FARTHEST : FARTHEST;
	int64_t base = far || ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
	if (__builtin_add_overflow(base, offset, &sum))
		return offset_s < 0 ? -FARTHEST : FARTHEST;
	return clamp(sum);
}

bool pcapng_option_take(struct bytes *options, bool swapped, struct pcapng_option *out)
{
	struct bytes head;
	if (!bytes_take(options, 4, &head))
		return false;
	out->code = load16(head.at, swapped);
	size_t len = load16(head.at + 2, swapped), padding = -len & 3;
	if (out->code == NG_END || !bytes_take(options, len, &out->value))
		return false;
	/* The last one's padding may be missing. */
	if (!bytes_skip(options, padding))
		options->left = 0;
	return true;
}

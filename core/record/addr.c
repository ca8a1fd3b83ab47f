#include "core/record/addr.h"

#include <stdio.h>

#include <string.h>

#include "core/base/byteorder.h"
#include "core/base/writer.h"

static const uint8_t mapped_prefix[12] = { [10] = 0xff, [11] = 0xff };

#define GROUPS 8

struct addr addr_from_v4(const uint8_t b[4])
{
	struct addr addr;
	memcpy(addr.b, mapped_prefix, sizeof mapped_prefix);
	memcpy(addr.b + sizeof mapped_prefix, b, 4);
	return addr;
}

struct addr addr_from_v6(const uint8_t b[16])
{
	struct addr addr;
	memcpy(addr.b, b, sizeof addr.b);
	return addr;
}

bool addr_is_v4(const struct addr *addr)
{
	return memcmp(addr->b, mapped_prefix, sizeof mapped_prefix) == 0;
}

int addr_compare(const struct addr *a, const struct addr *b)
{
	return memcmp(a->b, b->b, sizeof a->b);
}

int endpoint_compare(const struct endpoint *a, const struct endpoint *b)
{
	int order = addr_compare(&a->addr, &b->addr);
	return order != 0 ? order : (int)a->port - (int)b->port;
}

static uint16_t group(const struct addr *addr, unsigned i)
{
	return load_be16(addr->b + (size_t)2 * i);
}

/* RFC 5952, 4.2: "::" stands for the longest run of zero groups, the first of several equally long
 * ones, and never for a single group. *len is 0 if there is none. */
static void longest_zeros(const struct addr *addr, unsigned *at, unsigned *len)
{
	*at = *len = 0;
	unsigned run = 0;
	for (unsigned i = 0; i < GROUPS; i++) {
		run = group(addr, i) == 0 ? run + 1 : 0;
		if (run > *len && run > 1) {
			*len = run;
			*at = i + 1 - run;
		}
	}
}

/* Writes hexadecimal without leading zeros. */
static void write_group(struct writer *w, uint16_t group)
{
	char digits[4];
	size_t at = sizeof(digits);
	do
		digits[--at] = "0123456789abcdef"[group & 15];
	while ((group = (uint16_t)(group >> 4)) > 0);
	writer_span(w, digits + at, sizeof(digits) - at);
}

static void write_groups(struct writer *w, const struct addr *addr, unsigned from, unsigned end)
{
	for (unsigned i = from; i < end; i++) {
		writer_text(w, i > from ? ":" : "");
		write_group(w, group(addr, i));
	}
}

static void write_addr(struct writer *w, const struct addr *addr)
{
	if (addr_is_v4(addr)) {
		for (unsigned i = 12; i < sizeof(addr->b); i++) {
			writer_text(w, i > 12 ? "." : "");
			writer_number(w, addr->b[i]);
		}
		return;
	}
	unsigned at, len;
	longest_zeros(addr, &at, &len);
	if (len == 0) {
		write_groups(w, addr, 0, GROUPS);
		return;
	}
	write_groups(w, addr, 0, at);
	writer_text(w, "::");
	write_groups(w, addr, at + len, GROUPS);
}

size_t addr_format(const struct addr *addr, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	write_addr(&w, addr);
	return w.len;
}

size_t endpoint_format(const struct endpoint *end, const char *service, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	bool brackets = !addr_is_v4(&end->addr);
	writer_text(&w, brackets ? "[" : "");
	write_addr(&w, &end->addr);
	writer_text(&w, brackets ? "]:" : ":");
	if (service != NULL)
		writer_text(&w, service);
	else
		writer_number(&w, end->port);
	return w.len;
}

size_t endpoint_fit(const struct endpoint *end, const char *service, bool ascii, unsigned cells,
    char *out, size_t size)
{
	const char *ellipsis = ascii ? "..." : "\u2026";
	char text[ENDPOINT_TEXT];
	size_t len = endpoint_format(end, service, out, size);
	if (len > cells && service != NULL)
		len = endpoint_format(end, NULL, out, size);
	/* Addresses are ASCII, so one byte is one cell. */
	unsigned mark = ascii ? 3 : 1;
	if (len <= cells || cells < mark + 2)
		return len;
	endpoint_format(end, NULL, text, sizeof(text));
	int tail = (int)(cells - mark) / 2, head = (int)(cells - mark) - tail;
	int n = snprintf(out, size, "%.*s%s%s", head, text, ellipsis, text + len - (size_t)tail);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

__extension__ typedef unsigned __int128 wide;

/* Combines both halves of the product: its low bits depend on few of the factors' bits, its high
 * bits on many. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t endpoint_hash(const struct endpoint *end)
{
	/* The load address of the program is as random as the system makes it. */
	static const char anchor;
	uint64_t half[2];
	memcpy(half, end->addr.b, sizeof(half));
	uint64_t addr = fold(half[0] ^ UINT64_C(0x8ebc6af09c88c6e3) ^ (uintptr_t)&anchor << 16,
	    half[1] ^ UINT64_C(0xa0761d6478bd642f));
	return fold(addr + end->port, UINT64_C(0xe7037ed1a0b428db));
}

uint32_t endpoints_hash(const struct endpoint *a, const struct endpoint *b)
{
	/* Adding is symmetric: both orders give the same hash. */
	return (uint32_t)((endpoint_hash(a) + endpoint_hash(b)) >> 16) | 1u << 31;
}

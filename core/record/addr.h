/* Addresses and endpoints: one type for IPv4 and IPv6, so that there is one code path. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* IPv6 bytes in network order; IPv4 as the mapped ::ffff:a.b.c.d (RFC 4291, 2.5.5.2). */
struct addr {
	uint8_t b[16];
};

struct endpoint {
	struct addr addr;
	uint16_t port; /* host order */
};

/* "[" IPv6 text "]:" port and a NUL fit in this many bytes. */
#define ADDR_TEXT 46
#define ENDPOINT_TEXT 56

struct addr addr_from_v4(const uint8_t b[4]);
struct addr addr_from_v6(const uint8_t b[16]);
bool addr_is_v4(const struct addr *addr);

/* memcmp order: <0, 0, >0. */
int addr_compare(const struct addr *a, const struct addr *b);
int endpoint_compare(const struct endpoint *a, const struct endpoint *b);

/* As endpoint_compare(a, b) == 0, for where it is asked of every packet. */
static inline bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && memcmp(a->addr.b, b->addr.b, sizeof(a->addr.b)) == 0;
}

/* The same for both orders of two endpoints, and as good as random for others; never 0. Other in
 * each run of the program, so that no capture can be made such that its sessions have the
 * same. Any thread. */
uint32_t endpoints_hash(const struct endpoint *a, const struct endpoint *b);

/* Writes "192.0.2.1" or, as RFC 5952 has it, "2001:db8::1". Returns the length without the NUL;
 * out should hold ADDR_TEXT bytes. */
size_t addr_format(const struct addr *addr, char *out, size_t size);

/* Writes "192.0.2.1:8000" or "[2001:db8::1]:8000". service, when not NULL, is written in place of
 * the port number. Returns the length without the NUL. */
size_t endpoint_format(const struct endpoint *end, const char *service, char *out, size_t size);

/* The same in at most so many cells: with the number in place of a service that has no room, and
 * without the middle of the address, an ellipsis ("…", or "..." in ascii) in its place, where that
 * has none. So the port is always seen. In fewer cells than an ellipsis and two more it is
 * written as it is. */
size_t endpoint_fit(const struct endpoint *end, const char *service, bool ascii, unsigned cells,
    char *out, size_t size);

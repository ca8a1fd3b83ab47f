/* Addresses and endpoints. IPv4 and IPv6 share one type and one code path. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Network byte order. IPv4 is mapped to ::ffff:a.b.c.d (RFC 4291, 2.5.5.2). */
struct addr {
	uint8_t b[16];
};

struct endpoint {
	struct addr addr;
	uint16_t port; /* host order */
};

/* Buffer sizes for an address, and for "[" IPv6 address "]:" port, each with a NUL. */
#define ADDR_TEXT 46
#define ENDPOINT_TEXT 56

struct addr addr_from_v4(const uint8_t b[4]);
struct addr addr_from_v6(const uint8_t b[16]);
bool addr_is_v4(const struct addr *addr);

/* Ordered as by memcmp: <0, 0, >0. */
int addr_compare(const struct addr *a, const struct addr *b);
int endpoint_compare(const struct endpoint *a, const struct endpoint *b);

/* Returns endpoint_compare(a, b) == 0, but faster; called for every packet. */
static inline bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && memcmp(a->addr.b, b->addr.b, sizeof(a->addr.b)) == 0;
}

/* Returns a hash that does not depend on the order of the two endpoints; never 0. It is seeded in
 * each run of the program, so a capture cannot be built whose sessions all collide. Thread-safe. */
uint32_t endpoints_hash(const struct endpoint *a, const struct endpoint *b);

/* Writes "192.0.2.1" or "2001:db8::1" (RFC 5952). Returns the length without the NUL; out should
 * hold ADDR_TEXT bytes. */
size_t addr_format(const struct addr *addr, char *out, size_t size);

/* Writes "192.0.2.1:8000" or "[2001:db8::1]:8000"; service, when not NULL, replaces the port
 * number. Returns the length without the NUL. */
size_t endpoint_format(const struct endpoint *end, const char *service, char *out, size_t size);

/* Writes an endpoint in at most `cells` cells. If it does not fit, the port number replaces the
 * service; then an ellipsis ("…", or "..." with ascii) replaces the middle of the address. The port
 * is always shown. If there is no room for an ellipsis and two more cells, it is written in
 * full. */
size_t endpoint_fit(const struct endpoint *end, const char *service, bool ascii, unsigned cells,
    char *out, size_t size);

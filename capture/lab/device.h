/* The lab's network devices, set up by rtnetlink and ethtool. Every function acts in the calling
 * thread's network namespace, needs CAP_NET_ADMIN there, and fills err on failure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/record/addr.h"

#define LAB_MAC_LEN 6

struct lab_device {
	const char *name; /* at most 15 bytes */
	uint8_t mac[LAB_MAC_LEN];
};

/* Makes a veth pair, both ends down: `here` in this namespace, `there` in the one that the
 * descriptor refers to. */
bool lab_device_pair(const struct lab_device *here, const struct lab_device *there, int there_ns,
    unsigned mtu, struct err *err);
bool lab_device_up(const char *name, struct err *err);
/* Adds an address (IPv4 /24, IPv6 /64) that is usable at once. */
bool lab_device_address(const char *name, const struct addr *addr, struct err *err);
/* Adds a permanent neighbour entry, which makes ARP and neighbour discovery unnecessary. */
bool lab_device_neighbour(
    const char *name, const struct addr *addr, const uint8_t mac[LAB_MAC_LEN], struct err *err);
/* Turns TSO, GSO, GRO and checksum offload off: the kernel then makes checksums and segments as
 * they appear on a wire. */
bool lab_device_plain(const char *name, struct err *err);
/* Returns the number of frames that the device has dropped in either direction since it was made; 0
 * if the kernel does not say. */
uint64_t lab_device_dropped(const char *name);

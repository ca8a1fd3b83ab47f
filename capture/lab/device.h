/* The lab's network devices, set up by rtnetlink and ethtool. Everything happens in the calling
 * thread's network namespace and needs CAP_NET_ADMIN there. All fill err on failure. */
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

/* A veth pair: `here` in this namespace, `there` in the one that the descriptor names
 * (both down). */
bool lab_device_pair(const struct lab_device *here, const struct lab_device *there, int there_ns,
    unsigned mtu, struct err *err);
bool lab_device_up(const char *name, struct err *err);
/* Adds an address (IPv4 /24, IPv6 /64, usable at once). */
bool lab_device_address(const char *name, const struct addr *addr, struct err *err);
/* Says for good which device has an address, so that nobody needs to ask. */
bool lab_device_neighbour(
    const char *name, const struct addr *addr, const uint8_t mac[LAB_MAC_LEN], struct err *err);
/* Checksums and segments made by the kernel, as they would be on a wire: turns TSO, GSO, GRO and
 * checksum offload off. */
bool lab_device_plain(const char *name, struct err *err);
/* Frames that the device has thrown away since it was made, in either direction; 0 when that
 * cannot be asked. */
uint64_t lab_device_dropped(const char *name);

/* One end of the link: a packet socket on its device, with a receive ring shared with the kernel
 * (packet(7), TPACKET_V2) that keeps frames while the link is busy. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

struct lab_wire;

/* Opens the named device of the calling thread's network namespace; needs CAP_NET_RAW. Frames of up
 * to that MTU are kept from now on. super_segments: frames may be up to 64 KiB and carry unfinished
 * offload work. Returns NULL with err on failure. */
struct lab_wire *lab_wire_open(
    const char *device, unsigned mtu, bool super_segments, struct err *err);
void lab_wire_free(struct lab_wire *wire);

/* Readable when a frame waits. */
int lab_wire_fd(const struct lab_wire *wire);

/* Work that one device leaves to the next (struct virtio_net_hdr): an unfinished checksum, a
 * segment size. All zeros: none. */
struct lab_offload {
	uint8_t header[10];
};

struct lab_wire_frame {
	const uint8_t *bytes; /* (borrowed) until lab_wire_release */
	uint32_t len;
	uint32_t whole;  /* length before truncation; greater than len: do not forward it */
	int64_t time_ns; /* time of arrival, ns since the epoch */
	struct lab_offload offload;
};

/* Returns the next frame, or false if there is none. Call lab_wire_release before the next call. */
bool lab_wire_next(struct lab_wire *wire, struct lab_wire_frame *out);
void lab_wire_release(struct lab_wire *wire);

/* Returns true if another frame waits behind the one that lab_wire_next returned. */
bool lab_wire_is_crowded(const struct lab_wire *wire);

/* Sends a frame from this end. Returns 0 or the device's errno. */
int lab_wire_send(
    struct lab_wire *wire, const uint8_t *bytes, uint32_t len, const struct lab_offload *offload);

/* Returns the number of frames lost because the ring was full, since it was opened. */
uint64_t lab_wire_missed(struct lab_wire *wire);

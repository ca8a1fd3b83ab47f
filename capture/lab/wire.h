/* One end of the link: a packet socket on its device, received through a ring that the kernel
 * shares with us (packet(7), TPACKET_V2), so that nothing is lost between two looks. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

struct lab_wire;

/* Opens the end that is the named device of the calling thread's network namespace, which needs
 * CAP_NET_RAW. Frames wait from now on, of up to that MTU. super_segments: they may be up to 64 KiB
 * and carry what the device should still do to them. NULL with err. */
struct lab_wire *lab_wire_open(
    const char *device, unsigned mtu, bool super_segments, struct err *err);
void lab_wire_free(struct lab_wire *wire);

/* Readable when a frame waits. */
int lab_wire_fd(const struct lab_wire *wire);

/* What a device leaves to the next (struct virtio_net_hdr): unfinished checksum, segment size. All
 * zeros for none. */
struct lab_offload {
	uint8_t header[10];
};

struct lab_wire_frame {
	const uint8_t *bytes; /* (borrowed) until lab_wire_release */
	uint32_t len;
	uint32_t whole; /* more than len where the ring's slots are too short: do not carry it on */
	int64_t time_ns; /* when it came, since the epoch */
	struct lab_offload offload;
};

/* The next frame that came; false when there is none. Give it back by lab_wire_release before
 * the next call. */
bool lab_wire_next(struct lab_wire *wire, struct lab_wire_frame *out);
void lab_wire_release(struct lab_wire *wire);

/* Whether another frame waits behind the one that lab_wire_next gave. */
bool lab_wire_is_crowded(const struct lab_wire *wire);

/* Sends a frame out of this end. Returns 0 or the errno of the device. */
int lab_wire_send(
    struct lab_wire *wire, const uint8_t *bytes, uint32_t len, const struct lab_offload *offload);

/* Frames that came while the ring was full, since it was opened: they are lost and
 * nobody saw them. */
uint64_t lab_wire_missed(struct lab_wire *wire);

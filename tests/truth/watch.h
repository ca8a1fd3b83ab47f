/* Looks at both sockets of a connection each time that a segment has left or reached a host: what
 * the kernel thinks, and when it was asked. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/kernel/kernel_view.h"
#include "capture/lab/fate.h"
#include "capture/lab/link.h"
#include "capture/lab/net.h"

struct look {
	int64_t from_ns, until_ns; /* since the epoch: the answer is of a moment between them */
	uint64_t number;           /* of the segment, as in its fate */
	uint8_t way;               /* enum lab_way of the segment */
	uint8_t host;              /* enum lab_place */
	bool sent;        /* the host had just sent the segment; else it had just received it */
	uint8_t state;    /* enum tcp_state */
	uint8_t recovery; /* enum kernel_recovery */
	uint8_t timeouts; /* in a row */
	uint32_t unsent;  /* bytes that wait in the socket */
};

struct watch;

/* Needs the right to enter the hosts. Ends the program with a message when the kernel
 * does not tell. */
struct watch *watch_open(struct lab_net *net);
void watch_free(struct watch *w);

/* For struct lab_link_options, with the watch as context. */
extern const struct lab_link_watch watch_for_link;

/* The state of a socket now. For the thread that opened it. */
enum tcp_state watch_state(struct watch *w, enum lab_place host, const struct endpoint *local,
    const struct endpoint *peer);

/* All looks so far, in their order. When the link's thread has ended. Owned by the watch. */
const struct look *watch_looks(const struct watch *w, size_t *count);

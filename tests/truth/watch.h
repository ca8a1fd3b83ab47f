/* Reads the kernel's state of both sockets of a connection each time that a segment has left or
 * reached a host. */
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
	bool sent;     /* the host had just sent the segment; otherwise it had just received it */
	uint8_t state; /* enum tcp_state */
	uint8_t recovery; /* enum kernel_recovery */
	uint8_t timeouts; /* in a row */
	uint32_t unsent;  /* bytes waiting in the socket */
};

struct watch;

/* Needs the right to enter the hosts. Ends the program with a message if the kernel gives no
 * answer. */
struct watch *watch_open(struct lab_net *net);
void watch_free(struct watch *w);

/* For struct lab_link_options, with the watch as context. */
extern const struct lab_link_watch watch_for_link;

/* Returns the state of a socket now. Only for the thread that opened the watch. */
enum tcp_state watch_state(struct watch *w, enum lab_place host, const struct endpoint *local,
    const struct endpoint *peer);

/* Returns all looks so far, in order. Call after the link's thread has ended. Owned by the
 * watch. */
const struct look *watch_looks(const struct watch *w, size_t *count);

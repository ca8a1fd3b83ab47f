/* The kernel's own view of a TCP connection that ends on this machine: state, congestion control,
 * timers (struct tcp_info by sock_diag(7)). Asked by its two endpoints, so that it works for every
 * local socket in the network namespace, whoever owns it and also after its descriptor was closed.
 * Needs no privileges. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/record/addr.h"
#include "core/record/tcpstate.h"

/* Linux's state of congestion control. */
enum kernel_recovery {
	KERNEL_OPEN,     /* nothing out of the ordinary */
	KERNEL_DISORDER, /* duplicate ACKs or SACK, not yet enough */
	KERNEL_REDUCED,  /* congestion window reduced by ECN or a full local queue */
	KERNEL_RECOVERY, /* fast retransmit and recovery */
	KERNEL_LOSS,     /* after a retransmission timeout */
	KERNEL_RECOVERIES,
};

/* What keeps the sender from sending more at this moment. */
enum kernel_limit {
	KERNEL_LIMIT_NONE,        /* unknown: no data may be sent in this state */
	KERNEL_LIMIT_APPLICATION, /* there is nothing to send */
	KERNEL_LIMIT_WINDOW,      /* the receive window that the peer offered */
	KERNEL_LIMIT_CONGESTION,  /* the congestion window */
	KERNEL_LIMIT_OTHER,       /* pacing, Nagle, corking, or the send buffer */
	KERNEL_LIMITS,
};

#define KERNEL_INFINITE UINT32_MAX /* of ssthresh: no loss yet */

/* One look. Where the kernel says nothing (CLOSED, TIME-WAIT, LISTEN) the numbers are 0. Segments
 * are counted as they are sent, not bytes, where the unit is segments. */
struct kernel_view {
	int64_t time_ns; /* when it was asked, since the epoch */
	uint8_t state;   /* enum tcp_state; CLOSED: no such socket; LISTEN: none but the listener */
	uint8_t recovery;    /* enum kernel_recovery */
	uint8_t limit;       /* enum kernel_limit */
	uint8_t backoff;     /* doublings of the RTO */
	uint8_t probes;      /* window probes or keep-alives without an answer */
	uint8_t timeouts;    /* retransmission timeouts in a row */
	bool app_limited;    /* as rate samples see it */
	char congestion[16]; /* "cubic" */
	uint32_t cwnd;       /* segments */
	uint32_t ssthresh;   /* segments, or KERNEL_INFINITE */
	uint32_t srtt_us, rttvar_us, min_rtt_us, rto_us;
	uint32_t unacked;      /* segments sent and not acknowledged */
	uint32_t sacked, lost; /* of these */
	uint32_t resent;       /* retransmitted segments of these */
	uint32_t total_resent; /* retransmitted segments so far */
	/* segments that are in the network, as the kernel counts (RFC 6675, pipe) */
	uint32_t in_flight;
	uint32_t mss; /* of segments it sends */
	/* bytes: what the peer offered last, what we offer (0: an old kernel) */
	uint32_t peer_window, window;
	uint32_t receive_space;             /* bytes: what autotuning aims at */
	uint32_t unsent;                    /* bytes that wait in the socket */
	uint32_t send_queue, receive_queue; /* bytes: not acknowledged yet, not read yet */
	/* reordering seen, D-SACKs received, segments received out of order */
	uint32_t reordered, dsacks, out_of_order;
	uint64_t pacing_rate, delivery_rate; /* bytes/s; UINT64_MAX: no pacing */
	/* time with data to send; of it limited so */
	uint64_t busy_us, window_limited_us, buffer_limited_us;
	uint64_t bytes_sent, bytes_resent, bytes_acked, bytes_received;
	/* Segments of any kind since the socket began, what was retransmitted too: they tell which
	 * of them it had sent and received when it was asked. Of a socket that was accepted:
	 * without the SYN and its answer. */
	uint32_t segments_sent, segments_received;
};

struct kernel_view_reader;

/* Asks about connections in the calling thread's network namespace from now on, from any one thread
 * at a time. NULL with err. */
struct kernel_view_reader *kernel_view_open(struct err *err);
/* NULL is fine. */
void kernel_view_close(struct kernel_view_reader *kernel);

/* Looks at the socket with these ends. False with err when the kernel does not answer. */
bool kernel_view_read(struct kernel_view_reader *kernel, const struct endpoint *local,
    const struct endpoint *peer, struct kernel_view *out, struct err *err);
/* The same for a socket that this process has open: several times faster. False when it is none
 * that is or was connected: ask by its ends. */
bool kernel_view_read_fd(int fd, struct kernel_view *out);

/* "open", "recovery"...; "receive window", "application"... Static. */
const char *kernel_recovery_name(enum kernel_recovery recovery);
const char *kernel_limit_name(enum kernel_limit limit);

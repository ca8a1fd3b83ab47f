/* The kernel's own view of a TCP connection that ends on this machine: state, congestion control,
 * timers (struct tcp_info by sock_diag(7)). A connection is found by its two endpoints. This works
 * for every local socket in the network namespace, whoever its owner is, and also after its
 * descriptor was closed. Needs no privileges. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/record/addr.h"
#include "core/record/tcpstate.h"

/* Linux's congestion control states. */
enum kernel_recovery {
	KERNEL_OPEN,     /* no sign of loss */
	KERNEL_DISORDER, /* duplicate ACKs or SACK, below the threshold */
	KERNEL_REDUCED,  /* congestion window reduced after ECN or a full local queue */
	KERNEL_RECOVERY, /* fast retransmit and recovery */
	KERNEL_LOSS,     /* after a retransmission timeout */
	KERNEL_RECOVERIES,
};

/* The limit that keeps the sender from sending more at this moment. */
enum kernel_limit {
	KERNEL_LIMIT_NONE,        /* unknown: this state cannot send data */
	KERNEL_LIMIT_APPLICATION, /* no data to send */
	KERNEL_LIMIT_WINDOW,      /* the peer's receive window */
	KERNEL_LIMIT_CONGESTION,  /* the congestion window */
	KERNEL_LIMIT_OTHER,       /* pacing, Nagle's algorithm, TCP_CORK or the send buffer */
	KERNEL_LIMITS,
};

#define KERNEL_INFINITE UINT32_MAX /* ssthresh before the first loss */

/* A snapshot. Where the kernel gives nothing (CLOSED, TIME-WAIT, LISTEN) the numbers are 0. The
 * unit "segments" counts segments as sent, not bytes. */
struct kernel_view {
	int64_t time_ns;     /* ns since the epoch: when it was read */
	uint8_t state;       /* enum tcp_state; CLOSED: no such socket; LISTEN: only the listener */
	uint8_t recovery;    /* enum kernel_recovery */
	uint8_t limit;       /* enum kernel_limit */
	uint8_t backoff;     /* how often the RTO was doubled */
	uint8_t probes;      /* unanswered window probes or keep-alives */
	uint8_t timeouts;    /* consecutive retransmission timeouts */
	bool app_limited;    /* as in the kernel's rate samples */
	char congestion[16]; /* "cubic" */
	uint32_t cwnd;       /* segments */
	uint32_t ssthresh;   /* segments, or KERNEL_INFINITE */
	uint32_t srtt_us, rttvar_us, min_rtt_us, rto_us;
	uint32_t unacked;      /* segments sent and not acknowledged */
	uint32_t sacked, lost; /* of these */
	uint32_t resent;       /* of these, retransmitted */
	uint32_t total_resent; /* retransmitted segments so far */
	/* segments in flight by the kernel's estimate (RFC 6675, pipe) */
	uint32_t in_flight;
	uint32_t mss; /* of sent segments */
	/* bytes: the peer's last receive window; our own (0: not given by old kernels) */
	uint32_t peer_window, window;
	uint32_t receive_space;             /* bytes: target of receive buffer autotuning */
	uint32_t unsent;                    /* bytes in the send buffer that were not sent yet */
	uint32_t send_queue, receive_queue; /* bytes not acknowledged yet; bytes not read yet */
	/* reordering events seen, D-SACKs received, segments received out of order */
	uint32_t reordered, dsacks, out_of_order;
	uint64_t pacing_rate, delivery_rate; /* bytes/s; UINT64_MAX: no pacing */
	/* time with data to send; of that, limited by the peer's window or the send buffer */
	uint64_t busy_us, window_limited_us, buffer_limited_us;
	uint64_t bytes_sent, bytes_resent, bytes_acked, bytes_received;
	/* Segments of any kind since the socket began, including retransmissions. They show which
	 * segments the socket had sent and received at this time. For an accepted socket they
	 * exclude the SYN and the SYN-ACK. */
	uint32_t segments_sent, segments_received;
};

struct kernel_view_reader;

/* Opens a reader for the calling thread's network namespace. One thread at a time may use it.
 * Returns NULL with err on failure. */
struct kernel_view_reader *kernel_view_open(struct err *err);
/* NULL is fine. */
void kernel_view_close(struct kernel_view_reader *kernel);

/* Reads the view of the socket with these endpoints. Returns false with err if the kernel does not
 * answer. */
bool kernel_view_read(struct kernel_view_reader *kernel, const struct endpoint *local,
    const struct endpoint *peer, struct kernel_view *out, struct err *err);
/* Reads the view of an open socket of this process; several times faster. Returns false if the
 * socket is not or was never connected: use kernel_view_read. */
bool kernel_view_read_fd(int fd, struct kernel_view *out);

/* Return "open", "recovery"...; "receive window", "application"... Static. */
const char *kernel_recovery_name(enum kernel_recovery recovery);
const char *kernel_limit_name(enum kernel_limit limit);

#include "capture/kernel/kernel_view.h"

#include <assert.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/clock.h"
#include "capture/os/netlink.h"
#include "core/base/array.h"
#include "core/base/memory.h"

#define EXTENSION(n) (uint8_t)(1 << ((n)-1))
/* Offset of tcpi_rcv_wnd in linux/tcp.h of later kernels. */
#define RCV_WND_AT (offsetof(struct tcp_info, tcpi_snd_wnd) + sizeof(uint32_t))

struct kernel_view_reader {
	int fd;
};

/* Linux's state numbers (include/net/tcp_states.h). */
static const uint8_t states[] = {
	[0] = STATE_CLOSED,
	[1] = STATE_ESTABLISHED,
	[2] = STATE_SYN_SENT,
	[3] = STATE_SYN_RECEIVED,
	[4] = STATE_FIN_WAIT_1,
	[5] = STATE_FIN_WAIT_2,
	[6] = STATE_TIME_WAIT,
	[7] = STATE_CLOSED,
	[8] = STATE_CLOSE_WAIT,
	[9] = STATE_LAST_ACK,
	[10] = STATE_LISTEN,
	[11] = STATE_CLOSING,
	[12] = STATE_SYN_RECEIVED,
};

static const char *const recovery_name[] = {
	[KERNEL_OPEN] = "open",
	[KERNEL_DISORDER] = "disorder",
	[KERNEL_REDUCED] = "reduced",
	[KERNEL_RECOVERY] = "recovery",
	[KERNEL_LOSS] = "loss",
};
_Static_assert(ARRAY_LEN(recovery_name) == KERNEL_RECOVERIES, "every recovery state has a name");

static const char *const limit_name[] = {
	[KERNEL_LIMIT_NONE] = "",
	[KERNEL_LIMIT_APPLICATION] = "application",
	[KERNEL_LIMIT_WINDOW] = "receive window",
	[KERNEL_LIMIT_CONGESTION] = "congestion window",
	[KERNEL_LIMIT_OTHER] = "pacing, Nagle or send buffer",
};
_Static_assert(ARRAY_LEN(limit_name) == KERNEL_LIMITS, "every limit has a name");

const char *kernel_recovery_name(enum kernel_recovery recovery)
{
	assert(recovery < KERNEL_RECOVERIES);
	return recovery_name[recovery];
}

const char *kernel_limit_name(enum kernel_limit limit)
{
	assert(limit < KERNEL_LIMITS);
	return limit_name[limit];
}

struct kernel_view_reader *kernel_view_open(struct err *err)
{
	int fd = netlink_open(NETLINK_SOCK_DIAG, err);
	if (fd < 0)
		return NULL;
	struct kernel_view_reader *kernel = memory_zeroed(1, sizeof(*kernel));
	kernel->fd = fd;
	return kernel;
}

void kernel_view_close(struct kernel_view_reader *kernel)
{
	if (kernel == NULL)
		return;
	close(kernel->fd);
	free(kernel);
}

static void put_address(const struct addr *addr, uint32_t out[4])
{
	if (addr_is_v4(addr))
		memcpy(out, addr->b + 12, 4);
	else
		memcpy(out, addr->b, 16);
}

static void write_question(
    struct netlink *m, const struct endpoint *local, const struct endpoint *peer)
{
	struct inet_diag_req_v2 req = {
		.sdiag_family = addr_is_v4(&local->addr) ? AF_INET : AF_INET6,
		.sdiag_protocol = IPPROTO_TCP,
		.idiag_ext = EXTENSION(INET_DIAG_INFO) | EXTENSION(INET_DIAG_CONG),
		.idiag_states = UINT32_MAX,
	};
	req.id.idiag_sport = htons(local->port);
	req.id.idiag_dport = htons(peer->port);
	req.id.idiag_cookie[0] = req.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
	put_address(&local->addr, req.id.idiag_src);
	put_address(&peer->addr, req.id.idiag_dst);
	netlink_begin(m, SOCK_DIAG_BY_FAMILY, 0, &req, sizeof(req));
}

/* Returns the segments in flight: RFC 6675's pipe, as the kernel computes it. */
static uint32_t pipe_of(const struct kernel_view *v)
{
	uint32_t gone = v->sacked + v->lost;
	return v->unacked + v->resent > gone ? v->unacked + v->resent - gone : 0;
}

static enum kernel_limit limit_of(const struct kernel_view *v)
{
	bool may_send = v->state == STATE_ESTABLISHED || v->state == STATE_CLOSE_WAIT ||
	                v->state == STATE_FIN_WAIT_1 || v->state == STATE_CLOSING ||
	                v->state == STATE_LAST_ACK;
	if (!may_send)
		return KERNEL_LIMIT_NONE;
	if (v->unsent == 0)
		return KERNEL_LIMIT_APPLICATION;
	uint32_t outstanding = v->send_queue > v->unsent ? v->send_queue - v->unsent : 0;
	uint32_t next = v->unsent < v->mss ? v->unsent : v->mss;
	if (outstanding + next > v->peer_window)
		return KERNEL_LIMIT_WINDOW;
	return v->in_flight >= v->cwnd ? KERNEL_LIMIT_CONGESTION : KERNEL_LIMIT_OTHER;
}

static void read_info(const uint8_t *bytes, size_t len, struct kernel_view *v)
{
	struct tcp_info i;
	memset(&i, 0, sizeof(i));
	/* Older kernels give fewer fields, newer ones more. */
	memcpy(&i, bytes, len < sizeof(i) ? len : sizeof(i));
	if (len >= RCV_WND_AT + sizeof(v->window))
		memcpy(&v->window, bytes + RCV_WND_AT, sizeof(v->window));
	v->recovery = i.tcpi_ca_state < KERNEL_RECOVERIES ? i.tcpi_ca_state : KERNEL_OPEN;
	v->backoff = i.tcpi_backoff;
	v->probes = i.tcpi_probes;
	v->timeouts = i.tcpi_retransmits;
	v->app_limited = i.tcpi_delivery_rate_app_limited;
	v->cwnd = i.tcpi_snd_cwnd;
	v->ssthresh = i.tcpi_snd_ssthresh >= INT32_MAX ? KERNEL_INFINITE : i.tcpi_snd_ssthresh;
	v->srtt_us = i.tcpi_rtt;
	v->rttvar_us = i.tcpi_rttvar;
	v->min_rtt_us = i.tcpi_min_rtt == UINT32_MAX ? 0 : i.tcpi_min_rtt;
	v->rto_us = i.tcpi_rto;
	v->unacked = i.tcpi_unacked;
	v->sacked = i.tcpi_sacked;
	v->lost = i.tcpi_lost;
	v->resent = i.tcpi_retrans;
	v->total_resent = i.tcpi_total_retrans;
	v->mss = i.tcpi_snd_mss;
	v->peer_window = i.tcpi_snd_wnd;
	v->receive_space = i.tcpi_rcv_space;
	v->unsent = i.tcpi_notsent_bytes;
	v->reordered = i.tcpi_reord_seen;
	v->dsacks = i.tcpi_dsack_dups;
	v->out_of_order = i.tcpi_rcv_ooopack;
	v->pacing_rate = i.tcpi_pacing_rate;
	v->delivery_rate = i.tcpi_delivery_rate;
	v->busy_us = i.tcpi_busy_time;
	v->window_limited_us = i.tcpi_rwnd_limited;
	v->buffer_limited_us = i.tcpi_sndbuf_limited;
	v->bytes_sent = i.tcpi_bytes_sent;
	v->bytes_resent = i.tcpi_bytes_retrans;
	v->bytes_acked = i.tcpi_bytes_acked;
	v->bytes_received = i.tcpi_bytes_received;
	v->segments_sent = i.tcpi_segs_out;
	v->segments_received = i.tcpi_segs_in;
}

/* Derives the fields that the kernel does not give directly. */
static void conclude(struct kernel_view *v)
{
	v->in_flight = pipe_of(v);
	v->limit = (uint8_t)limit_of(v);
}

static void read_attributes(const uint8_t *bytes, size_t len, struct kernel_view *v)
{
	struct nlattr head;
	while (len >= sizeof(head)) {
		memcpy(&head, bytes, sizeof(head));
		if (head.nla_len < sizeof(head) || head.nla_len > len)
			return;
		const uint8_t *data = bytes + sizeof(head);
		size_t n = head.nla_len - sizeof(head);
		if (head.nla_type == INET_DIAG_INFO)
			read_info(data, n, v);
		else if (head.nla_type == INET_DIAG_CONG && n > 0 && n <= sizeof(v->congestion))
			memcpy(v->congestion, data, n - 1);
		size_t step = (size_t)NLA_ALIGN(head.nla_len);
		if (step >= len)
			return;
		bytes += step;
		len -= step;
	}
}

static void read_socket(const uint8_t *bytes, size_t len, struct kernel_view *v)
{
	struct inet_diag_msg msg;
	if (len < sizeof(msg))
		return;
	memcpy(&msg, bytes, sizeof(msg));
	v->state = msg.idiag_state < ARRAY_LEN(states) ? states[msg.idiag_state] : STATE_UNKNOWN;
	/* A listener's queues and counters do not describe a connection. */
	if (v->state == STATE_LISTEN)
		return;
	v->send_queue = msg.idiag_wqueue;
	v->receive_queue = msg.idiag_rqueue;
	read_attributes(bytes + sizeof(msg), len - sizeof(msg), v);
	conclude(v);
}

/* Returns 0, or the errno of the kernel's refusal. */
static int read_answer(const uint8_t *bytes, size_t len, struct kernel_view *v)
{
	struct nlmsghdr head;
	struct nlmsgerr error;
	if (len < sizeof(head))
		return EPROTO;
	memcpy(&head, bytes, sizeof(head));
	if (head.nlmsg_type == SOCK_DIAG_BY_FAMILY) {
		read_socket(bytes + sizeof(head), len - sizeof(head), v);
		return 0;
	}
	if (head.nlmsg_type != NLMSG_ERROR || len < sizeof(head) + sizeof(error))
		return EPROTO;
	memcpy(&error, bytes + sizeof(head), sizeof(error));
	return error.error == -ENOENT ? 0 : -error.error;
}

bool kernel_view_read(struct kernel_view_reader *kernel, const struct endpoint *local,
    const struct endpoint *peer, struct kernel_view *out, struct err *err)
{
	struct netlink m;
	_Alignas(8) uint8_t answer[4096];
	write_question(&m, local, peer);
	memset(out, 0, sizeof(*out));
	out->state = STATE_CLOSED;
	out->time_ns = clock_wall();
	if (!netlink_send(kernel->fd, &m))
		return err_set(
		    err, "cannot ask the kernel about a connection: %s", strerror(errno));
	ssize_t n = recv(kernel->fd, answer, sizeof(answer), 0);
	int error = n < 0 ? errno : read_answer(answer, (size_t)n, out);
	return error == 0 || err_set(err,
	                         "the kernel gives no information about connections: %s; load the "
	                         "module tcp_diag (sudo modprobe tcp_diag)",
	                         strerror(error));
}

bool kernel_view_read_fd(int fd, struct kernel_view *out)
{
	uint8_t bytes[sizeof(struct tcp_info) + 64];
	socklen_t len = sizeof(bytes), name_len = sizeof(out->congestion) - 1;
	int unacked = 0, unread = 0;
	memset(out, 0, sizeof(*out));
	out->time_ns = clock_wall();
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, bytes, &len) != 0 || len == 0)
		return false;
	out->state = bytes[0] < ARRAY_LEN(states) ? states[bytes[0]] : STATE_UNKNOWN;
	/* In these states sock_diag gives more. */
	if (out->state == STATE_CLOSED || out->state == STATE_LISTEN ||
	    out->state == STATE_SYN_SENT)
		return false;
	read_info(bytes, len, out);
	getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, out->congestion, &name_len);
	ioctl(fd, SIOCOUTQ, &unacked);
	ioctl(fd, SIOCINQ, &unread);
	out->send_queue = (uint32_t)unacked;
	out->receive_queue = (uint32_t)unread;
	conclude(out);
	return true;
}

#include "capture/lab/wire.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/base/memory.h"

/* 16 MiB: 8192 common frames, 1024 jumbo frames or 128 super-segments. */
#define BLOCK_SIZE (1u << 17)
#define BLOCKS 128u
#define COMMON_SLOT 2048u
#define JUMBO_SLOT 16384u
#define SLOT_HEAD 128u /* at least what the kernel puts before a frame */
#define NS_PER_S INT64_C(1000000000)

_Static_assert(sizeof(struct virtio_net_hdr) == sizeof(struct lab_offload), "the same header");

struct lab_wire {
	int fd;
	bool offload; /* a virtio_net_hdr precedes each frame */
	uint8_t *ring;
	size_t ring_size;
	uint32_t slot_size, slots;
	uint32_t at; /* the next slot to check */
	uint64_t missed;
};

static bool set(int fd, int option, int value)
{
	return setsockopt(fd, SOL_PACKET, option, &value, sizeof(value)) == 0;
}

static bool map_ring(struct lab_wire *w)
{
	struct tpacket_req req = {
		.tp_block_size = BLOCK_SIZE,
		.tp_block_nr = BLOCKS,
		.tp_frame_size = w->slot_size,
	};
	req.tp_frame_nr = req.tp_block_nr * (BLOCK_SIZE / req.tp_frame_size);
	if (setsockopt(w->fd, SOL_PACKET, PACKET_RX_RING, &req, sizeof(req)) != 0)
		return false;
	w->slots = req.tp_frame_nr;
	assert(w->slots > 0 && BLOCK_SIZE % w->slot_size == 0);
	w->ring_size = (size_t)req.tp_block_size * req.tp_block_nr;
	void *ring = mmap(NULL, w->ring_size, PROT_READ | PROT_WRITE, MAP_SHARED, w->fd, 0);
	w->ring = ring == MAP_FAILED ? NULL : ring;
	return w->ring != NULL;
}

static bool bind_to(struct lab_wire *w, const char *device)
{
	struct sockaddr_ll addr = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(device),
	};
	return addr.sll_ifindex > 0 && bind(w->fd, (struct sockaddr *)&addr, sizeof(addr)) == 0;
}

static bool set_up(struct lab_wire *w, const char *device)
{
	/* Protocol 0: no frame is received before the ring exists and the socket is bound. */
	w->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	/* Sent frames bypass the queueing discipline and are not received again. */
	return w->fd >= 0 && set(w->fd, PACKET_VERSION, TPACKET_V2) &&
	       (!w->offload || set(w->fd, PACKET_VNET_HDR, 1)) &&
	       set(w->fd, PACKET_QDISC_BYPASS, 1) && set(w->fd, PACKET_IGNORE_OUTGOING, 1) &&
	       map_ring(w) && bind_to(w, device);
}

static uint32_t slot_for(unsigned mtu, bool super_segments)
{
	if (super_segments)
		return BLOCK_SIZE;
	return mtu + ETH_HLEN + SLOT_HEAD <= COMMON_SLOT ? COMMON_SLOT : JUMBO_SLOT;
}

struct lab_wire *lab_wire_open(
    const char *device, unsigned mtu, bool super_segments, struct err *err)
{
	struct lab_wire *w = memory_zeroed(1, sizeof(*w));
	w->fd = -1;
	w->offload = super_segments;
	w->slot_size = slot_for(mtu, super_segments);
	if (set_up(w, device))
		return w;
	err_set(err,
	    "cannot open the link's device %s: %s; the kernel needs packet sockets (CONFIG_PACKET) "
	    "and 16 MiB of memory for each",
	    device, strerror(errno));
	lab_wire_free(w);
	return NULL;
}

void lab_wire_free(struct lab_wire *w)
{
	if (w == NULL)
		return;
	if (w->ring != NULL)
		munmap(w->ring, w->ring_size);
	if (w->fd >= 0)
		close(w->fd);
	free(w);
}

int lab_wire_fd(const struct lab_wire *w)
{
	return w->fd;
}

static struct tpacket2_hdr *slot(const struct lab_wire *w, uint32_t at)
{
	assert(at < w->slots);
	return (struct tpacket2_hdr *)(void *)(w->ring + (size_t)at * w->slot_size);
}

static bool is_filled(const struct tpacket2_hdr *head)
{
	return __atomic_load_n(&head->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER;
}

bool lab_wire_is_crowded(const struct lab_wire *w)
{
	return is_filled(slot(w, (w->at + 1) % w->slots));
}

bool lab_wire_next(struct lab_wire *w, struct lab_wire_frame *out)
{
	struct tpacket2_hdr *head = slot(w, w->at);
	if (!is_filled(head))
		return false;
	out->bytes = (const uint8_t *)head + head->tp_mac;
	out->len = head->tp_snaplen;
	assert(head->tp_mac + out->len <= w->slot_size && out->len <= head->tp_len);
	out->whole = head->tp_len;
	out->time_ns = (int64_t)head->tp_sec * NS_PER_S + head->tp_nsec;
	memset(&out->offload, 0, sizeof(out->offload));
	if (w->offload)
		memcpy(&out->offload, out->bytes - sizeof(out->offload), sizeof(out->offload));
	return true;
}

void lab_wire_release(struct lab_wire *w)
{
	assert(is_filled(slot(w, w->at)));
	__atomic_store_n(&slot(w, w->at)->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	w->at = (w->at + 1) % w->slots;
}

int lab_wire_send(
    struct lab_wire *w, const uint8_t *bytes, uint32_t len, const struct lab_offload *offload)
{
	struct iovec parts[2] = {
		{ .iov_base = (void *)offload->header, .iov_len = sizeof(offload->header) },
		{ .iov_base = (void *)bytes, .iov_len = len },
	};
	struct msghdr msg = {
		.msg_iov = w->offload ? parts : parts + 1,
		.msg_iovlen = w->offload ? 2 : 1,
	};
	/* Blocks while the receiving host's queue is full, instead of losing the frame there. */
	return sendmsg(w->fd, &msg, 0) < 0 ? errno : 0;
}

uint64_t lab_wire_missed(struct lab_wire *w)
{
	struct tpacket_stats stats;
	socklen_t len = sizeof(stats);
	/* The call resets the kernel's counter. */
	if (getsockopt(w->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &len) == 0)
		w->missed += stats.tp_drops;
	return w->missed;
}

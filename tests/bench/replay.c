/* Sends the frames of a capture out of a device, evenly, at a given rate.
 *
 * usage: replay FILE DEVICE FRAMES-PER-SECOND */
#include <err.h>
#include <errno.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "core/base/memory.h"

#define BATCH 32
#define NS_PER_S 1000000000

struct frames {
	struct iovec *frame;
	size_t count, room;
};

static void keep(struct frames *frames, const u_char *bytes, size_t len)
{
	if (frames->count == frames->room) {
		frames->room = frames->room > 0 ? frames->room * 2 : 1024;
		frames->frame = memory_resize(frames->frame, frames->room, sizeof(*frames->frame));
	}
	void *copy = memory_new(len);
	memcpy(copy, bytes, len);
	frames->frame[frames->count++] = (struct iovec){ copy, len };
}

static struct frames load(const char *path)
{
	char words[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *header;
	const u_char *bytes;
	struct frames frames = { 0 };
	pcap_t *pcap = pcap_open_offline(path, words);
	if (pcap == NULL)
		errx(1, "%s", words);
	while (pcap_next_ex(pcap, &header, &bytes) == 1)
		keep(&frames, bytes, header->caplen);
	pcap_close(pcap);
	return frames;
}

static int open_device(const char *device)
{
	/* Protocol 0: nothing is received. */
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	struct sockaddr_ll address = { .sll_family = AF_PACKET,
		.sll_ifindex = (int)if_nametoindex(device) };
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		err(1, "%s", device);
	return fd;
}

static int64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

/* Busy loop: sleeping would send bursts. */
static void wait_until(int64_t due)
{
	while (now() < due)
		;
}

/* Sends up to `most` frames; returns the number sent. */
static size_t send_some(int fd, const struct frames *frames, size_t from, unsigned most)
{
	struct mmsghdr message[BATCH] = { 0 };
	unsigned count = 0;
	for (; count < most && from + count < frames->count; count++) {
		message[count].msg_hdr.msg_iov = &frames->frame[from + count];
		message[count].msg_hdr.msg_iovlen = 1;
	}
	int sent = sendmmsg(fd, message, count, 0);
	if (sent < 0 && errno != ENOBUFS && errno != EAGAIN)
		err(1, "sendmmsg");
	return sent > 0 ? (size_t)sent : 0;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		errx(2, "usage: replay FILE DEVICE FRAMES-PER-SECOND");
	struct frames frames = load(argv[1]);
	int64_t rate = atoll(argv[3]);
	if (rate <= 0)
		errx(2, "%s is no rate", argv[3]);
	/* Frames of one millisecond at a time. */
	unsigned most = rate < 2000 ? 1 : rate / 1000 < BATCH ? (unsigned)(rate / 1000) : BATCH;
	int fd = open_device(argv[2]);
	int64_t begin = now();
	for (size_t sent = 0; sent < frames.count;) {
		wait_until(begin + (int64_t)sent * NS_PER_S / rate);
		sent += send_some(fd, &frames, sent, most);
	}
	double seconds = (double)(now() - begin) / NS_PER_S;
	printf("%zu frames in %.3f s: %.0f a second\n", frames.count, seconds,
	    (double)frames.count / seconds);
	return 0;
}

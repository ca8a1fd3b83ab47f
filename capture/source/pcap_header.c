#include "capture/source/pcap_header.h"

#include "core/base/array.h"

#define FARTHEST (INT64_MAX / 2)

static int64_t time_of(const struct timeval *tv, int64_t unit_ns)
{
	int64_t ns, fraction;
	if (__builtin_mul_overflow((int64_t)tv->tv_sec, NS_PER_S, &ns) ||
	    __builtin_mul_overflow((int64_t)tv->tv_usec, unit_ns, &fraction) ||
	    __builtin_add_overflow(ns, fraction, &ns))
		ns = tv->tv_sec < 0 ? -FARTHEST : FARTHEST;
	if (ns > FARTHEST)
		return FARTHEST;
	return ns < -FARTHEST ? -FARTHEST : ns;
}

void pcap_header_to_frame(
    const struct pcap_pkthdr *header, const u_char *bytes, int64_t unit_ns, struct frame *out)
{
	*out = (struct frame){ .time_ns = time_of(&header->ts, unit_ns),
		.bytes = bytes,
		.caplen = header->caplen,
		.len = header->len < header->caplen ? header->caplen : header->len };
}

void pcap_header_from_frame(const struct frame *frame, int64_t unit_ns, struct pcap_pkthdr *out)
{
	int64_t fraction = frame->time_ns % NS_PER_S;
	int64_t seconds = frame->time_ns / NS_PER_S;
	if (fraction < 0) {
		fraction += NS_PER_S;
		seconds--;
	}
	*out = (struct pcap_pkthdr){ .caplen = frame->caplen, .len = frame->len };
	out->ts.tv_sec = seconds;
	out->ts.tv_usec = fraction / unit_ns;
}

/* Link types with other numbers in the interface of libpcap than in files. */
static const struct {
	int dlt, link_type;
} renumbered[] = { { DLT_RAW, LINK_RAW }, { DLT_ATM_RFC1483, LINK_ATM_RFC1483 },
	{ DLT_ATM_CLIP, LINK_ATM_CLIP } };

int pcap_header_dlt(int link_type)
{
	for (size_t i = 0; i < ARRAY_LEN(renumbered); i++)
		if (renumbered[i].link_type == link_type)
			return renumbered[i].dlt;
	return link_type;
}

int pcap_header_link_type(int dlt)
{
	for (size_t i = 0; i < ARRAY_LEN(renumbered); i++)
		if (renumbered[i].dlt == dlt)
			return renumbered[i].link_type;
	return dlt;
}

/* Between libpcap's frame headers and ours. */
#pragma once

#include <pcap/pcap.h>
#include <stdint.h>

#include "core/decode/decode.h"

#define NS_PER_S 1000000000
#define NS_PER_US 1000

/* unit_ns is what one unit of the header's tv_usec is worth: libpcap puts ns there when asked for
 * them. Times that cannot be are held within about 146 years of the epoch, so that no difference of
 * two overflows. */
void pcap_header_to_frame(
    const struct pcap_pkthdr *header, const u_char *bytes, int64_t unit_ns, struct frame *out);

/* The reverse; fractions finer than the unit are cut off. */
void pcap_header_from_frame(const struct frame *frame, int64_t unit_ns, struct pcap_pkthdr *out);

/* libpcap's DLT_ value for a LINKTYPE_ number of core/decode/decode.h, and the reverse. They differ
 * for raw IP only. */
int pcap_header_dlt(int link_type);
int pcap_header_link_type(int dlt);

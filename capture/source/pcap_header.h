/* Conversion between libpcap's frame headers and struct frame. */
#pragma once

#include <pcap/pcap.h>
#include <stdint.h>

#include "core/decode/decode.h"

#define NS_PER_S 1000000000
#define NS_PER_US 1000

/* unit_ns is the unit of the header's tv_usec in ns: 1 if libpcap was asked for ns, else 1000.
 * Impossible times are clamped to about 146 years around the epoch; differences then cannot
 * overflow. */
void pcap_header_to_frame(
    const struct pcap_pkthdr *header, const u_char *bytes, int64_t unit_ns, struct frame *out);

/* The reverse. Truncates fractions finer than the unit. */
void pcap_header_from_frame(const struct frame *frame, int64_t unit_ns, struct pcap_pkthdr *out);

/* Convert a LINKTYPE_ number of core/decode/decode.h to libpcap's DLT_ value and back. They differ
 * for raw IP and ATM only. */
int pcap_header_dlt(int link_type);
int pcap_header_link_type(int dlt);

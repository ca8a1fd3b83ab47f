/* The records of an ordinary pcap file, in place: libpcap copies each frame twice and takes locks
 * for it, which costs more than decoding it.
 *
 * Only what needs no judgement is read here. Where a record is damaged, cut short or unusual in any
 * way, and at the end, libpcap goes on from there and says what there is to say. Reader's
 * thread only. */
#pragma once

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

struct pcap_records;

/* fd (borrowed) is a regular file that `pcap` was opened on; read by offset only. NULL when its
 * format is not the ordinary one. */
struct pcap_records *pcap_records_new(int fd, pcap_t *pcap);
void pcap_records_free(struct pcap_records *records);

/* The next record, as libpcap gives it with times in ns; the bytes are good until the next call.
 * False when the rest is libpcap's, from pcap_records_at() on. */
bool pcap_records_next(
    struct pcap_records *records, struct pcap_pkthdr *header, const u_char **bytes);

/* Where the next record begins. */
uint64_t pcap_records_at(const struct pcap_records *records);

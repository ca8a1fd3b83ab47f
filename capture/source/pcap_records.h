/* Reads the records of an ordinary pcap file in place. libpcap copies each frame twice and takes
 * locks for it, which costs more than decoding it.
 *
 * Only well-formed records are read here. If a record is damaged, truncated or unusual, and at the
 * end, libpcap continues from there and reports what is wrong. Reader's thread only. */
#pragma once

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

struct pcap_records;

/* fd (borrowed) is the regular file that `pcap` was opened on; it is read by offset only. Returns
 * NULL if the format is not the ordinary one. */
struct pcap_records *pcap_records_new(int fd, pcap_t *pcap);
void pcap_records_free(struct pcap_records *records);

/* Returns the next record as libpcap does, with times in ns. The bytes are valid until the next
 * call. False: libpcap must read the rest, from pcap_records_at() on. */
bool pcap_records_next(
    struct pcap_records *records, struct pcap_pkthdr *header, const u_char **bytes);

/* Returns the offset of the next record. */
uint64_t pcap_records_at(const struct pcap_records *records);

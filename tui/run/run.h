/* One run of the program: sources and their models, the lab or server, client and demo. Opened
 * before the screen; used by the screen and by output without one. Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/vantage.h"
#include "tui/run/run_state.h"

/* Opens what the options ask for, enters the private network if needed, drops privileges and
 * starts the threads. False with err set and nothing left open. Call while single-threaded. */
bool run_open(struct run *run, const struct options *options, struct err *err);
void run_close(struct run *run);

/* Selects a vantage point. */
void run_look_from(struct run *run, unsigned vantage);
/* Translates a packet number from the current vantage point to another. */
struct vantage_way run_way(const struct run *run, unsigned vantage);

/* Returns true if packets are printed as they arrive. */
bool run_flows(const struct run *run);

/* Returns true if the built-in client has a peer: the embedded server, or the host of --connect. */
bool run_has_partner(const struct run *run);
/* Returns the number of packets at all vantage points. */
uint64_t run_packets(const struct run *run);
/* Returns true if --at selects the vantage point for printing. */
bool run_wants(const struct run *run, unsigned vantage);

/* Fills in the descriptors to poll (sources, server, client, lab), at most max; returns their
 * number. */
struct pollfd;
size_t run_poll(const struct run *run, struct pollfd *fds, size_t max);

/* Processes waiting packets and events for at most budget_ns, and steps of the demo that are
 * due. Returns true if more is waiting. */
bool run_take(struct run *run, int64_t budget_ns);

/* Reads a packet's frame. False with err set. Valid until the next call. */
bool run_frame(struct run *run, uint32_t packet, struct frame *out, struct err *err);
/* Reads and decodes a packet's frame; false if it cannot be read or holds no segment. */
bool run_segment(struct run *run, uint32_t packet, struct segment *out);
/* Writes the explanation of a packet (core/explain/explain.h); reads its frame only if that
 * adds something. Returns the length. */
size_t run_explain(struct run *run, uint32_t packet, char *out, size_t size);
/* Writes a packet's TCP options in tcpdump's notation, SACK edges raw or relative; nothing if
 * there are none. */
void run_packet_options(struct run *run, uint32_t packet, bool raw_seq, char *out, size_t size);

/* Writes what the frames without a segment hold, and the results of IP reassembly: "12 UDP, 3
 * ARP". Returns the length without the NUL; 0 for none. */
#define RUN_WITHOUT_TCP 512
size_t run_without_tcp(const struct source_status *status, char *out, size_t size);

/* Writes why there is nothing to show: "no TCP segments in x.pcap: 12 frames, 10 UDP". */
void run_why_empty(const struct run *run, char *out, size_t size);

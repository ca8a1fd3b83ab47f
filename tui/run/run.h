/* One run of the program: where packets are captured and the models of them, the lab or server,
 * client and demo. Opened before the screen, shared by the screen and the output without one.
 * Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/vantage.h"
#include "tui/run/run_state.h"

/* Opens everything the options ask for, enters the private network if need be, gives up privileges
 * and starts the threads. On failure nothing is left open. Must be called while single-threaded. */
bool run_open(struct run *run, const struct options *options, const char *program, struct err *err);
void run_close(struct run *run);

/* Makes another vantage point the current one. */
void run_look_from(struct run *run, unsigned vantage);
/* From the current vantage point to another. */
struct vantage_way run_way(const struct run *run, unsigned vantage);

/* Returns true if packets are printed as they come. */
bool run_flows(const struct run *run);

/* Returns true if the built-in client has a peer: the embedded server, or a host that was named. */
bool run_has_partner(const struct run *run);
/* Packets there are, at all vantage points. */
uint64_t run_packets(const struct run *run);
/* Returns true if --at selects the vantage point for printing. */
bool run_wants(const struct run *run, unsigned vantage);

/* The fds to poll: sources, server, client, lab; returns how many of max were filled. */
struct pollfd;
size_t run_poll(const struct run *run, struct pollfd *fds, size_t max);

/* Takes in what waits, for at most budget_ns, and lets the demo do what is due. True
 * when more waits. */
bool run_take(struct run *run, int64_t budget_ns);

/* Reads a packet's frame back. Valid until the next call. */
bool run_frame(struct run *run, uint32_t packet, struct frame *out, struct err *err);
/* The same as a segment; false where it cannot be read, or holds none. */
bool run_segment(struct run *run, uint32_t packet, struct segment *out);
/* Writes the explanation of a packet (core/explain/explain.h); reads its frame only where that may
 * say more. Returns the length. */
size_t run_explain(struct run *run, uint32_t packet, char *out, size_t size);
/* Its options in tcpdump's notation, the edges of SACK blocks raw or relative; empty when
 * there are none. */
void run_packet_options(struct run *run, uint32_t packet, bool raw_seq, char *out, size_t size);

/* Why there is nothing to show: "no TCP segments in x.pcap: 12 frames, 10 of them not TCP..." */
void run_why_empty(const struct run *run, char *out, size_t size);

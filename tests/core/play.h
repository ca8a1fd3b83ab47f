/* Sessions from text, a segment a line, in the manner of packetdrill:
 *
 *     0.000 a S 0 win 8192 ws 8
 *     0.010 b S. 0 ack 1 win 14600 ws 7
 *     0.020 a P. 1:6 ack 1 win 256 sack 7:9 ts 12 ecr 34 id 5
 *
 * Time in ms with fractions; sender (a: 10.0.0.1:4000, b: 10.0.0.2:8000); flags as tcpdump writes
 * them; sequence numbers relative to PLAY_ISN_A and PLAY_ISN_B; the window as in the header; ts is
 * a timestamp and ecr its echo, id the IP identification, tos the IP type of service, "sackok yes"
 * permits SACK, ttl the TTL, opts the order of a SYN's options (core/record/segment.h). Lines are
 * separated by newlines. */
#pragma once

#include "core/model/model.h"
#include "core/record/note.h"

#define PLAY_ISN_A UINT32_C(4294967000) /* wraps soon */
#define PLAY_ISN_B UINT32_C(1000)

/* Adds the segments to the model; a line that cannot be parsed fails the test. */
void play(struct model *m, const char *lines);

/* For suites with one model for each test: the model, its setup and its teardown. */
extern struct model *played;
void play_begin(void);
void play_end(void);
/* Returns true if a packet of `played` has that note. */
bool play_has(uint32_t packet, enum note note);

/* Fails the test unless the figures of every session and the events of all, counted as packets
 * arrived, equal those of a walk over the packets. */
void play_check_figures(const struct model *m);

/* Returns one line as a segment. */
struct segment play_segment(const char *line);

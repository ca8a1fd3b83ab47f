/* The model of a capture: packets, sessions and the links between them.
 *
 * One thread owns a model; there are no locks. The same segments in the same order give the same
 * results. The cost of adding and of reading does not grow with the number of packets and
 * sessions. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/record/packet.h"
#include "core/record/session.h"
#include "core/store/findings.h"
#include "core/store/kind_index.h"

struct model;

/* Never returns NULL: without memory the program ends (core/base/memory.h). The caller frees the
 * model. */
struct model *model_new(void);

struct origins;
/* Sets the table of the origins that segments to come name (borrowed); without it all are of one
 * path. */
void model_know_origins(struct model *m, const struct origins *origins);
void model_free(struct model *m);

/* Adds a segment: finds or begins its session, tracks both directions and their states, and sets
 * notes. May correct the notes of earlier packets of that session. Returns the packet's number. */
uint32_t model_add(struct model *m, const struct segment *segment);
/* Does the same for many in order; faster, because it prefetches. */
void model_add_all(struct model *m, const struct segment *segments, size_t count);

/* Forgets the packets below a number and the sessions without remaining packets, and frees their
 * memory. No number changes: of packets, frames or sessions. The state of a session's flows stays,
 * and so do the notes of its kept packets; its `first` is its oldest kept packet, its `count` and
 * `trouble` are of the kept ones. Links to forgotten packets remain as numbers. The cost for each
 * packet does not grow with the number kept. A number too high forgets all packets. */
void model_forget(struct model *m, uint32_t before);

/* Keeps at most this many packets from now on (0: all); each further packet forgets the oldest. */
void model_keep(struct model *m, uint32_t most);

/* Return how many there ever were: the highest number. */
uint32_t model_packets(const struct model *m);
uint32_t model_sessions(const struct model *m);
/* Returns the oldest packet kept; the highest number plus one if there is none. */
uint32_t model_first(const struct model *m);
/* Return how many are kept. */
uint32_t model_packets_kept(const struct model *m);
uint32_t model_sessions_kept(const struct model *m);
/* Returns the first session kept after a number (0: the first of all); 0 if there is none. */
uint32_t model_session_after(const struct model *m, uint32_t session);
/* Returns true if the packet is kept and begins a problem (core/store/findings.h): duplicate ACKs
 * of one hole are one problem, and so are all copies of a segment. */
bool model_begins_problem(const struct model *m, uint32_t packet);
/* Returns how many kept packets begin a problem, over all sessions. */
uint32_t model_trouble(const struct model *m);

/* Returns the number of kept packets of each kind of event (core/record/event.h), over all
 * sessions: EVENT_COUNT of them. Owned by the model. */
const uint32_t *model_events(const struct model *m);

/* Returns how many times the notes of an earlier packet changed, and which packet the n-th time,
 * from 0; false if that is too long ago to know. */
uint64_t model_corrections(const struct model *m);
bool model_correction(const struct model *m, uint64_t n, uint32_t *packet);

/* Notable packets have a note of any kind, or SYN, FIN or RST. Return the next one after a packet,
 * and the last one before it, in a session or (session 0) in all; 0 if there is none. No walk over
 * the packets between. */
uint32_t model_notable_after(const struct model *m, uint32_t session, uint32_t packet);
uint32_t model_notable_before(const struct model *m, uint32_t session, uint32_t packet);

/* Return the packet or session with a number, from 1; NULL for 0, numbers too high and forgotten
 * ones. Pointers are valid until model_forget; model_add may change what they point to. Owned by
 * the model. */
const struct packet *model_packet(const struct model *m, uint32_t packet);
const struct session *model_session(const struct model *m, uint32_t session);

/* Return the findings of a kept packet (core/record/finding.h), the reasons for its notes, in the
 * order of the notes; NULL and *count 0 if it has none or is not kept. The first one takes a binary
 * search; the second costs almost nothing for packets in ascending order. Owned by the model, valid
 * until the next model_add or model_forget. */
const struct finding *model_findings(const struct model *m, uint32_t packet, unsigned *count);
const struct finding *model_findings_next(
    const struct model *m, struct findings_cursor *cursor, uint32_t packet, unsigned *count);
/* Returns the packet's finding of a note; NULL if there is none. */
const struct finding *model_finding(const struct model *m, uint32_t packet, enum note note);
/* Returns the finding that says why a retransmission was sent: of a note of NOTES_TRIGGER or of
 * NOTE_RETRANSMISSION; NULL if it is no retransmission. */
const struct finding *model_resend(const struct model *m, uint32_t packet);

/* Returns the n-th kept packet of a session, n from 1; 0 if there is none. */
uint32_t model_nth(const struct model *m, uint32_t session, uint32_t n);
/* Returns the n of model_nth for a packet. */
uint32_t model_ordinal(const struct model *m, uint32_t packet);
/* Returns the packet before this one in its session, or 0. The one after it is struct packet's
 * `next`. */
uint32_t model_prev(const struct model *m, uint32_t packet);

/* Return the first packet after a packet of its session, and the last one before it, that is of one
 * of the kinds (enum packet_kind); 0 if there is none. No walk over the packets between. */
uint32_t model_kind_after(const struct model *m, uint32_t packet, unsigned kinds);
uint32_t model_kind_before(const struct model *m, uint32_t packet, unsigned kinds);

/* The range of packets that an ACK was the first to acknowledge: the first and the last packet
 * whose acked_by it is; both 0 if there is none, or none that is kept. */
struct packet_range {
	uint32_t first, last;
};
struct packet_range model_acked(const struct model *m, uint32_t packet);

/* Returns the RTT in ns that an acknowledging packet shows: since the newest packet that it
 * acknowledges was sent, unless that is a retransmission (Karn's algorithm, RFC 6298, 3) or the
 * capture lacks what it answers. -1 if it shows none. */
int64_t model_rtt(const struct model *m, uint32_t packet);

/* Returns the RTT of the handshake in ns, from the SYN to the ACK that ends it; valid for any
 * capture point between the ends. -1 if the capture lacks part of it or a SYN was retransmitted. */
int64_t model_initial_rtt(const struct model *m, uint32_t session);

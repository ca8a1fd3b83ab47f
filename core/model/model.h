/* Everything known of a capture: packets, sessions, and the ways between them.
 *
 * One thread owns it; nothing here locks. The same segments in the same order give the same facts.
 * Adding costs the same however many packets and sessions there are; so does asking. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/record/packet.h"
#include "core/record/session.h"
#include "core/store/findings.h"
#include "core/store/kind_index.h"

struct model;

/* Never NULL: out of memory ends the program (core/base/memory.h). The caller frees it. */
struct model *model_new(void);
void model_free(struct model *m);

/* Takes one segment in: finds or begins its session, tracks both directions and the states, notes
 * what is remarkable. May correct records of earlier packets of that session. Returns the
 * packet's number. */
uint32_t model_add(struct model *m, const struct segment *segment);
/* The same for many in order; faster, since it looks ahead. */
void model_add_all(struct model *m, const struct segment *segments, size_t count);

/* Forgets the packets below a number, and the sessions that have none left; their memory is given
 * back. No number changes: not of packets, frames or sessions. What is known of a session's flows
 * stays, as do the notes of its kept packets; its `first` is its first kept packet, its `count` and
 * `trouble` are of those it has. Links to forgotten packets stay as numbers and lead nowhere. A
 * packet costs the same to forget however many there are. Numbers too high forget all there are. */
void model_forget(struct model *m, uint32_t before);

/* From now on keeps at most so many packets (0: all): each that comes beyond makes the oldest
 * be forgotten. */
void model_keep(struct model *m, uint32_t most);

/* How many there ever were, so the highest number. */
uint32_t model_packets(const struct model *m);
uint32_t model_sessions(const struct model *m);
/* The oldest packet that is kept; one more than the highest number when there is none. */
uint32_t model_first(const struct model *m);
/* Those that are kept. */
uint32_t model_packets_kept(const struct model *m);
uint32_t model_sessions_kept(const struct model *m);
/* The first session after a number (0: of all) that is not forgotten; 0 when there is none. */
uint32_t model_session_after(const struct model *m, uint32_t session);
/* Kept packets with a note of NOTES_TROUBLE, over all sessions. */
uint32_t model_trouble(const struct model *m);

/* Kept packets by kind of event (core/record/event.h), over all sessions; EVENT_COUNT of them.
 * Counted as they came. Owned by the model. */
const uint32_t *model_events(const struct model *m);

/* Remarkable packets: those with a note of any kind, with SYN, FIN or RST. The next one after a
 * packet and the last one before it, of a session, or (session 0) of all; 0 when there is none.
 * Costs no walk through the packets between. */
uint32_t model_remarkable_after(const struct model *m, uint32_t session, uint32_t packet);
uint32_t model_remarkable_before(const struct model *m, uint32_t session, uint32_t packet);

/* Numbers are from 1; 0, numbers too high and those of the forgotten give NULL. Pointers stay valid
 * until model_forget; what they point to may change with model_add. Owned by the model. */
const struct packet *model_packet(const struct model *m, uint32_t packet);
const struct session *model_session(const struct model *m, uint32_t session);

/* Why a kept packet has its notes (core/record/finding.h): its findings, one after the other in the
 * order of their notes; NULL and *count 0 when it has none or is not kept. Costs a binary search;
 * the second, for who goes through packets upwards, nearly nothing. Owned by the model, good until
 * the next model_add or model_forget. */
const struct finding *model_findings(const struct model *m, uint32_t packet, unsigned *count);
const struct finding *model_findings_next(
    const struct model *m, struct findings_cursor *cursor, uint32_t packet, unsigned *count);
/* The one of a note; NULL when there is none. */
const struct finding *model_finding(const struct model *m, uint32_t packet, enum note note);
/* The one that tells why a retransmission was sent: of a note of NOTES_TRIGGER or of
 * NOTE_RETRANSMISSION; NULL when it is none. */
const struct finding *model_resend(const struct model *m, uint32_t packet);

/* The n-th kept packet of a session, n from 1; 0 when there is none. */
uint32_t model_nth(const struct model *m, uint32_t session, uint32_t n);
/* The reverse: which one in its session a packet is, from 1. */
uint32_t model_ordinal(const struct model *m, uint32_t packet);
/* The packet before it in its session, or 0. The one after it is struct packet's `next`. */
uint32_t model_prev(const struct model *m, uint32_t packet);

/* The first packet after, and the last one before a packet in its session that is of one of the
 * kinds (enum packet_kind); 0 when there is none. Costs no walk through the packets between. */
uint32_t model_kind_after(const struct model *m, uint32_t packet, unsigned kinds);
uint32_t model_kind_before(const struct model *m, uint32_t packet, unsigned kinds);

/* The range of packets that an ACK acknowledged for the first time: first and last packet whose
 * acked_by it is; both 0 when none, or none that is kept. */
struct packet_range {
	uint32_t first, last;
};
struct packet_range model_acked(const struct model *m, uint32_t packet);

/* Round-trip time in ns that an acknowledging packet shows: since the newest packet it acknowledged
 * was sent, unless that one had been retransmitted (Karn, RFC 6298, 3). -1 when it shows none. */
int64_t model_rtt(const struct model *m, uint32_t packet);

/* The round trip of the handshake in ns, SYN to the ACK that ends it, as seen from anywhere between
 * the ends; -1 where the capture lacks part of it or a SYN was retransmitted. */
int64_t model_initial_rtt(const struct model *m, uint32_t session);

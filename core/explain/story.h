/* Sentences about one packet, and the functions that core/explain shares to write them.
 *
 * Each file holds one subject: opening, data, loss, window, reset, sack, closing. The findings come
 * first, each with the sentence of its rule (sentences.c); then the segment itself, from its record
 * and the links in it; then what became of it. A sentence begins with the term to search for.
 * Quantities over 9,999 have separators; sequence numbers, frames and ports are names and have
 * none. RFC sections are in the details (detail_context.c). */
#pragma once

#include "core/model/model.h"
#include "core/record/finding.h"
#include "core/record/note.h"

struct story {
	const struct model *m;
	uint32_t number;
	const struct packet *p;
	const struct segment *segment; /* decoded from its frame, or NULL */
	const struct session *s;
	const struct finding *findings; /* of the packet */
	unsigned count;                 /* of findings */
	enum side side;
	const char *sender,
	    *receiver; /* "the client", "the server"; "A", "B" if the opener is not known */
	char *out;
	size_t size, used;
};

/* Returns the empty story of a kept packet. Writes at most size bytes. */
struct story story_begin(const struct model *m, uint32_t packet, char *out, size_t size);

/* Appends formatted ASCII text. Leaves out a sentence that does not fit completely. */
void story_add(struct story *story, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a sentence of a finding and fills in its values:
 *
 *   {sender} {receiver}          the ends; {Receiver} at the start of a sentence
 *   {lacking}                    nothing; no value if the cause acknowledges the whole packet
 *   {head}                       nothing; no value unless the finding begins its series
 *   {here}                       nothing; no value unless the capture is at the sender's end
 *   {cause} {first} {copy} {answer}   "frame 7"; no value if the finding names no packet or a
 *                                forgotten one
 *   {Answer}                     "Frame 7", at the start of a sentence
 *   {causes}                     "frames 5 to 7": from cause_first to cause; or only {cause}
 *   {since cause} {since first} {since copy} {until cause} {until answer}   "31.2 ms"
 *   {count}                      "3"; no value for 0
 *   {duplicate}                  "the third duplicate ACK (frame 9)"; no value if the cause is
 *                                none
 *   {what}                       "byte 101", "the SYN", "the FIN": the start of the packet
 *   {seq} {ack} {port}           numbers of the packet; the server's port
 *
 * [a|b|...] stands for the first alternative with all values known, or for nothing. */
void story_fill(struct story *story, const struct finding *finding, const char *sentence);

/* Returns the packet's finding of a note, or NULL. */
const struct finding *story_finding(const struct story *story, enum note note);
/* Returns the finding that says why a retransmission was sent, or NULL. */
const struct finding *story_resend(const struct story *story);
bool story_has(const struct story *story, enum note note);

/* Return the sequence and acknowledgement number of the packet, relative to the ISNs. */
uint32_t story_seq(const struct story *story);
uint32_t story_ack(const struct story *story);

/* Returns the last earlier packet of the session from the same (or the other) side, or NULL. */
const struct packet *story_before(const struct story *story, bool same_side);

/* "bytes 101-200", "byte 7", with "and the FIN": the data of a packet in relative numbers. */
#define STORY_BYTES 64
const char *story_bytes(
    const struct story *story, const struct packet *packet, char out[STORY_BYTES]);

/* Returns the position of a finding in its SERIES_HEAD: 1 for the head. */
unsigned story_place(const struct finding *finding);
/* Writes "second", "third"; "12th" and the like from the 11th on. Returns out. */
#define STORY_ORDINAL 16
const char *story_ordinal(unsigned n, char out[STORY_ORDINAL]);

/* Appends the sentence of the finding's rule, unless another note of the packet says more. */
void story_tell_finding(struct story *story, const struct finding *finding);
/* Appends the sentences of the findings of some notes. */
void story_tell_findings(struct story *story, uint64_t notes);

/* Appends sentences that need more than the values of a finding. */
typedef void story_teller(struct story *story, const struct finding *finding);

/* opening.c */
void story_tell_syn(struct story *story);
void story_tell_syn_ack(struct story *story);
/* Returns the SYN-ACK that the packet is the first to acknowledge, or NULL. */
const struct packet *story_ended_handshake(const struct story *story);
/* Appends a sentence if the packet is no part of this connection's byte streams: a SYN-ACK with
 * another ISN, one that answers no SYN, data below the ISN. Otherwise returns false. */
bool story_tell_unaccepted(struct story *story);
void story_tell_handshake_ended(struct story *story, const struct packet *syn_ack);
story_teller tell_syn_unanswered;

/* data.c */
void story_tell_data(struct story *story);
void story_tell_ack(struct story *story);
/* Appends a sentence for a segment that carries nothing new and has no note to explain it. */
void story_tell_nothing_new(struct story *story);
story_teller tell_nagle, tell_acks_unseen;

/* loss.c */
/* Appends which bytes a retransmission carries, and when they were sent before. */
void story_tell_again(struct story *story);
/* Appends how a retransmission differs from the earlier copy: joined or cut. */
void story_tell_shape(struct story *story);
/* Appends what answered a retransmission. */
void story_tell_outcome(struct story *story);
story_teller tell_resent_smaller, tell_rto_smaller, tell_hole, tell_spurious_acked;

/* window.c */
story_teller tell_window_update, tell_waited, tell_keep_alive;

/* reset.c */
void story_tell_reset(struct story *story);

/* sack.c */
/* Appends the SACK blocks of the segment, if its frame was read. */
void story_tell_sack(struct story *story);
story_teller tell_duplicate_ack;

/* closing.c */
void story_tell_fin(struct story *story);
/* Appends what the ACK of a FIN means for the connection. */
void story_tell_closed(struct story *story);

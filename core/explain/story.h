/* Sentences about one packet, and what the files of the explanations share. For core/explain.
 *
 * A file holds one subject: opening, data, loss, window, reset, sack, closing. Why a note was set
 * is told from its finding alone, by the sentence of its rule (sentences.c); what a segment without
 * a note does is told from links in its record. Nothing here looks back over packets. */
#pragma once

#include "core/model/model.h"
#include "core/record/finding.h"
#include "core/record/note.h"

struct story {
	const struct model *m;
	uint32_t number;
	const struct packet *p;
	const struct segment *segment; /* as its frame has it, or NULL */
	const struct session *s;
	const struct finding *findings; /* of the packet */
	unsigned count;                 /* of findings */
	enum side side;
	const char *sender,
	    *receiver; /* "the client", "the server"; or "A", "B" when the opener is not known */
	char *out;
	size_t size, used;
};

/* The story of a packet that is kept, still empty. Writes at most size bytes. */
struct story story_begin(const struct model *m, uint32_t packet, char *out, size_t size);

/* Appends formatted text; a sentence that does not fit whole is left out. The text is ASCII. */
void story_add(struct story *story, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a sentence of a finding with its values filled in:
 *
 *   {sender} {receiver}          the ends
 *   {cause} {first} {copy} {answer}   "frame 7"; no value where the finding names no packet, or one
 *                                that is forgotten
 *   {Answer}                     "Frame 7", where a sentence begins
 *   {causes}                     "frames 5 to 7": from cause_first to cause; or just {cause}
 *   {since cause} {since first} {since copy} {until cause} {until answer}   "31.2 ms"
 *   {count}                      "3"; no value for 0
 *   {what}                       "byte 101", "the SYN", "the FIN": what it begins with
 *   {seq} {ack} {port}           numbers of the packet, the port that was asked for
 *
 * [a|b|...] stands for the first of these in which every value is known, or for nothing. */
void story_fill(struct story *story, const struct finding *finding, const char *sentence);

/* Returns the packet's finding of a note, or NULL. */
const struct finding *story_finding(const struct story *story, enum note note);
/* Returns the one that tells why a retransmission was sent, or NULL. */
const struct finding *story_resend(const struct story *story);
bool story_has(const struct story *story, enum note note);

/* Relative numbers of the packet. */
uint32_t story_seq(const struct story *story);
uint32_t story_ack(const struct story *story);

/* Returns the last packet before it in its session that the same (or the other) side sent; or
 * NULL. */
const struct packet *story_before(const struct story *story, bool same_side);

/* "a retransmission of frame 4, 200 ms after it": of a packet that is one. */
#define STORY_AGAIN 200
void story_again(const struct story *story, char *out, size_t size);

/* Appends the sentence of the finding's rule, unless another note of the packet tells more. */
void story_tell_finding(struct story *story, const struct finding *finding);
/* Appends why the notes are set. */
void story_tell_findings(struct story *story);

/* One or several sentences of a finding that need more than its values. */
typedef void story_teller(struct story *story, const struct finding *finding);

/* opening.c */
void story_tell_syn(struct story *story);
void story_tell_syn_ack(struct story *story);
/* Returns the SYN-ACK that the packet acknowledges first, or NULL. */
const struct packet *story_ended_handshake(const struct story *story);
void story_tell_handshake_ended(struct story *story, const struct packet *syn_ack);
story_teller tell_syn_unanswered;

/* data.c */
void story_tell_data(struct story *story);
void story_tell_ack(struct story *story);
/* Nothing new is in it, and no note tells why it came. */
void story_tell_nothing_new(struct story *story);
story_teller tell_nagle;

/* loss.c */
/* Adds what is different from the copy that a retransmission repeats: joined, cut. */
void story_tell_shape(struct story *story);
story_teller tell_resent_smaller, tell_hole;

/* window.c */
story_teller tell_window_update;

/* reset.c */
void story_tell_reset(struct story *story);

/* sack.c */
/* Adds what the segment says by SACK, where its frame is at hand. */
void story_tell_sack(struct story *story);
story_teller tell_duplicate_ack;

/* closing.c */
void story_tell_fin(struct story *story);
/* Adds what the acknowledgement of a FIN means for the connection. */
void story_tell_closed(struct story *story);

/* What the files of the explanations share. For core/explain/explain*.c. */
#pragma once

#include "core/model/model.h"
#include "core/record/note.h"

/* How far back a story looks, in packets of the session. */
#define STORY_WALK 512

/* Sentences being written about one packet. */
struct story {
	const struct model *m;
	uint32_t number;
	const struct packet *p;
	const struct segment *segment; /* as its frame has it, or NULL */
	const struct session *s;
	enum side side;
	const char *sender,
	    *receiver; /* "the client", "the server"; or "A", "B" when the opener is not known */
	char *out;
	size_t size, used;
};

/* Appends formatted text; a sentence that does not fit whole is left out. The text is ASCII. */
void story_add(struct story *story, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Relative numbers of the packet. */
uint32_t story_seq(const struct story *story);
uint32_t story_ack(const struct story *story);

/* The last packet before it in its session that the same (or the other) side sent, within
 * reach; or NULL. */
const struct packet *story_before(const struct story *story, bool same_side);

/* The first reset before it that its receiver did not ignore, within reach; or NULL. */
const struct packet *story_reset_before(const struct story *story);

/* Adds what one of the notes up to NOTE_SPURIOUS_RETRANSMISSION means. */
void explain_resent(struct story *story, enum note note);
/* Adds what one of the notes from NOTE_ORIGINAL_UNSEEN on means. */
void explain_cause(struct story *story, enum note cause);

/* "a retransmission of frame 4, 200 ms after it": of a packet that is one. */
#define STORY_AGAIN 160
void story_again(const struct story *story, char *out, size_t size);

/* Of a retransmission: adds why it was sent without a cause of its own, and why it is shorter than
 * what it repeats. */
void explain_again(struct story *story);

/* Adds what it says by SACK, where its frame is at hand. */
void explain_sack(struct story *story);
/* Whether that reports something that came twice; that something has come beyond a hole. */
bool story_reports_twice(const struct story *story);
bool story_reports_hole(const struct story *story);

/* Adds what the notes mean. */
void explain_notes(struct story *story);

/* What the files of a session's story share. For core/explain/explain_session*.c. */
#pragma once

#include "core/explain/explain_session.h"
#include "core/explain/story.h"

#define SENTENCE 768

struct tale {
	const struct session_facts *f;
	const struct session *s;
	/* "the client", "the server"; "A", "B" where the opener is not known */
	const char *name[2];
	char end[2][ENDPOINT_TEXT]; /* address and port */
	struct story story;         /* where sentences go; it is about no packet */
};

/* The frame number of a packet. */
uint32_t tale_frame(const struct tale *tale, uint32_t packet);
/* "s", or nothing for one. Static. */
const char *tale_plural(uint64_t n);

/* What went wrong, and where the time went. */
void tell_wrongs(struct tale *tale);
void tell_time(struct tale *tale);
/* How it ended, or stands. */
void tell_ending(struct tale *tale);

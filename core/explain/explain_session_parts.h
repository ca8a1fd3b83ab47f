/* Shared by core/explain/explain_session*.c. */
#pragma once

#include "core/explain/explain_session.h"
#include "core/explain/story.h"

#define SENTENCE 768

struct tale {
	const struct session_facts *f;
	const struct session *s;
	/* "the client", "the server"; "A", "B" if the opener is not known */
	const char *name[2];
	char end[2][ENDPOINT_TEXT]; /* address and port */
	struct story story;         /* receives the sentences; has no packet */
};

/* Returns the frame number of a packet. */
uint32_t tale_frame(const struct tale *tale, uint32_t packet);
/* Returns "s", or "" for 1. Static. */
const char *tale_plural(uint64_t n);

/* Writes the problems, and what the time was spent on. */
void tell_wrongs(struct tale *tale);
void tell_time(struct tale *tale);
/* Writes how the session ended, or its present state. */
void tell_ending(struct tale *tale);

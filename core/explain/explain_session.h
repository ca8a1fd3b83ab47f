/* A session in a few plain sentences: how it opened, what went over it, what went wrong and where
 * the time went, how it ended. */
#pragma once

#include "core/model/session_facts.h"

#define EXPLAIN_SESSION_TEXT 2048

/* Writes ASCII sentences, as far as the capture shows. Refers to packets by frame number. Returns
 * the length without the NUL. */
size_t explain_session(const struct session_facts *facts, char *out, size_t size);

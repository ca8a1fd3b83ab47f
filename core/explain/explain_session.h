/* Tells a session in a few sentences: the verdict, its opening, its data, its problems, its delays,
 * its end. */
#pragma once

#include "core/model/session_facts.h"

#define EXPLAIN_SESSION_TEXT 2048

/* Writes ASCII sentences about the captured part. Refers to packets by frame number. Returns the
 * length without the NUL. */
size_t explain_session(const struct session_facts *facts, char *out, size_t size);

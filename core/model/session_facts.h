/* What is told about a whole session, gathered before it is told: in a sentence here, in a
 * number there. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/model/course.h"
#include "core/model/figures.h"
#include "core/model/model.h"

/* All borrowed. Course and figures are those of the session from its first packet on. */
struct session_facts {
	const struct model *m;
	uint32_t session;
	const struct course *course;
	const struct figures *figures;
	/* the SYN of each side (course.side[].syn) as its frame has it, or NULL */
	const struct segment *syn[2];
};

/* What of a connection the capture has: the bits of Wireshark's tcp.completeness. */
enum completeness {
	COMPLETE_SYN = 1,
	COMPLETE_SYN_ACK = 2,
	COMPLETE_ACK = 4,
	COMPLETE_DATA = 8,
	COMPLETE_FIN = 16,
	COMPLETE_RST = 32,
};

/* Of packets that are forgotten, too, as far as the flows tell: the ACK of a handshake is one that
 * acknowledged the SYN-ACK. */
unsigned session_completeness(const struct session_facts *f);
/* "complete, with data": whether opening and end were captured. Static. */
const char *completeness_words(unsigned bits);
/* "SYN + SYN-ACK + ACK". Returns the length without the NUL. */
size_t completeness_format(unsigned bits, char *out, size_t size);

/* All payload bytes that a side sent in a second, those sent again included; -1 where that is
 * nothing. figures_goodput() counts the new ones alone. */
double session_throughput(const struct session_facts *f, enum side side);

/* Whether the long wait for an acknowledgement is longer than the network explains: a stall. */
bool session_stalled(const struct session_facts *f);

/* Options that both SYNs agreed on. */
enum agreed {
	AGREED_SACK = 1,
	AGREED_TIMESTAMPS = 2,
	AGREED_SCALING = 4,
	AGREED_ECN = 8,
};
/* As enum agreed; -1 where the SYNs are not known. */
int session_agreed(const struct session_facts *f);

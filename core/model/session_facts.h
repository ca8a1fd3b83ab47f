/* The facts that session stories, details and JSON need about a whole session. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/model/course.h"
#include "core/model/figures.h"
#include "core/model/model.h"
#include "core/model/verdict.h"

/* All borrowed. course and figures cover the session from its first kept packet on. */
struct session_facts {
	const struct model *m;
	uint32_t session;
	const struct course *course;
	const struct figures *figures;
	/* the SYN of each side (course.side[].syn), decoded from its frame, or NULL */
	const struct segment *syn[2];
	const struct verdict *verdict; /* or NULL */
	/* completed, or NULL */
	const struct time_shares *shares;
};

/* The captured parts of a connection: the bits of Wireshark's tcp.completeness. */
enum completeness {
	COMPLETE_SYN = 1,
	COMPLETE_SYN_ACK = 2,
	COMPLETE_ACK = 4,
	COMPLETE_DATA = 8,
	COMPLETE_FIN = 16,
	COMPLETE_RST = 32,
};

/* Returns enum completeness, with the forgotten packets that the flows record. The ACK of a
 * handshake is one that acknowledged the SYN-ACK. */
unsigned session_completeness(const struct session_facts *f);
/* Returns "complete, with data" and the like: if opening and end were captured. Static. */
const char *completeness_words(unsigned bits);
/* Writes "SYN + SYN-ACK + ACK". Returns the length without the NUL. */
size_t completeness_format(unsigned bits, char *out, size_t size);

/* Returns a side's payload bytes per second, retransmissions included; -1 if the duration is 0.
 * figures_goodput() counts new bytes only. */
double session_throughput(const struct session_facts *f, enum side side);

/* Returns true if the longest wait for an ACK is a stall: longer than the network explains. */
bool session_stalled(const struct session_facts *f);

/* Options that both SYNs agreed on. */
enum agreed {
	AGREED_SACK = 1,
	AGREED_TIMESTAMPS = 2,
	AGREED_SCALING = 4,
	AGREED_ECN = 8,
};
/* Returns enum agreed; -1 if the SYNs are not known. */
int session_agreed(const struct session_facts *f);

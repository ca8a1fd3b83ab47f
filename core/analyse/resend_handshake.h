/* Retransmissions of SYN and FIN that no loss triggers. For core/analyse/resend_cause.c. */
#pragma once

#include "core/analyse/moment.h"

/* Why a SYN, a SYN-ACK or a FIN is sent again, and the packet that shows it; RULE_NONE: for no
 * reason of its own kind. */
struct handshake_reason {
	enum rule rule;
	uint32_t cause;
};
struct handshake_reason resend_handshake(const struct track *t);

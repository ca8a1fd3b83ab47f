/* Retransmissions that may be a timeout or a tail loss probe. */
#pragma once

#include <stdbool.h>

#include "known.h"

/* Returns, by segment of a capture, true for a retransmission by timer or probe that the capture
 * cannot tell apart. Linux probes for the last segment after two RTTs and 200 ms if it is the only
 * one in flight, but no later than the timer would expire (tcp_schedule_loss_probe()): one RTT and
 * 200 ms if RTTs vary little. A kernel that probes and one that does not (tcp_early_retrans=0) then
 * send the same bytes at the same time. The difference shows in a second copy, because timeouts
 * back off and probes do not, or in a loss with more in flight, because the timer starts with the
 * first segment and a probe is the last. If a side shows either, all of its retransmissions are
 * judged. The caller frees the array. */
bool *alike_of(const struct known *known, const struct capture *capture);

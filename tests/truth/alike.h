/* Retransmissions that a timeout and a tail loss probe would have sent alike. */
#pragma once

#include <stdbool.h>

#include "known.h"

/* By segment of a capture: whether it was sent again by a timer or as a probe, and nobody who has
 * this capture can know which. Linux probes for the last segment after two round trips and 200 ms
 * when it is the only one that is out, but no later than the timer would expire
 * (tcp_schedule_loss_probe()), which is one round trip and 200 ms where round trips vary little. So
 * a kernel that probes and one that does not (tcp_early_retrans=0) send the same bytes at the same
 * instant. What tells them apart is a second copy, since timeouts back off and a probe does not, or
 * a loss when more was out, since the one begins with the first segment and the other sends the
 * last. Where a side shows either, all of its retransmissions are judged. The caller frees it. */
bool *alike_of(const struct known *known, const struct capture *capture);

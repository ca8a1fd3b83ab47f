#include "core/analyse/sender_timers.h"

#include "core/analyse/analyse.h"
#include "core/analyse/capture_point.h"
#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/store/session_live.h"

/* Returns true if the timestamps count milliseconds, as most do (RFC 7323, 5.4, leaves that open):
 * they advance as time does here. */
static bool counts_ms(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct follow *follow = t->session->follow;
	uint16_t stamp = follow->clock_stamp[t->side];
	int32_t passed = (int32_t)((uint32_t)(s->time_ns / NS_PER_MS) - follow->clock_ms[t->side]);
	if (!(s->options & OPTION_TIMESTAMP) || stamp == 0 || passed < 0)
		return false;
	int16_t apart = (int16_t)(uint16_t)((uint16_t)s->ts_val - stamp - (uint32_t)passed);
	int32_t most = passed / CLOCK_PART < CLOCK_APART_MS ? passed / CLOCK_PART : CLOCK_APART_MS;
	return apart <= most && apart >= -most;
}

/* Returns how long the side had sent nothing by its own timestamps, in ns; -1 if they do not show
 * it. */
static int64_t unsent_by_clock(const struct track *t)
{
	uint32_t ts_high = t->own->recovery->seen.ts_high;
	int32_t ticks = seq_diff(t->segment->ts_val, ts_high);
	if (captured_at_sender(t) || ts_high == 0 || ticks < 0 || !counts_ms(t))
		return -1;
	return (ticks + INT64_C(1)) * NS_PER_MS;
}

/* Returns the time since the side last sent anything; unheard: and received nothing since. Its
 * timestamps are more exact than the times here, because packets may be delayed. */
static int64_t silence_by_clock(const struct track *t, int64_t silent, bool unheard)
{
	const struct recovery *r = t->own->recovery;
	uint32_t newest = track_seen_last(t, t->side);
	int64_t unsent = unsent_by_clock(t);
	if (unsent < 0 || newest == 0)
		return silent;
	int64_t last = packet_store_at(t->packets, newest)->time_ns;
	/* It may have received reports. */
	if (unheard && last == r->sent_ns)
		return unsent < silent || !analyse_was_reported(t) ? unsent : silent;
	/* It was sent before the last ACK can have arrived, so the silence was shorter. */
	bool earlier = !unheard && last < r->acked_ns + sender_ns(t);
	return earlier && unsent < silent ? unsent : silent;
}

int64_t timing_silence_ns(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	int64_t heard = r->acked_ns + sender_ns(t);
	bool sent_last = r->sent_ns > heard || has_not_heard(t) || is_covered(t);
	int64_t since = sent_last ? r->sent_ns : heard, now = t->segment->time_ns;
	int64_t silent = silence_by_clock(t, now > since ? now - since : 0, sent_last);
	return silent < TIMING_MOST_NS ? silent : TIMING_MOST_NS;
}

int64_t timing_timeout_ns(const struct track *t)
{
	return recovery_rto(t->own->recovery) + sender_ns(t);
}

int64_t timing_probe_due_ns(const struct track *t)
{
	int64_t due = 2 * (t->own->recovery->rtt.smooth_ns + sender_ns(t)),
	        timeout = timing_timeout_ns(t);
	return due < timeout ? due : timeout;
}

int64_t timing_probe_most_ns(const struct track *t)
{
	int64_t most = 2 * (t->own->recovery->rtt.smooth_ns + sender_ns(t)) + RTT_LINUX_MARGIN_NS;
	int64_t timeout = timing_timeout_ns(t);
	return most > timeout ? most : timeout;
}

int64_t timing_copy_age_ns(const struct track *t)
{
	int64_t age =
	    t->copy != 0 ? t->segment->time_ns - packet_store_at(t->packets, t->copy)->time_ns : 0;
	if (age < 0)
		return 0;
	return age < TIMING_MOST_NS ? age : TIMING_MOST_NS;
}

int64_t timing_timer_age_ns(const struct track *t)
{
	int64_t age = timing_copy_age_ns(t);
	int64_t acked = t->segment->time_ns - t->own->recovery->acked_ns;
	int64_t heard = acked > sender_ns(t) ? acked - sender_ns(t) : 0;
	return sack_in_use(t) || age < heard ? age : heard;
}

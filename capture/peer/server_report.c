#include "capture/peer/server_report.h"

static bool push(struct report *report, const struct talk *talk)
{
	if (!ring_push(report->ring, talk))
		return false;
	report->pushed = true;
	return true;
}

/* Puts the count in the place where the events are missing: before what comes after them. */
static bool tell_lost(struct report *report)
{
	if (report->lost == 0)
		return true;
	struct talk talk = talk_now(TALK_DROPPED, NULL, NULL);
	talk.len = report->lost;
	if (!push(report, &talk))
		return false;
	report->lost = 0;
	return true;
}

void report_talk(struct report *report, const struct talk *talk)
{
	if (tell_lost(report) && push(report, talk))
		return;
	if (report->lost < UINT32_MAX)
		report->lost++;
}

bool report_flush(struct report *report)
{
	bool told = tell_lost(report);
	if (report->pushed)
		ring_publish(report->ring);
	report->pushed = false;
	return !told;
}

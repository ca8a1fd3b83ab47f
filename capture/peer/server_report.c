#include "capture/peer/server_report.h"

static bool push(struct server_report *report, const struct peer_event *event)
{
	if (!ring_push(report->ring, event))
		return false;
	report->pushed = true;
	return true;
}

/* Puts the number of lost events where they are missing: before the events that follow. */
static bool report_lost(struct server_report *report)
{
	if (report->lost == 0)
		return true;
	struct peer_event event = peer_event_now(PEER_EVENT_DROPPED, NULL, NULL);
	event.len = report->lost;
	if (!push(report, &event))
		return false;
	report->lost = 0;
	return true;
}

void server_report_add(struct server_report *report, const struct peer_event *event)
{
	if (report_lost(report) && push(report, event))
		return;
	if (report->lost < UINT32_MAX)
		report->lost++;
}

bool server_report_flush(struct server_report *report)
{
	bool told = report_lost(report);
	if (report->pushed)
		ring_publish(report->ring);
	report->pushed = false;
	return !told;
}

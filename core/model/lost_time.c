#include "core/model/lost_time.h"

#include "core/base/add_saturating.h"

static void judge(struct lost_time *lost, const struct model *m, uint32_t session)
{
	struct verdict v = verdict_of(m, session);
	struct lost_cause *cause = &lost->cause[v.kind];
	lost->at = session;
	lost->judged++;
	if (!verdict_is_slow(&v))
		return;
	sum_add(&cause->ns, v.ns);
	cause->sessions++;
	if (cause->worst == 0 || v.ns > cause->worst_ns) {
		cause->worst = session;
		cause->worst_ns = v.ns;
	}
}

bool lost_time_go_on(struct lost_time *lost, const struct model *m, uint32_t packets)
{
	uint32_t session, walked = 0;
	while ((session = model_session_after(m, lost->at)) != 0) {
		uint32_t count = model_session(m, session)->count;
		if (walked >= packets)
			return false;
		walked += count < VERDICT_WALK ? count : VERDICT_WALK;
		judge(lost, m, session);
	}
	return true;
}

unsigned lost_time_worst(const struct lost_time *lost, uint8_t kinds[VERDICT_KINDS])
{
	unsigned count = 0;
	for (unsigned kind = 0; kind < VERDICT_KINDS; kind++) {
		unsigned at = count;
		if (lost->cause[kind].sessions == 0)
			continue;
		for (; at > 0 && lost->cause[kinds[at - 1]].ns < lost->cause[kind].ns; at--)
			kinds[at] = kinds[at - 1];
		kinds[at] = (uint8_t)kind;
		count++;
	}
	return count;
}

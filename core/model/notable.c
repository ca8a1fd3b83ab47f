#include "core/model/notable.h"

#include "core/store/session_live.h"

#define WAIT_ALWAYS_NS INT64_C(1000000000)
#define WAIT_SHARE 10 /* of the session: one part in this many */

uint64_t events_of(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	return events_from(p->notes, p->flags);
}

static int64_t since(const struct model *m, uint32_t packet, uint32_t from)
{
	const struct packet *p = model_packet(m, packet), *before = model_packet(m, from);
	return before == NULL ? -1 : p->time_ns - before->time_ns;
}

int64_t wait_ns(const struct model *m, uint32_t packet, enum note note)
{
	const struct finding *f = model_finding(m, packet, note);
	if (f == NULL)
		return -1;
	switch (note) {
	case NOTE_NAGLE_DELAY:
		return since(m, packet, f->cause_first);
	case NOTE_RECEIVER_LIMITED: {
		enum side side = packet_side(model_packet(m, packet));
		return since(m, packet, model_kind_before(m, packet, KIND_FROM(side)));
	}
	default:
		return since(m, packet, f->cause);
	}
}

/* Returns how many of this wait its session may have had. */
static uint32_t times(const struct session *s, enum note note)
{
	bool counts = note != NOTE_APPLICATION_LIMITED && s->follow != NULL;
	uint32_t count = counts ? tally_events(&s->follow->tally, note) : 0;
	return count > 0 ? count : 1;
}

static bool costs_much(const struct model *m, uint32_t packet, enum note note)
{
	const struct session *s = model_session(m, model_packet(m, packet)->session);
	int64_t took = wait_ns(m, packet, note), whole = since(m, s->last, s->first);
	if (took >= WAIT_ALWAYS_NS)
		return true;
	return took > 0 && took * (int64_t)times(s, note) >= whole / WAIT_SHARE;
}

static uint64_t without_cheap_waits(const struct model *m, uint32_t packet, uint64_t notes)
{
	for (uint64_t waits = notes & NOTES_WAIT; waits != 0; waits &= waits - 1) {
		enum note note = (enum note)__builtin_ctzll(waits);
		if (!costs_much(m, packet, note))
			notes &= ~NOTE_BIT(note);
	}
	return notes;
}

uint64_t notes_shown(const struct model *m, uint32_t packet)
{
	return without_cheap_waits(m, packet, model_packet(m, packet)->notes);
}

uint64_t events_shown(const struct model *m, uint32_t packet)
{
	return without_cheap_waits(m, packet, events_of(m, packet));
}

uint64_t events_begun(const struct model *m, uint32_t packet)
{
	unsigned count;
	uint64_t events = events_shown(m, packet);
	const struct finding *f = model_findings(m, packet, &count);
	/* Without the packet before it in its series, nothing else stands for the series. */
	for (unsigned i = 0; i < count; i++)
		if (!finding_is_head(&f[i]) && model_packet(m, f[i].copy) != NULL)
			events &= ~EVENT_BIT(f[i].note);
	return events;
}

uint32_t event_frames(const struct model *m, uint32_t packet, unsigned event)
{
	const struct finding *f =
	    event < NOTE_COUNT ? model_finding(m, packet, (enum note)event) : NULL;
	uint32_t frames = 1;
	if (f == NULL || rule_of(f->rule)->series == SERIES_NONE)
		return 1;
	if (rule_of(f->rule)->series == SERIES_HEAD)
		return f->count < SERIES_MOST ? f->count : SERIES_MOST;
	while (f != NULL && f->answer > packet && frames < SERIES_MOST) {
		packet = f->answer;
		f = event == NOTE_NETWORK_DUPLICATE
		        ? model_finding(m, packet, NOTE_NETWORK_DUPLICATE)
		        : model_resend(m, packet);
		frames += f != NULL;
	}
	return frames;
}

static void count_packet(struct event_tally *tally, const struct model *m, uint32_t packet)
{
	for (uint64_t bits = events_of(m, packet); bits != 0; bits &= bits - 1)
		tally->count[__builtin_ctzll(bits)]++;
	for (uint64_t bits = events_begun(m, packet); bits != 0; bits &= bits - 1)
		tally->begun[__builtin_ctzll(bits)]++;
}

bool events_count(struct event_tally *tally, const struct model *m, uint32_t limit, uint32_t most)
{
	for (uint32_t i = 0; i < most; i++) {
		uint32_t n = model_notable_after(m, tally->session, tally->at);
		if (n == 0 || n > limit)
			return true;
		tally->at = n;
		count_packet(tally, m, n);
	}
	return false;
}

static bool is(const struct model *m, uint32_t packet, unsigned event)
{
	return (events_of(m, packet) & EVENT_BIT(event)) != 0;
}

uint32_t event_after(const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_notable_after(m, session, packet);
	while (packet != 0 && !is(m, packet, event));
	return packet;
}

uint32_t event_before(const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_notable_before(m, session, packet);
	while (packet != 0 && !is(m, packet, event));
	return packet;
}

static bool begins(const struct model *m, uint32_t packet, unsigned event)
{
	return is(m, packet, event) && (events_begun(m, packet) & EVENT_BIT(event)) != 0;
}

uint32_t event_begun_after(const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_notable_after(m, session, packet);
	while (packet != 0 && !begins(m, packet, event));
	return packet;
}

uint32_t event_begun_before(
    const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_notable_before(m, session, packet);
	while (packet != 0 && !begins(m, packet, event));
	return packet;
}

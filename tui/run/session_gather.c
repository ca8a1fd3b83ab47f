#include "tui/run/session_gather.h"

#include "core/decode/reread.h"
#include "tui/run/run.h"

static bool read_syn(struct run *run, uint32_t packet, struct segment *out)
{
	struct frame frame;
	return packet != 0 && run_frame(run, packet, &frame, NULL) &&
	       peek_segment(frame.link_type, &frame, out);
}

/* The course must not contain packets that were forgotten meanwhile: if there are any, gather
 * everything again. */
static void leave_forgotten(struct gathered *t, const struct session *s)
{
	if (s == NULL || t->first == s->first)
		return;
	t->first = s->first;
	t->course = (struct course){ 0 };
	course_go_on(&t->course, t->facts.m, t->facts.session, UINT32_MAX);
	t->counted = (struct time_shares){ 0 };
}

static void judge(struct gathered *t)
{
	time_shares_go_on(&t->counted, t->facts.m, t->facts.session, UINT32_MAX);
	t->shares = t->counted;
	time_shares_end(&t->shares);
	t->verdict = verdict_from(&t->shares, t->facts.m, t->facts.session);
	t->facts.verdict = &t->verdict;
	t->facts.shares = &t->shares;
}

bool gather_session(struct gathered *t, struct run *run, uint32_t session, uint32_t most)
{
	const struct model *m = run->model;
	if (t->facts.m != m || t->facts.session != session)
		*t = (struct gathered){ .facts = { .m = m, .session = session } };
	const struct session *s = model_session(m, session);
	if (t->course.at == 0 && s != NULL)
		t->first = s->first;
	bool shared = time_shares_go_on(&t->counted, m, session, most);
	if (!course_go_on(&t->course, m, session, most) || !shared)
		return false;
	leave_forgotten(t, s);
	judge(t);
	figures_of(m, session, UINT32_MAX, &t->figures);
	t->facts.course = &t->course;
	t->facts.figures = &t->figures;
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		t->facts.syn[side] =
		    read_syn(run, t->course.side[side].syn, &t->syn[side]) ? &t->syn[side] : NULL;
	return true;
}

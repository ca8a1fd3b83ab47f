#include "tui/gist.h"

#include "core/peek.h"
#include "tui/run.h"

static bool read_syn(struct run *run, uint32_t packet, struct segment *out)
{
	struct frame frame;
	return packet != 0 && run_frame(run, packet, &frame, NULL) &&
	       peek_segment(source_link_type(run->source), &frame, out);
}

bool gist_go_on(struct gist *t, struct run *run, uint32_t session, uint32_t most)
{
	const struct model *m = run->model;
	if (t->facts.m != m || t->facts.session != session)
		*t = (struct gist){ .facts = { .m = m, .session = session } };
	if (!course_go_on(&t->course, m, session, most))
		return false;
	figures_of(m, session, UINT32_MAX, &t->figures);
	t->facts.course = &t->course;
	t->facts.figures = &t->figures;
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		t->facts.syn[side] =
		    read_syn(run, t->course.side[side].syn, &t->syn[side]) ? &t->syn[side] : NULL;
	return true;
}

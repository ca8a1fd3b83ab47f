/* --stats: a line for the capture and three for each session. */
#include "tui/print_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "capture/services.h"

static const char *service(const struct print *p, uint16_t port)
{
	return p->run->options->numeric ? NULL : services_name(port);
}

static void put_capture(const struct print *p)
{
	struct source_status status;
	source_status(p->run->source, &status);
	const struct model *m = p->run->model;
	printf("%s: %u session%s, %u segment%s in %" PRIu64 " frames, %u with trouble\n",
	    source_name(p->run->source), model_sessions(m), model_sessions(m) == 1 ? "" : "s",
	    model_packets(m), model_packets(m) == 1 ? "" : "s", status.frames, model_trouble(m));
}

static void put_flow(const struct session *s, enum side side, const char *from, const char *to)
{
	const struct flow *f = &s->flow[side];
	printf("    %s > %s: %u segments, %" PRIu64 " bytes, %s\n", from, to, f->packets, f->bytes,
	    tcp_state_name((enum tcp_state)s->state[side]));
}

static void put_session(const struct print *p, uint32_t session)
{
	const struct model *m = p->run->model;
	const struct session *s = model_session(m, session);
	char end[2][ENDPOINT_TEXT + 32];
	for (unsigned i = 0; i < 2; i++)
		endpoint_format(&s->end[i], service(p, s->end[i].port), end[i], sizeof(end[i]));
	int64_t ns = model_packet(m, s->last)->time_ns - model_packet(m, s->first)->time_ns;
	printf("session %u: %s, %.6f s, %u with trouble\n", session,
	    session_end_name((enum session_end)s->ended), (double)ns / 1e9, s->trouble);
	put_flow(s, SIDE_A, end[SIDE_A], end[SIDE_B]);
	put_flow(s, SIDE_B, end[SIDE_B], end[SIDE_A]);
}

static bool whole(struct print *p, struct err *err)
{
	(void)err;
	put_capture(p);
	for (uint32_t session = 1; session <= model_sessions(p->run->model); session++)
		if (print_wants(p, session))
			put_session(p, session);
	return true;
}

const struct printer print_stats = { .whole = whole };

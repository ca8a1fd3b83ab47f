/* --stats: a line for the capture and three for each session. */
#include "tui/print_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "capture/services.h"
#include "core/writer.h"

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

/* To the microsecond. */
static void write_seconds(struct writer *w, int64_t ns)
{
	uint64_t us = ((uint64_t)(ns < 0 ? -ns : ns) + 500) / 1000, fraction = us % 1000000;
	writer_text(w, ns < 0 ? "-" : "");
	writer_number(w, us / 1000000);
	writer_text(w, ".");
	for (uint64_t least = 100000; least > fraction && least > 1; least /= 10)
		writer_text(w, "0");
	writer_number(w, fraction);
}

static void write_flow(
    struct writer *w, const struct session *s, enum side side, const char *from, const char *to)
{
	const struct flow *f = &s->flow[side];
	writer_text(w, "    ");
	writer_text(w, from);
	writer_text(w, " > ");
	writer_text(w, to);
	writer_text(w, ": ");
	writer_number(w, f->packets);
	writer_text(w, " segments, ");
	writer_number(w, f->bytes);
	writer_text(w, " bytes, ");
	writer_text(w, tcp_state_name((enum tcp_state)s->state[side]));
	writer_text(w, "\n");
}

/* Without printf(), which would take longer over half a million sessions than reading them. */
static void put_session(const struct print *p, uint32_t session)
{
	const struct model *m = p->run->model;
	const struct session *s = model_session(m, session);
	char end[2][ENDPOINT_TEXT + 32], text[1024];
	struct writer w = writer_begin(text, sizeof(text));
	for (unsigned i = 0; i < 2; i++)
		endpoint_format(&s->end[i], service(p, s->end[i].port), end[i], sizeof(end[i]));
	writer_text(&w, "session ");
	writer_number(&w, session);
	writer_text(&w, ": ");
	writer_text(&w, session_end_name((enum session_end)s->ended));
	writer_text(&w, ", ");
	write_seconds(&w, model_packet(m, s->last)->time_ns - model_packet(m, s->first)->time_ns);
	writer_text(&w, " s, ");
	writer_number(&w, s->trouble);
	writer_text(&w, " with trouble\n");
	write_flow(&w, s, SIDE_A, end[SIDE_A], end[SIDE_B]);
	write_flow(&w, s, SIDE_B, end[SIDE_B], end[SIDE_A]);
	fwrite(text, 1, w.len, stdout);
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

/* The figures of a session, as lines. */
#include "core/explain/detail_parts.h"

#include <inttypes.h>

#include "core/base/duration.h"
#include "core/base/grouped.h"
#include "core/base/rate.h"
#include "core/base/writer.h"

static void completeness(const struct detail *d, const struct session_facts *f)
{
	char text[64];
	unsigned bits = session_completeness(f);
	completeness_format(bits, text, sizeof(text));
	bool forgotten = session_forgotten(model_session(f->m, f->session)) > 0;
	detail_line(d, "Completeness  %u: %s%s%s%s", bits, text, bits != 0 ? ", " : "",
	    completeness_words(bits), forgotten ? ", forgotten segments included" : "");
}

#define RATE_TEXT 48

/* "94.4 MB/s (755 Mbit/s)". */
static void write_rate(double rate, char out[RATE_TEXT])
{
	struct writer w = writer_begin(out, RATE_TEXT);
	rate_write(&w, rate);
	writer_text(&w, " (");
	rate_write_bits(&w, rate);
	writer_text(&w, ")");
}

static void throughput(const struct detail *d, const struct session_facts *f, enum side side)
{
	uint64_t sent = f->course->side[side].sent;
	uint64_t fresh = model_session(f->m, f->session)->flow[side].bytes;
	double rate = session_throughput(f, side), good = figures_goodput(f->m, f->session, side);
	char end[ENDPOINT_TEXT], all[RATE_TEXT], new[RATE_TEXT];
	write_rate(rate, all);
	write_rate(good, new);
	endpoint_format(&model_session(f->m, f->session)->end[side], NULL, end, sizeof(end));
	/* The new bytes are of all packets, but the time is that of the kept ones. */
	if (session_forgotten(model_session(f->m, f->session)) > 0 && fresh > 0)
		detail_line(d,
		    "Throughput    %s from %s in the segments that are kept (%s bytes); with the "
		    "forgotten ones, %s new bytes in total",
		    all, end, GROUPED(sent), GROUPED(fresh));
	if (rate < 1 || good < 0)
		return;
	detail_line(d, "Throughput    %s from %s; without retransmissions %s (%s of %s bytes)", all,
	    end, new, GROUPED(fresh), GROUPED(sent));
}

static void time_spent(const struct detail *d, const struct session_facts *f)
{
	static const char *const on[] = {
		[SPENT_IDLE] = "idle (everything acknowledged)",
		[SPENT_WAITING] = "waiting for ACKs",
		[SPENT_BLOCKED] = "waiting for the receive window",
	};
	const struct course *c = f->course;
	char text[160] = "", took[DURATION_TEXT];
	struct writer w = writer_begin(text, sizeof(text));
	/* If only one side was seen, nothing shows what the time was spent on. */
	if (c->side[SIDE_A].first == 0 || c->side[SIDE_B].first == 0)
		return;
	for (unsigned i = 0; i < SPENT_COUNT; i++) {
		duration_format(c->spent_ns[i], took, sizeof(took));
		if (c->spent_ns[i] > 0)
			writer_print(&w, "%s%s %s", w.len > 0 ? ", " : "", took, on[i]);
	}
	if (w.len > 0)
		detail_line(d, "Time          %s%s", text,
		    c->whole ? "" : ", in the segments that are kept");
}

static void stacks(const struct detail *d, const struct session_facts *f)
{
	const struct session *s = model_session(f->m, f->session);
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		const char *name = stack_name(session_stack(s, side));
		char end[ENDPOINT_TEXT];
		endpoint_format(&s->end[side], NULL, end, sizeof(end));
		if (name != NULL)
			detail_line(
			    d, "TCP stack     %s at %s, by the options of its SYN", name, end);
	}
}

#define BAR_CELLS 20
#define BAR "####################"

/* One line for each cause that took at least half a percent: "Time, client  transit  1.20 s  12 %"
 * and a bar. */
static void shares_of(const struct detail *d, const struct session_facts *f, enum side side)
{
	static const char *const client_server[] = { "Time, client", "Time, server" };
	static const char *const neutral[] = { "Time, A", "Time, B" };
	const struct time_side *shares = &f->shares->side[side];
	int64_t all = time_shares_duration(f->shares);
	bool known = model_session(f->m, f->session)->opener_known;
	const char *name = (known ? client_server : neutral)[side];
	for (unsigned cause = 0; cause < TIME_CAUSES && all > 0; cause++) {
		double share = (double)shares->ns[cause] / (double)all;
		char took[DURATION_TEXT];
		if (share < 0.005)
			continue;
		duration_format(shares->ns[cause], took, sizeof(took));
		detail_line(d, "%-13s %-17s %11s %3.0f %%%s%.*s", name,
		    time_cause_words((enum time_cause)cause), took, 100 * share,
		    share * BAR_CELLS < 0.5 ? "" : " ", (int)(share * BAR_CELLS + 0.5), BAR);
		name = "";
	}
}

void detail_session(const struct session_facts *facts, const struct detail_sink *out)
{
	const struct detail d = { .out = out };
	if (model_session(facts->m, facts->session) == NULL || facts->course->at == 0)
		return;
	completeness(&d, facts);
	stacks(&d, facts);
	throughput(&d, facts, SIDE_A);
	throughput(&d, facts, SIDE_B);
	time_spent(&d, facts);
	if (facts->shares != NULL) {
		shares_of(&d, facts, SIDE_A);
		shares_of(&d, facts, SIDE_B);
	}
}

#include "core/ladder/packet_json.h"

#include <inttypes.h>

#include "core/base/writer.h"

/* A number, or null where it is negative. */
static void put(struct writer *w, const char *name, int64_t value)
{
	writer_print(w, "%s\"%s\":", w->len > 0 ? "," : "", name);
	if (value >= 0)
		writer_print(w, "%" PRId64, value);
	else
		writer_text(w, "null");
}

size_t json_course(const struct course *c, const struct model *m, char *out, size_t size)
{
	struct writer writer = writer_begin(out, size), *w = &writer;
	const struct packet *p = model_packet(m, c->at);
	if (p == NULL)
		return 0;
	enum side from = packet_side(p);
	const struct rtt *rtt = &c->side[from].rtt;
	int64_t rto = course_rto(c, from, RTO_RFC);
	bool sampled = rtt->smooth_ns != 0;
	put(w, "srtt_us", sampled ? rtt->smooth_ns / 1000 : -1);
	put(w, "rttvar_us", sampled ? rtt->var_ns / 1000 : -1);
	put(w, "rto_us", rto >= 0 ? rto / 1000 : -1);
	put(w, "win_left", course_window_left(c, from));
	return w->len;
}

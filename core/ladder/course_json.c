#include "core/ladder/packet_json.h"

void json_course(struct json_writer *j, const struct model *m, const struct course *c)
{
	const struct packet *p = model_packet(m, c->at);
	if (p == NULL)
		return;
	enum side from = packet_side(p);
	const struct rtt *rtt = &c->side[from].rtt;
	int64_t rto = course_rto(c, from);
	bool sampled = rtt->smooth_ns != 0;
	json_member_known(j, "srtt_us", sampled ? rtt->smooth_ns / 1000 : -1);
	json_member_known(j, "rttvar_us", sampled ? rtt->var_ns / 1000 : -1);
	json_member_known(j, "rto_us", rto >= 0 ? rto / 1000 : -1);
	json_member_known(j, "win_left", course_window_left(c, from));
}

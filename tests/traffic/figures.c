/* Checks that the figures of every session, kept while a capture loads, equal those counted by
 * a walk over its packets.
 *
 * usage: figures FILE */
#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "capture/source/source.h"
#include "core/model/figures.h"

static void load(const char *path, struct model *m)
{
	struct segment segments[64];
	struct source_status status;
	struct source *source;
	struct err err;
	if (source_open_file(path, NULL, 0, &source, &err) != SOURCE_OK ||
	    !source_start(source, &err))
		errx(1, "%s", err.text);
	do {
		struct pollfd wait = { .fd = source_fd(source), .events = POLLIN };
		source_status(source, &status);
		poll(&wait, 1, status.running ? -1 : 0);
		for (size_t got; (got = source_take(source, segments, 64)) > 0;)
			model_add_all(m, segments, got);
	} while (status.running);
	source_free(source);
	if (status.failed)
		errx(1, "%s", status.message);
}

static bool same_flow(const struct flow_figures *a, const struct flow_figures *b)
{
	return a->sent == b->sent && a->resent == b->resent && a->rtts == b->rtts &&
	       a->rtt_min_ns == b->rtt_min_ns && a->rtt_max_ns == b->rtt_max_ns &&
	       a->rtt_sum_ns == b->rtt_sum_ns;
}

static bool same(const struct figures *a, const struct figures *b)
{
	return a->packets == b->packets && a->idle_ns == b->idle_ns &&
	       a->silence_ns == b->silence_ns &&
	       memcmp(a->event, b->event, sizeof(a->event)) == 0 &&
	       same_flow(&a->flow[SIDE_A], &b->flow[SIDE_A]) &&
	       same_flow(&a->flow[SIDE_B], &b->flow[SIDE_B]);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		errx(2, "usage: figures FILE");
	struct model *m = model_new();
	load(argv[1], m);
	uint32_t sessions = model_sessions(m), wrong = 0, rtts = 0;
	for (uint32_t session = 1; session <= sessions; session++) {
		struct figures kept, walked;
		figures_of(m, session, UINT32_MAX, &kept);
		figures_walk(m, session, UINT32_MAX, &walked);
		rtts += kept.flow[SIDE_A].rtts;
		if (!same(&kept, &walked)) {
			fprintf(stderr, "the figures of session %u differ\n", session);
			wrong++;
		}
	}
	if (rtts == 0)
		errx(1, "%s: no round trip to compare", argv[1]);
	printf("figures: %u sessions, %u wrong\n", sessions, wrong);
	model_free(m);
	return wrong > 0;
}

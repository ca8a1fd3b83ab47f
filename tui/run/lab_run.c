#include "tui/run/lab_run.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "capture/lab/lab.h"
#include "capture/os/clock.h"
#include "core/base/array.h"
#include "core/base/writer.h"
#include "core/filter/filter.h"
#include "core/model/notable.h"
#include "core/record/event.h"
#include "tui/run/lab_rerun.h"

/* Fates and samples taken per call. */
#define SLICE 128
#define SEEDS 100000 /* generated seeds: short enough to type */

bool lab_run_open(struct run *run, struct err *err)
{
	static const char *const names[] = { [LAB_A] = "a", [LAB_B] = "b" };
	const struct options *o = run->options;
	struct lab_options options = {
		.scenario = o->lab,
		.seeded = o->seeded,
		.seed = o->seed,
		.super_segments = o->super_segments,
		.ipv6 = o->ipv6,
		.changes = (const char *const *)o->change,
		.change_count = o->changes,
		.filter = o->filter,
	};
	run->lab = lab_open(&options, err);
	if (run->lab == NULL)
		return false;
	for (enum lab_place host = LAB_A; host < LAB_HOSTS; host++)
		run->at[host] =
		    (struct vantage){ .name = names[host], .source = lab_source(run->lab, host) };
	run->vantages = LAB_HOSTS;
	return true;
}

size_t lab_run_poll(const struct run *run, struct pollfd *fds, size_t used, size_t max)
{
	int fd[] = { lab_fate_fd(run->lab), lab_sample_fd(run->lab), lab_event_fd(run->lab) };
	/* A scenario that is over has no deadline. */
	for (size_t i = 0; i < sizeof(fd) / sizeof(fd[0]) && used < max && !run->played; i++)
		fds[used++] = (struct pollfd){ .fd = fd[i], .events = POLLIN };
	return used;
}

static void take_fates(struct run *run)
{
	static struct fate slice[SLICE];
	size_t got;
	while ((got = lab_take_fates(run->lab, slice, SLICE)) > 0)
		for (size_t i = 0; i < got; i++)
			for (unsigned v = 0; v < run->vantages; v++)
				packet_truth_add_fate(run->at[v].truth, &slice[i]);
}

static void take_samples(struct run *run)
{
	static struct lab_sample slice[SLICE];
	size_t got;
	while ((got = lab_take_samples(run->lab, slice, SLICE)) > 0)
		for (size_t i = 0; i < got; i++)
			packet_truth_add_sample(run->at[slice[i].host].truth, &slice[i]);
}

static void take_peer_events(struct run *run)
{
	static struct peer_event slice[SLICE];
	size_t got;
	while ((got = lab_take_events(run->lab, slice, SLICE)) > 0)
		for (size_t i = 0; i < got; i++)
			peer_log_add(&run->peer_log, &slice[i]);
}

void lab_run_take(struct run *run, bool more)
{
	if (run->played)
		return;
	bool in_time = true, over = lab_is_played(run->lab, &in_time);
	take_peer_events(run);
	take_fates(run);
	take_samples(run);
	if (!over || more)
		return;
	run->played = true;
	run->cut_off = !in_time;
	run_stop(run);
}

const char *lab_run_name(const struct run *run)
{
	return lab_name(run->lab);
}

const char *lab_run_title(const struct run *run)
{
	return lab_title(run->lab);
}

static uint32_t worst_problem(const struct model *m)
{
	const uint8_t *worst = events_worst_first();
	const uint32_t *count = model_events(m);
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		if (count[worst[i]] > 0 && event_is_trouble(worst[i]))
			return event_after(m, 0, worst[i], 0);
	return 0;
}

/* The scenario's parser has compiled the focus before. */
uint32_t lab_run_focus(const struct run *run)
{
	const struct model *m = run->model;
	const char *focus = lab_focus(run->lab);
	struct filter_source source = { .m = m };
	struct filter_memo memo = { 0 };
	struct filter_error error;
	struct filter *filter = focus[0] != '\0' ? filter_compile(focus, &error) : NULL;
	if (filter == NULL)
		return worst_problem(m);
	uint32_t found = 0;
	for (uint32_t n = model_first(m); found == 0 && n <= model_packets(m); n++)
		if (filter_packet(filter, &source, n, &memo))
			found = n;
	filter_free(filter);
	return found;
}

const char *lab_run_about(const struct run *run)
{
	return lab_about(run->lab);
}

void lab_run_rule(const struct run *run, uint32_t number, char *out, size_t size)
{
	lab_rule(run->lab, number, out, size);
}

static uint32_t rules_made(const struct run *run)
{
	char text[LAB_RULE_TEXT];
	uint32_t count = 0;
	while (lab_rule(run->lab, count + 1, text, sizeof(text)) > 0)
		count++;
	return count;
}

/* The newest rules, including those that are done: they were in force a moment ago. */
static void put_rules(const struct run *run, unsigned in_force, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	char text[LAB_RULE_TEXT];
	uint32_t count = rules_made(run);
	for (uint32_t n = count - in_force + 1; n <= count; n++) {
		lab_rule(run->lab, n, text, sizeof(text));
		writer_print(&w, "%s%s%s", w.len > 0 ? "; " : "", text,
		    lab_rule_is_spent(run->lab, n) ? " (done)" : "");
	}
}

void lab_run_force(const struct run *run, struct lab_force *out)
{
	struct lab_link_status status;
	lab_status(run->lab, &status);
	*out = (struct lab_force){
		.seed = lab_seed(run->lab), .cut = true, .unseen = status.missed + status.untold
	};
	for (int way = LAB_AB; way < LAB_WAYS; way++) {
		lab_knobs_format(&status.knobs[way], out->way[way], sizeof(out->way[way]));
		if (strcmp(out->way[way], "nothing") == 0)
			out->way[way][0] = '\0';
		out->cut &= status.knobs[way].at[KNOB_CUT] != 0;
	}
	put_rules(run, status.rules, out->rules, sizeof(out->rules));
}

bool lab_run_change(struct run *run, const char *text, struct err *err)
{
	struct lab_change change;
	if (!lab_change_parse(text, &change, err) || !lab_change_to(run->lab, &change, err))
		return false;
	lab_made_note(&run->made, text, &change, change.kind == CHANGE_RULE ? rules_made(run) : 0);
	return true;
}

bool lab_run_host_step(struct run *run, const char *text, struct err *err)
{
	bool named = (text[0] == 'a' || text[0] == 'b') && (text[1] == ' ' || text[1] == ':');
	if (!named)
		return err_set(err, "a step begins with the host, a or b, such as \"a send 100\"");
	return lab_add_step(run->lab, text[0] == 'a' ? LAB_A : LAB_B, text + 2, err);
}

static bool rule_is_spent(void *ctx, uint32_t rule)
{
	const struct run *run = ctx;
	return lab_rule_is_spent(run->lab, rule);
}

bool lab_run_again(struct run *run, bool new_seed, struct err *err)
{
	const char *changes[LAB_CHANGES_MAX];
	uint64_t seed = lab_seed(run->lab);
	if (run->again_fd < 0)
		return err_set(err, "cannot run the scenario again: no pipe to the parent process");
	if (new_seed)
		seed = 1 + (uint64_t)clock_wall() / 1000 % SEEDS;
	size_t count = lab_made_list(&run->made, run->options, rule_is_spent, run, changes);
	return lab_rerun_ask(run->again_fd, seed, changes, count, err);
}

/* Usual values: loss in millionths, delay in ns. */
static const struct {
	const char *name;
	enum lab_knob knob;
	int64_t value[12];
	size_t count;
} ladders[] = {
	{ "loss", KNOB_LOSS,
	    { 0, 1000, 5000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000 }, 10 },
	{ "delay", KNOB_DELAY,
	    { 0, 1000000, 2000000, 5000000, 10000000, 20000000, 50000000, 100000000, 200000000,
	        500000000, 1000000000, 2000000000 },
	    12 },
};

/* Returns the next value above or below the current one; at the end the last. */
static int64_t next_value(const int64_t *value, size_t count, int64_t now, bool up)
{
	size_t i = 0;
	if (up) {
		while (i + 1 < count && value[i] <= now)
			i++;
		return value[i];
	}
	while (i + 1 < count && value[i + 1] < now)
		i++;
	return value[i];
}

bool lab_run_step(struct run *run, const char *knob, bool up, struct err *err)
{
	struct lab_link_status status;
	lab_status(run->lab, &status);
	for (size_t i = 0; i < ARRAY_LEN(ladders); i++) {
		char text[96], value[64];
		if (strcmp(ladders[i].name, knob) != 0)
			continue;
		int64_t now = status.knobs[LAB_AB].at[ladders[i].knob];
		lab_knob_format(ladders[i].knob,
		    next_value(ladders[i].value, ladders[i].count, now, up), value, sizeof(value));
		snprintf(text, sizeof(text), "%s %s", knob, value);
		return lab_run_change(run, text, err);
	}
	return err_set(err, "the link has no usual values for %s", knob);
}

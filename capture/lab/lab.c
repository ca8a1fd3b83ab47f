#include "capture/lab/lab.h"

#include <stdlib.h>
#include <string.h>

#include "capture/lab/catalogue.h"
#include "capture/lab/player.h"
#include "core/base/memory.h"

struct lab {
	struct lab_scenario *scenario;
	struct lab_net *net;
	struct lab_link *link;
	struct lab_sampler *sampler;
	struct lab_player *player;
	struct source *source[LAB_HOSTS];
	const struct lab_options *options; /* (borrowed) during lab_open */
};

static bool choose(struct lab *lab, const struct lab_options *options, struct err *err)
{
	const char *name = options->scenario != NULL ? options->scenario : LAB_DEFAULT;
	lab->scenario = lab_catalogue_open(name, err);
	if (lab->scenario == NULL)
		return false;
	if (options->seeded)
		lab->scenario->seed = options->seed;
	lab->scenario->net.super_segments |= options->super_segments;
	lab->scenario->net.ipv6 |= options->ipv6;
	return true;
}

/* Applies the hosts' sysctl settings. An error names the line of the scenario. */
static bool set_up_hosts(struct lab *lab, struct err *err)
{
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		const struct lab_host_settings *h = &lab->scenario->host[host];
		for (size_t i = 0; i < h->count; i++) {
			const struct lab_setting *s = &h->sysctls[i];
			if (!lab_net_sysctl(lab->net, (enum lab_place)host, s->name, s->value, err))
				return err_prefix(err, "%s:%u", lab->scenario->name, s->line);
		}
	}
	return true;
}

struct capture {
	struct lab *lab;
	enum lab_place host;
};

static bool open_capture(void *ctx, struct err *err)
{
	const struct capture *c = ctx;
	const struct lab_options *o = c->lab->options;
	/* Gathering closes a block of the kernel's ring each ms, however empty: a thread that waits
	 * for a processor for longer than there are blocks loses frames while most of the ring is
	 * free. With a slot for each frame, the ring lasts for thousands of frames. Super-segments
	 * would need too large a slot. */
	const struct source_devices devices = {
		.name = { lab_net_device(c->host) },
		.count = 1,
		.immediate = !c->lab->scenario->net.super_segments,
	};
	return source_open_devices(&devices, o->filter, (uint8_t)(o->first_source + c->host),
	           &c->lab->source[c->host], err) == SOURCE_OK;
}

static bool open_captures(struct lab *lab, struct err *err)
{
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		struct capture capture = { lab, (enum lab_place)host };
		if (!lab_net_run(lab->net, capture.host, open_capture, &capture, err))
			return false;
	}
	return true;
}

static bool open_link(struct lab *lab, struct err *err)
{
	struct lab_link_options options = {
		.seed = lab->scenario->seed,
		.mtu = lab->scenario->net.mtu,
		.super_segments = lab->scenario->net.super_segments,
		.watch = &lab_sampler_watch,
		.watch_ctx = lab->sampler,
	};
	lab->link = lab_link_open(lab->net, &options, err);
	return lab->link != NULL;
}

static bool make_changes(struct lab *lab, const struct lab_options *options, struct err *err)
{
	for (size_t i = 0; i < options->change_count; i++) {
		if (!lab_change(lab, options->changes[i], err))
			return false;
	}
	return true;
}

static bool set_up(struct lab *lab, const struct lab_options *options, struct err *err)
{
	if (!choose(lab, options, err) || !lab_net_enter(err))
		return false;
	lab->net = lab_net_open(&lab->scenario->net, err);
	if (lab->net == NULL || !set_up_hosts(lab, err) || !open_captures(lab, err))
		return false;
	lab->sampler = lab_sampler_open(lab->net, err);
	if (lab->sampler == NULL || !open_link(lab, err))
		return false;
	struct kernel_gate *gate[] = { lab_sampler_gate(lab->sampler, LAB_A),
		lab_sampler_gate(lab->sampler, LAB_B) };
	lab->player = lab_player_open(lab->net, lab->link, gate, lab->scenario, err);
	return lab->player != NULL && make_changes(lab, options, err);
}

struct lab *lab_open(const struct lab_options *options, struct err *err)
{
	struct lab *lab = memory_zeroed(1, sizeof(*lab));
	lab->options = options;
	bool good = set_up(lab, options, err);
	lab->options = NULL;
	if (good)
		return lab;
	lab_free(lab);
	return NULL;
}

bool lab_start(struct lab *lab, struct err *err)
{
	return lab_link_start(lab->link, err) && lab_player_start(lab->player, err);
}

void lab_free(struct lab *lab)
{
	if (lab == NULL)
		return;
	lab_player_free(lab->player);
	lab_link_free(lab->link);
	lab_sampler_free(lab->sampler);
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		source_free(lab->source[host]);
	lab_net_free(lab->net);
	lab_scenario_free(lab->scenario);
	free(lab);
}

const char *lab_name(const struct lab *lab)
{
	return lab->scenario->name;
}

const char *lab_title(const struct lab *lab)
{
	return lab->scenario->title;
}

const char *lab_about(const struct lab *lab)
{
	return lab->scenario->about;
}

const char *lab_focus(const struct lab *lab)
{
	return lab->scenario->focus;
}

uint64_t lab_seed(const struct lab *lab)
{
	return lab->scenario->seed;
}

struct source *lab_source(struct lab *lab, enum lab_place host)
{
	return lab->source[host];
}

int lab_fate_fd(const struct lab *lab)
{
	return lab_link_fd(lab->link);
}

size_t lab_take_fates(struct lab *lab, struct fate *out, size_t max)
{
	return lab_link_take(lab->link, out, max);
}

int lab_sample_fd(const struct lab *lab)
{
	return lab_sampler_fd(lab->sampler);
}

size_t lab_take_samples(struct lab *lab, struct lab_sample *out, size_t max)
{
	return lab_sampler_take(lab->sampler, out, max);
}

int lab_event_fd(const struct lab *lab)
{
	return lab_player_fd(lab->player);
}

size_t lab_take_events(struct lab *lab, struct peer_event *out, size_t max)
{
	return lab_player_take(lab->player, out, max);
}

bool lab_is_played(const struct lab *lab, bool *in_time)
{
	return lab_player_is_done(lab->player, in_time);
}

bool lab_change(struct lab *lab, const char *text, struct err *err)
{
	struct lab_change change;
	return lab_change_parse(text, &change, err) && lab_change_to(lab, &change, err);
}

bool lab_change_to(struct lab *lab, const struct lab_change *change, struct err *err)
{
	return lab_link_change(lab->link, change, err);
}

bool lab_add_step(struct lab *lab, enum lab_place host, const char *line, struct err *err)
{
	return lab_player_add_step(lab->player, host, line, err);
}

void lab_status(struct lab *lab, struct lab_link_status *out)
{
	lab_link_status(lab->link, out);
}

size_t lab_rule(struct lab *lab, uint32_t number, char *out, size_t size)
{
	struct lab_rule rule;
	bool spent;
	if (lab_link_rule(lab->link, number, &rule, &spent))
		return lab_rule_format(&rule, out, size);
	if (size > 0)
		out[0] = '\0';
	return 0;
}

bool lab_rule_is_spent(struct lab *lab, uint32_t number)
{
	struct lab_rule rule;
	bool spent;
	return !lab_link_rule(lab->link, number, &rule, &spent) || spent;
}

/* A scenario played to its end: the captures at both ends, the fate of every packet, the kernel's
 * views. */
#pragma once

#include <check.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "capture/lab/lab.h"
#include "core/base/memory.h"
#include "core/model/model.h"

#define PLAY_MAX 40000

struct played {
	struct lab *lab;
	struct model *model[LAB_HOSTS];     /* the capture at each host */
	struct segment *segment[LAB_HOSTS]; /* the same, in order */
	size_t segments[LAB_HOSTS];
	struct fate *fate;
	size_t fates;
	struct lab_sample *sample;
	size_t samples;
	struct peer_event *event;
	size_t events;
	bool in_time;
};

static inline void played_take_segments(struct played *p)
{
	struct segment some[256];
	size_t n;
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		struct source *source = lab_source(p->lab, (enum lab_place)host);
		while ((n = source_take(source, some, 256)) > 0) {
			for (size_t i = 0; i < n && p->segments[host] < PLAY_MAX; i++) {
				p->segment[host][p->segments[host]++] = some[i];
				model_add(p->model[host], &some[i]);
			}
		}
	}
}

static inline void played_take(struct played *p)
{
	played_take_segments(p);
	size_t n;
	while ((n = lab_take_fates(p->lab, p->fate + p->fates, PLAY_MAX - p->fates)) > 0)
		p->fates += n;
	while ((n = lab_take_samples(p->lab, p->sample + p->samples, PLAY_MAX - p->samples)) > 0)
		p->samples += n;
	while ((n = lab_take_events(p->lab, p->event + p->events, PLAY_MAX - p->events)) > 0)
		p->events += n;
}

static inline struct played play_with(const struct lab_options *options)
{
	struct played p = { 0 };
	struct err err;
	p.lab = lab_open(options, &err);
	ck_assert_msg(p.lab != NULL, "%s", err.text);
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		p.model[host] = model_new();
		p.segment[host] = memory_zeroed(PLAY_MAX, sizeof(struct segment));
		ck_assert_msg(
		    source_start(lab_source(p.lab, (enum lab_place)host), &err), "%s", err.text);
	}
	p.fate = memory_zeroed(PLAY_MAX, sizeof(*p.fate));
	p.sample = memory_zeroed(PLAY_MAX, sizeof(*p.sample));
	p.event = memory_zeroed(PLAY_MAX, sizeof(*p.event));
	ck_assert_msg(lab_start(p.lab, &err), "%s", err.text);
	while (!lab_is_played(p.lab, &p.in_time)) {
		struct pollfd fds[] = {
			{ .fd = lab_event_fd(p.lab), .events = POLLIN },
			{ .fd = lab_fate_fd(p.lab), .events = POLLIN },
			{ .fd = lab_sample_fd(p.lab), .events = POLLIN },
			{ .fd = source_fd(lab_source(p.lab, LAB_A)), .events = POLLIN },
			{ .fd = source_fd(lab_source(p.lab, LAB_B)), .events = POLLIN },
		};
		ck_assert_int_gt(poll(fds, 5, 60000), 0);
		played_take(&p);
	}
	/* Stopping a capture hands over what was captured so far. */
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		source_stop(lab_source(p.lab, (enum lab_place)host));
	played_take(&p);
	return p;
}

static inline struct played play(const char *name)
{
	return play_with(&(struct lab_options){ .scenario = name });
}

static inline void played_free(struct played *p)
{
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		model_free(p->model[host]);
		free(p->segment[host]);
	}
	free(p->fate);
	free(p->sample);
	free(p->event);
	lab_free(p->lab);
}

/* The lab's part of a run. Only this file of the screen uses the lab. */
#pragma once

#include "tui/run/run_state.h"

/* Opens the lab of the options and its two vantage points. For run_open.c. */
bool lab_run_open(struct run *run, struct err *err);
struct pollfd;
/* Adds the lab's descriptors to poll; returns their new number. For run.c. */
size_t lab_run_poll(const struct run *run, struct pollfd *fds, size_t used, size_t max);
/* Takes fates, samples and events; ends the captures once the scenario is over. more: packets
 * wait. For run.c. */
void lab_run_take(struct run *run, bool more);

/* The scenario's name, its title, and what it shows. Owned by the lab. */
const char *lab_run_name(const struct run *run);
const char *lab_run_title(const struct run *run);
const char *lab_run_about(const struct run *run);

/* Returns the segment that the scenario is about, in the current capture: the first that its focus
 * selects; without a focus the first of the worst problem. 0 if there is none. */
uint32_t lab_run_focus(const struct run *run);

/* Writes the rule with a number, as in fates: "drop a>b data 3". */
#define LAB_RULE_TEXT 128
void lab_run_rule(const struct run *run, uint32_t number, char *out, size_t size);

/* The link's settings and rules in force. */
#define LAB_WORDS_TEXT 256
struct lab_force {
	char way[LAB_WAYS][LAB_WORDS_TEXT]; /* "delay 20ms, loss 2%", or "" */
	char rules[LAB_WORDS_TEXT]; /* "drop a>b data 3", several with "; " between, or "" */
	uint64_t seed;
	bool cut;        /* both directions are cut */
	uint64_t unseen; /* packets and fates missing in the link's log; 0: complete */
};
void lab_run_force(const struct run *run, struct lab_force *out);

/* Changes the link, such as "a>b delay 50ms". False with err set. */
bool lab_run_change(struct run *run, const char *text, struct err *err);
/* Adds a step of a host, such as "a send 100" or "b close". False with err set. */
bool lab_run_host_step(struct run *run, const char *text, struct err *err);
/* Asks for another run of the scenario with the changes in force and the same seed or a new
 * one. The program must then exit. False with err set. */
bool lab_run_again(struct run *run, bool new_seed, struct err *err);
/* Sets loss ("loss") or delay ("delay") of both directions to the next usual value above or
 * below. False with err set. */
bool lab_run_step(struct run *run, const char *knob, bool up, struct err *err);

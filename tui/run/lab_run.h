/* The lab's part of a run, and the only file of the screen that deals with the lab itself. */
#pragma once

#include "tui/run/run_state.h"

/* Opens the lab that the options ask for, and its two vantage points. For run_open.c. */
bool lab_run_open(struct run *run, struct err *err);
struct pollfd;
/* Adds its fds to poll; returns how many there are then. For run.c. */
size_t lab_run_poll(const struct run *run, struct pollfd *fds, size_t used, size_t max);
/* Takes in fates, samples and events; ends the captures once the scenario is over. more: packets
 * wait. For run.c. */
void lab_run_take(struct run *run, bool more);

/* The scenario's name, its title, and what is to be seen. Owned by the lab. */
const char *lab_run_name(const struct run *run);
const char *lab_run_title(const struct run *run);
const char *lab_run_about(const struct run *run);

/* A rule by its number, as fates name it: "drop a>b data 3". */
#define LAB_RULE_TEXT 128
void lab_run_rule(const struct run *run, uint32_t number, char *out, size_t size);

/* The link's settings and rules in force. */
#define LAB_WORDS_TEXT 256
struct lab_force {
	char way[LAB_WAYS][LAB_WORDS_TEXT]; /* "delay 20ms, loss 2%", or "" for nothing */
	char rules[LAB_WORDS_TEXT]; /* "drop a>b data 3", several with "; " between, or "" */
	uint64_t seed;
	bool cut;        /* nothing passes, either way */
	uint64_t unseen; /* packets and fates that were lost to the link's log; else it is whole */
};
void lab_run_force(const struct run *run, struct lab_force *out);

/* Changes the link: "a>b delay 50ms". False with err. */
bool lab_run_change(struct run *run, const char *text, struct err *err);
/* Has a host do one step more: "a send 100", "b close". False with err. */
bool lab_run_tell(struct run *run, const char *text, struct err *err);
/* Asks for another run from the start, with what was changed by keys and is in force, and the same
 * seed or another. The program has to end for it. False with err. */
bool lab_run_again(struct run *run, bool new_seed, struct err *err);
/* Makes loss ("loss") or delay ("delay") of both directions the next higher or lower of
 * usual values. */
bool lab_run_step(struct run *run, const char *knob, bool up, struct err *err);

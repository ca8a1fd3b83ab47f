/* A host or the link of the lab, going through its program step by step without blocking. For the
 * player's thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/lab/conn.h"
#include "capture/lab/link.h"
#include "capture/lab/program.h"
#include "capture/lab/socket_pool.h"

#define LAB_CONNS 32    /* connections of a host by name */
#define LAB_MEETINGS 64 /* places to meet */

/* What the actors of a scenario share. */
struct lab_stage {
	struct lab_link *link;                /* (borrowed) */
	struct server_report *report;         /* (borrowed) */
	struct kernel_gate *gate[LAB_PLACES]; /* (borrowed) of the hosts */
	int epoll_fd;                         /* watches every socket, for edges */
	bool ipv6;
	/* Who comes to each place, by LAB_PLACES bits, and how often they were there. */
	struct {
		const char *name; /* (borrowed from a program) */
		unsigned members;
		unsigned times[LAB_PLACES];
	} meeting[LAB_MEETINGS];
	size_t meetings;
};

struct lab_actor {
	enum lab_place place;
	struct lab_stage *stage;     /* (borrowed) */
	struct lab_program *program; /* (borrowed) */
	struct socket_pool *pool;    /* owned; NULL for the link */
	size_t next;                 /* the step it is at */
	bool begun;                  /* that step */
	/* CLOCK_MONOTONIC: when that step goes on by itself; INT64_MAX: it does not */
	int64_t due_ns;
	int64_t done; /* of its bytes */
	int listener; /* -1: none */
	struct lab_conn conn[LAB_CONNS];
	size_t conns, current;
};

/* Takes over the pool. */
void lab_actor_init(struct lab_actor *a, enum lab_place place, struct lab_stage *stage,
    struct lab_program *program, struct socket_pool *pool);
/* Closes what it has open. */
void lab_actor_clear(struct lab_actor *a);

/* Does the first steps that nobody can see, listening among them: so that nobody connects before
 * the other listens. */
void lab_actor_prepare(struct lab_actor *a);
/* Goes as far as it can now. Returns whether it got on. */
bool lab_actor_go(struct lab_actor *a, int64_t now_ns);
bool lab_actor_is_done(const struct lab_actor *a);

/* Finds out who meets where; false with err when there are too many places. Call when programs
 * are complete. */
bool lab_stage_plan(
    struct lab_stage *stage, const struct lab_program program[LAB_PLACES], struct err *err);

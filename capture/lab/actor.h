/* A host or the link of the lab, executing its program step by step without blocking. For the
 * player's thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/lab/conn.h"
#include "capture/lab/link.h"
#include "capture/lab/program.h"
#include "capture/lab/socket_pool.h"

#define LAB_CONNS 32    /* named connections per host */
#define LAB_MEETINGS 64 /* meeting points per scenario */

/* State that the actors of a scenario share. */
struct lab_stage {
	struct lab_link *link;                /* (borrowed) */
	struct server_report *report;         /* (borrowed) */
	struct kernel_gate *gate[LAB_PLACES]; /* (borrowed) of the hosts */
	int epoll_fd;                         /* watches every socket, edge-triggered */
	bool ipv6;
	/* The members of each meeting point (bit 1 << enum lab_place), and how often each
	 * arrived. */
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
	size_t next;                 /* index of the current step */
	bool begun;                  /* the current step has begun */
	/* CLOCK_MONOTONIC, ns: when the current step continues without an event; INT64_MAX:
	 * never */
	int64_t due_ns;
	int64_t done; /* bytes of the current step */
	int listener; /* -1: none */
	struct lab_conn conn[LAB_CONNS];
	size_t conns, current;
};

/* Takes ownership of the pool. */
void lab_actor_init(struct lab_actor *a, enum lab_place place, struct lab_stage *stage,
    struct lab_program *program, struct socket_pool *pool);
/* Closes all connections and sockets. */
void lab_actor_clear(struct lab_actor *a);

/* Executes the first steps that cause no traffic, `listen` among them, before any host may
 * connect. */
void lab_actor_prepare(struct lab_actor *a);
/* Executes as many steps as possible now. Returns true if at least one was finished. */
bool lab_actor_go(struct lab_actor *a, int64_t now_ns);
bool lab_actor_is_done(const struct lab_actor *a);

/* Collects the members of each meeting point. Call when programs are complete. Returns false with
 * err if there are more than LAB_MEETINGS. */
bool lab_stage_plan(
    struct lab_stage *stage, const struct lab_program program[LAB_PLACES], struct err *err);

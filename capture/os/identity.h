/* Who the process becomes when it gives up root. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "core/base/err.h"

struct identity {
	uid_t uid;
	gid_t gid;
	char name[64]; /* "" when the number has no name */
	bool alone;    /* in no group but its own: nobody, in place of root */
	bool invoking; /* the user who started the program, rather than one put in their place */
};

/* For a process whose effective user is root: the real user of a set-user-ID program; else `user`
 * when not NULL; else the user of SUDO_UID; else nobody. False with err when `user`
 * does not exist. */
bool identity_choose(const char *user, struct identity *out, struct err *err);
/* The user as whom the process runs. */
void identity_now(struct identity *out);

/* Whether this process, by its capabilities and its user namespace, can become that user. */
bool identity_possible(const struct identity *who);
/* Becomes that user with their groups, for good. */
bool identity_become(const struct identity *who, struct err *err);

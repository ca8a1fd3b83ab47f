/* The user that the process becomes when it gives up root. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "core/base/err.h"

struct identity {
	uid_t uid;
	gid_t gid;
	char name[64]; /* "" if the ID has no name */
	bool alone;    /* in no group but its own: nobody, in place of root */
	bool invoking; /* the user who started the program */
};

/* Chooses the user for a process whose effective user is root: the real user of a set-user-ID
 * program; else `user` if not NULL; else the user of SUDO_UID; else nobody. Returns false with err
 * if `user` does not exist. */
bool identity_choose(const char *user, struct identity *out, struct err *err);
/* Returns the current user of the process. */
void identity_now(struct identity *out);

/* Returns true if the capabilities and the user namespace of this process allow it to become that
 * user. */
bool identity_possible(const struct identity *who);
/* Changes user and groups for good. */
bool identity_become(const struct identity *who, struct err *err);

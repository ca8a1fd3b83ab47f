/* Confines this process, so that a fault in the code that parses packets gives an attacker as
 * little as possible. Three walls, none of which can be taken down again:
 *
 *   no_new_privs   no program that it could start would gain privileges
 *   seccomp        the calls in the tables of sandbox_calls.c; others fail with ENOSYS, and those
 *                  that only an attacker makes end the process
 *   Landlock       reading the named files and the system's own (terminal database, locale, time
 *                  zones), writing nothing; as far as the kernel has it (Linux 5.13)
 *
 * What needs more is opened before, or asked of another process (capture/os/save_helper.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

enum sandbox_role {
	SANDBOX_READER = 1, /* reads a capture, shows or prints it */
	SANDBOX_PEER = 2,   /* has the server or the client: makes TCP sockets, nothing else */
	SANDBOX_LAB = 4,    /* plays a scenario in network namespaces: makes sockets of any kind */
	SANDBOX_FILES = 8,  /* the save helper: creates and renames files */
};

struct sandbox_rules {
	enum sandbox_role role;
	/* Capture sockets: nothing can be sent on these descriptors. */
	const int *mute;
	size_t mutes;
	/* Files, and folders with all below them, that may be read. Missing ones are skipped. */
	const char *const *readable;
	size_t readables;
};

/* What of it is in force. */
struct sandbox_state {
	bool seccomp;
	int landlock; /* version of the kernel's interface that is used; 0: none */
};

/* Confines all threads of the process for good. A kernel without Landlock is not an error, one
 * without seccomp is. Call when everything is open and before packets are read. */
bool sandbox_enter(const struct sandbox_rules *rules, struct err *err);
/* What sandbox_enter() has put in force in this process. */
struct sandbox_state sandbox_state(void);

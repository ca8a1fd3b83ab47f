/* A network of a test's own: nothing else is in its captures, no port is taken, and no
 * privileges are needed. */
#pragma once

#include <err.h>
#include <stdbool.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capture/os/private_network.h"

/* A namespace of a user's own can be had by a process of one thread only, and the thread sanitizer
 * adds one. Root does without it. */
#ifdef __SANITIZE_THREAD__
#define USER_NAMESPACES false
#else
#define USER_NAMESPACES true
#endif

static inline bool can_enter_test_network(void)
{
	return USER_NAMESPACES || geteuid() == 0;
}

/* In a user namespace an ordinary user's rights end with execve(2), but for ambient ones. */
static inline void keep_rights_for_programs(void)
{
	static const unsigned rights[] = { CAP_NET_RAW, CAP_NET_ADMIN };
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	if (syscall(SYS_capget, &header, data) != 0)
		err(1, "capget");
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		data[0].inheritable |= 1u << rights[i];
	if (syscall(SYS_capset, &header, data) != 0)
		err(1, "capset");
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, rights[i], 0, 0) != 0)
			err(1, "ambient capabilities");
}

/* Moves the process in, with the right to capture for it and for programs it starts. Call while
 * single-threaded. */
static inline void enter_test_network(void)
{
	struct err why;
	if (!private_network_enter(&why))
		errx(1, "%s", why.text);
	keep_rights_for_programs();
}

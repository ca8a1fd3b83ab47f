#include "capture/os/capability.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct sets {
	struct __user_cap_data_struct word[_LINUX_CAPABILITY_U32S_3];
};

/* Calls the system directly: glibc has no wrapper, and libcap would be a dependency for two
 * calls. */
static bool call(long number, struct sets *sets)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	return syscall(number, &header, sets->word) == 0;
}

bool capability_has(int capability)
{
	struct sets sets;
	if (!call(SYS_capget, &sets))
		return false;
	return (sets.word[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability)) != 0;
}

static bool same_permitted(const struct sets *wanted)
{
	struct sets sets;
	if (!call(SYS_capget, &sets))
		return false;
	for (unsigned i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		if (sets.word[i].permitted != wanted->word[i].permitted ||
		    sets.word[i].inheritable != 0)
			return false;
	}
	return true;
}

void capability_empty_bounds(void)
{
	/* The call after the kernel's last capability fails with EINVAL. */
	for (unsigned long i = 0; prctl(PR_CAPBSET_DROP, i, 0UL, 0UL, 0UL) == 0; i++)
		;
}

static bool has_permitted(const struct sets *sets, int capability)
{
	return (sets->word[CAP_TO_INDEX(capability)].permitted & CAP_TO_MASK(capability)) != 0;
}

bool capability_keep(const int *kept, size_t count, struct err *err)
{
	struct sets now, wanted;
	memset(&wanted, 0, sizeof(wanted));
	capability_empty_bounds();
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0UL, 0UL, 0UL);
	bool known = call(SYS_capget, &now);
	for (size_t i = 0; known && i < count; i++) {
		if (!has_permitted(&now, kept[i]))
			continue;
		wanted.word[CAP_TO_INDEX(kept[i])].permitted |= CAP_TO_MASK(kept[i]);
		wanted.word[CAP_TO_INDEX(kept[i])].effective |= CAP_TO_MASK(kept[i]);
	}
	if (!known || !call(SYS_capset, &wanted))
		return err_set(err, "cannot drop capabilities: %s; run as an ordinary user instead",
		    strerror(errno));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) != 0)
		return err_set(err, "cannot set no_new_privs: %s; run as an ordinary user instead",
		    strerror(errno));
	return same_permitted(&wanted) ||
	       err_set(err, "the kernel kept capabilities that were dropped; run as an "
	                    "ordinary user instead");
}

bool capability_drop_all(struct err *err)
{
	return capability_keep(NULL, 0, err);
}

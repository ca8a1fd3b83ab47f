#include "capture/os/sandbox.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

#include "capture/os/sandbox_parts.h"

static struct sandbox_state in_force;

bool sandbox_enter(const struct sandbox_rules *rules, struct err *err)
{
	assert(!in_force.seccomp);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(err, "cannot give up new privileges: %s", strerror(errno));
	int landlock = sandbox_restrict_files(rules, err);
	if (landlock < 0 || !sandbox_filter_calls(rules, err))
		return false;
	in_force = (struct sandbox_state){ .seccomp = true, .landlock = landlock };
	return true;
}

struct sandbox_state sandbox_state(void)
{
	return in_force;
}

#include "capture/os/identity.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/os/capability.h"
#include "capture/os/idmap.h"
#include "capture/os/printable_path.h"

#define NOBODY 65534 /* the kernel's overflow ID, if the system has no user "nobody" */

static void from_passwd(const struct passwd *pw, struct identity *out)
{
	*out = (struct identity){ .uid = pw->pw_uid, .gid = pw->pw_gid };
	snprintf(out->name, sizeof(out->name), "%s", pw->pw_name);
}

static bool by_name(const char *name, struct identity *out)
{
	const struct passwd *pw = getpwnam(name);
	if (pw == NULL)
		return false;
	from_passwd(pw, out);
	return true;
}

static void by_number(uid_t uid, gid_t gid, struct identity *out)
{
	const struct passwd *pw = getpwuid(uid);
	*out = (struct identity){ 0 };
	if (pw != NULL)
		from_passwd(pw, out);
	out->uid = uid;
	out->gid = gid;
}

/* Returns a number from the environment; -1 if it is not set or not a number. */
static int64_t number_of(const char *variable)
{
	const char *text = getenv(variable);
	if (text == NULL || text[0] == '\0' || strspn(text, "0123456789") != strlen(text))
		return -1;
	errno = 0;
	unsigned long long number = strtoull(text, NULL, 10);
	/* (uid_t)-1 means "no change" to the kernel. */
	return errno == 0 && number < UINT32_MAX ? (int64_t)number : -1;
}

static bool by_sudo(struct identity *out)
{
	int64_t uid = number_of("SUDO_UID"), gid = number_of("SUDO_GID");
	/* sudo used by root itself: dropping to that user would keep root. */
	if (uid <= 0 || gid < 0)
		return false;
	by_number((uid_t)uid, (gid_t)gid, out);
	out->invoking = true;
	return true;
}

bool identity_choose(const char *user, struct identity *out, struct err *err)
{
	/* Set-user-ID: neither arguments nor environment come from a user with root's
	 * privileges. */
	if (getuid() != 0) {
		by_number(getuid(), getgid(), out);
		out->invoking = true;
		return true;
	}
	if (user != NULL)
		return by_name(user, out) ||
		       err_set(err,
		           "cannot change to the user %s: there is no such user; give -Z a name "
		           "that getent passwd lists",
		           printable_path(user).text);
	if (by_sudo(out))
		return true;
	if (!by_name("nobody", out))
		by_number(NOBODY, NOBODY, out);
	out->alone = true;
	return true;
}

void identity_now(struct identity *out)
{
	by_number(geteuid(), getegid(), out);
	out->invoking = true;
}

bool identity_possible(const struct identity *who)
{
	return capability_has(CAP_SETUID) && capability_has(CAP_SETGID) && idmap_allows_groups() &&
	       idmap_has_user(who->uid) && idmap_has_group(who->gid);
}

static bool set_groups(const struct identity *who)
{
	if (who->name[0] != '\0' && !who->alone)
		return initgroups(who->name, who->gid) == 0;
	return setgroups(1, &who->gid) == 0;
}

bool identity_become(const struct identity *who, struct err *err)
{
	/* Groups first: without root they can no longer be changed. */
	if (!set_groups(who) || setresgid(who->gid, who->gid, who->gid) != 0 ||
	    setresuid(who->uid, who->uid, who->uid) != 0)
		return err_set(err,
		    "cannot change to user %u, group %u: %s; name another user with -Z", who->uid,
		    who->gid, strerror(errno));
	if (who->uid != 0 && (setresuid(0, 0, 0) == 0 || setuid(0) == 0))
		return err_set(err, "the process could become root again after giving it up; run "
		                    "as an ordinary user instead");
	return true;
}

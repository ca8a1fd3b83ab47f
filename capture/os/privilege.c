#include "capture/os/privilege.h"

#include <stdio.h>
#include <unistd.h>

#include "capture/os/capability.h"
#include "capture/os/identity.h"
#include "capture/os/printable_path.h"

static void name_it(const struct identity *who, char *out, unsigned size)
{
	if (who->name[0] != '\0')
		snprintf(out, size, "%s", who->name);
	else
		snprintf(out, size, "user %u", who->uid);
}

/* In a container or a user namespace, root may be the only user. */
static bool stay_root(const char *user, char *who, unsigned who_size, struct err *err)
{
	if (user != NULL)
		return err_set(err,
		    "cannot become %s: this system or its container does not let root change to "
		    "it; leave out -Z",
		    printable_path(user).text);
	snprintf(who, who_size, "root (in a container)");
	return capability_drop_all(err);
}

static bool drop_root(const char *user, char *who, unsigned who_size, struct err *err)
{
	struct identity next;
	if (!identity_choose(user, &next, err))
		return false;
	if (!identity_possible(&next))
		return stay_root(user, who, who_size, err);
	name_it(&next, who, who_size);
	capability_empty_bounds();
	return identity_become(&next, err) && capability_drop_all(err);
}

bool privilege_drop(const char *user, char *who, unsigned who_size, struct err *err)
{
	char name[64];
	bool named = who != NULL && who_size > 0;
	char *out = named ? who : name;
	unsigned size = named ? who_size : (unsigned)sizeof(name);
	if (geteuid() == 0)
		return drop_root(user, out, size, err);
	struct identity now;
	identity_now(&now);
	name_it(&now, out, size);
	return capability_drop_all(err);
}

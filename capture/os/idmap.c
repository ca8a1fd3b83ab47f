#include "capture/os/idmap.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Each line of a map: first ID inside, first ID outside, count. */
static bool has(const char *path, uint32_t id)
{
	FILE *map = fopen(path, "re");
	if (map == NULL)
		return true; /* a kernel without user namespaces has every ID */
	uint32_t inside, outside, count;
	bool found = false;
	while (
	    !found && fscanf(map, "%" SCNu32 "%" SCNu32 "%" SCNu32, &inside, &outside, &count) == 3)
		found = id >= inside && id - inside < count;
	fclose(map);
	return found;
}

bool idmap_has_user(uint32_t uid)
{
	return has("/proc/self/uid_map", uid);
}

bool idmap_has_group(uint32_t gid)
{
	return has("/proc/self/gid_map", gid);
}

bool idmap_allows_groups(void)
{
	char word[8] = "";
	FILE *file = fopen("/proc/self/setgroups", "re");
	if (file == NULL)
		return true;
	bool denied = fgets(word, sizeof(word), file) != NULL && strncmp(word, "deny", 4) == 0;
	fclose(file);
	return !denied;
}

/* The kernel accepts a map only in a single write. */
static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t n = write(fd, text, strlen(text));
	int error = errno;
	close(fd);
	errno = error;
	return n == (ssize_t)strlen(text);
}

static bool put_same(const char *path, uint32_t id)
{
	char line[32];
	snprintf(line, sizeof(line), "%" PRIu32 " %" PRIu32 " 1", id, id);
	return put(path, line);
}

bool idmap_same(uint32_t uid, uint32_t gid)
{
	/* Without privileges outside, the kernel accepts a group map only after setgroups was
	 * denied. */
	return put("/proc/self/setgroups", "deny") && put_same("/proc/self/uid_map", uid) &&
	       put_same("/proc/self/gid_map", gid);
}

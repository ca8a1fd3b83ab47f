/* The user and group IDs that exist in the user namespace of the process (user_namespaces(7)). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

bool idmap_has_user(uint32_t uid);
bool idmap_has_group(uint32_t gid);
/* Returns true if setgroups(2) is allowed. */
bool idmap_allows_groups(void);
/* Maps the user and group to themselves and nothing else, in a new user namespace. Needs no
 * privileges. Returns false with errno on failure. */
bool idmap_same(uint32_t uid, uint32_t gid);

/* Which user and group numbers exist in the user namespace of the process (user_namespaces(7)). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

bool idmap_has_user(uint32_t uid);
bool idmap_has_group(uint32_t gid);
/* Whether setgroups(2) is allowed at all. */
bool idmap_allows_groups(void);
/* Maps the user and group to themselves and nothing else, in a user namespace just made. Needs no
 * privileges. False with errno. */
bool idmap_same(uint32_t uid, uint32_t gid);

/* What a user can do who may neither capture nor make namespaces. */
#pragma once

#include <stddef.h>

#define PRIVATE_CHOICES 4096

/* Writes the commands, for standard error, in several lines: the user's own one with more rights,
 * the sample, a file, another machine's capture. command is argv, ended by NULL; its words are
 * quoted for a shell, and left out if a terminal could not show them. */
void private_network_choices(char *const *command, char *out, size_t size);

/* Names made fit for messages. */
#pragma once

/* A file name in quotes, as text_clean() has it, the middle left out when it is long. */
struct printable_path {
	char text[208];
};
struct printable_path printable_path(const char *path);

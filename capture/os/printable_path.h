/* Names made fit for messages. */
#pragma once

/* A file name in quotes, as text_clean() has it, the middle left out when it is long. */
struct shown {
	char text[208];
};
struct shown shown_path(const char *path);

/* File names for messages. */
#pragma once

/* A file name in quotes, cleaned by text_clean(). A long name is shortened in the middle. */
struct printable_path {
	char text[208];
};
struct printable_path printable_path(const char *path);

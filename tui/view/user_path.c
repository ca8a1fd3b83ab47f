#include "tui/view/user_path.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

void user_path(const char *text, char *out, size_t size)
{
	const char *home = getenv("HOME");
	bool from_home = text[0] == '~' && (text[1] == '/' || text[1] == '\0');
	if (from_home && home != NULL)
		snprintf(out, size, "%s%s", home, text + 1);
	else
		snprintf(out, size, "%s", text);
}

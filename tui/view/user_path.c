#include "tui/view/user_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tui/run/run.h"

void user_path(const char *text, char *out, size_t size)
{
	const char *home = getenv("HOME");
	bool from_home = text[0] == '~' && (text[1] == '/' || text[1] == '\0');
	if (from_home && home != NULL)
		snprintf(out, size, "%s%s", home, text + 1);
	else
		snprintf(out, size, "%s", text);
}

bool user_path_is_read(const struct run *run, const char *path)
{
	struct stat target, source;
	if (stat(path, &target) != 0)
		return false;
	for (unsigned i = 0; i < run->vantages; i++) {
		const char *name = source_name(run->at[i].source);
		if (source_kind(run->at[i].source) == SOURCE_FILE && stat(name, &source) == 0 &&
		    source.st_dev == target.st_dev && source.st_ino == target.st_ino)
			return true;
	}
	return false;
}

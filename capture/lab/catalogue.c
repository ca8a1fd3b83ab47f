#include "capture/lab/catalogue.h"

#include <string.h>
#include <unistd.h>

#include "capture/lab/files.h"
#include "capture/os/printable_path.h"

const char *lab_catalogue_name(size_t n)
{
	return n < lab_files_count ? lab_files[n].name : NULL;
}

const char *lab_catalogue_text(size_t n)
{
	return n < lab_files_count ? lab_files[n].text : NULL;
}

struct lab_scenario *lab_catalogue_open(const char *name, struct err *err)
{
	for (size_t i = 0; i < lab_files_count; i++) {
		const char *text = lab_files[i].text;
		if (strcmp(lab_files[i].name, name) == 0)
			return lab_scenario_parse(text, strlen(text), name, err);
	}
	if (strchr(name, '/') != NULL || access(name, F_OK) == 0)
		return lab_scenario_read(name, err);
	err_set(err,
	    "there is neither a scenario nor a file named %s; `tcpviz lab` lists the scenarios",
	    printable_path(name).text);
	return NULL;
}

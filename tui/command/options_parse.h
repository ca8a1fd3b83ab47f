/* Parses the command line into struct options, by the table of options_table.h. */
#pragma once

#include "core/base/err.h"
#include "tui/command/options.h"

enum options_result {
	OPTIONS_RUN,
	OPTIONS_DONE, /* --help, --version or the list of scenarios was printed */
	OPTIONS_WRONG
};

/* Parses the arguments. OPTIONS_WRONG sets err. The caller calls options_free() in every case. */
enum options_result options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_free(struct options *o);

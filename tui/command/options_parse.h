/* Reads the command line into struct options, by the table of options_table.h. */
#pragma once

#include "core/base/err.h"
#include "tui/command/options.h"

enum options_result {
	OPTIONS_RUN,
	OPTIONS_DONE, /* --help, --version, the lab's list: printed */
	OPTIONS_WRONG
};

/* Reads the arguments. OPTIONS_WRONG leaves a message in err. The caller calls options_free() in
 * each case. */
enum options_result options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_free(struct options *o);

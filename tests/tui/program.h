/* The paths of tcpviz and the sample capture, arguments of every terminal suite. */
#pragma once

#include "tests/suite.h"
#include "tests/tui/terminal.h"

static const char *tcpviz, *article;

/* main() of a suite: PROGRAM tcpviz article.pcap. */
static inline int program_main(Suite *suite, int argc, char **argv)
{
	if (argc != 3)
		return EXIT_FAILURE;
	tcpviz = argv[1];
	article = argv[2];
	return suite_main(suite);
}

/* Opens the sample on a terminal of this size and waits for its ladder. */
static inline struct terminal *show_article(int rows, int cols)
{
	struct terminal_setup setup = {
		.argv = { tcpviz, "-n", article }, .env = { "TZ=UTC" }, .rows = rows, .cols = cols
	};
	struct terminal *t = terminal_start(&setup);
	/* From the first row to the last. */
	terminal_expect(t, "192.168.1.178:8000");
	terminal_expect(t, "? help");
	return t;
}

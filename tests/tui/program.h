/* tcpviz and the sample capture, as told to a suite of terminal tests by its arguments. */
#pragma once

#include "tests/suite.h"
#include "tests/tui/terminal.h"

static const char *tcpviz, *article;

/* main of such a suite: PROGRAM tcpviz article.pcap. */
static inline int program_main(Suite *suite, int argc, char **argv)
{
	if (argc != 3)
		return EXIT_FAILURE;
	tcpviz = argv[1];
	article = argv[2];
	return suite_main(suite);
}

/* The sample on a terminal of so many rows and columns, once its ladder is drawn. */
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

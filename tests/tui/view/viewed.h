/* The whole screen as rows of text, without a terminal: opens a capture, reads it to its end
 * and draws; keys change it. */
#pragma once

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/array.h"
#include "tests/suite.h"
#include "tests/tui/made.h"
#include "tui/command/options_parse.h"
#include "tui/text/scene.h"
#include "tui/view/ui.h"

#define VIEWED_ROW 2048

static struct {
	struct options options;
	struct run run;
	struct ui ui;
	struct size size;
	struct made made; /* the path of the machine that built it */
} viewed;

static inline void viewed_layout(void)
{
	ui_tick(&viewed.ui, 0);
	ui_layout(&viewed.ui, viewed.size);
}

static inline void viewed_read(void)
{
	bool more = true;
	while (more || run_running(&viewed.run)) {
		struct pollfd fds[8];
		size_t count = run_poll(&viewed.run, fds, ARRAY_LEN(fds));
		if (!more)
			poll(fds, (nfds_t)count, -1);
		more = run_take(&viewed.run, INT64_MAX / 2);
	}
}

/* Opens a capture file on a screen of this size. */
static inline void viewed_open(const char *path, int rows, int cols)
{
	char *argv[] = { (char[]){ "tcpviz" }, (char[]){ "-n" }, strdup(path), NULL };
	struct err err;
	setenv("TZ", "UTC", 1);
	tzset();
	ck_assert_msg(options_parse(&viewed.options, 3, argv, &err) == OPTIONS_RUN, "%s", err.text);
	ck_assert_msg(run_open(&viewed.run, &viewed.options, &err), "%s", err.text);
	viewed_read();
	ui_init(&viewed.ui, &viewed.run, NULL);
	viewed.size = (struct size){ rows, cols };
	viewed_layout();
	free(argv[2]);
}

/* The sample of the manual: one session of eight segments. */
static inline void viewed_article(int rows, int cols)
{
	viewed_open(ARTICLE, rows, cols);
}

static inline void viewed_close(void)
{
	ui_free(&viewed.ui);
	run_close(&viewed.run);
	options_free(&viewed.options);
	if (viewed.made.path[0] != '\0')
		made_remove(&viewed.made);
}

/* Presses keys, one character each, and draws after each. */
static inline void viewed_press(const char *keys)
{
	for (; *keys != '\0'; keys++) {
		ui_key(&viewed.ui, *keys);
		viewed_layout();
	}
}

/* Valid until the next call. */
static inline const char *viewed_row(int row)
{
	static char text[VIEWED_ROW];
	scene_row(&viewed.ui.scene, row, text, sizeof(text));
	return text;
}

/* Returns the first row that contains the text, or -1. */
static inline int viewed_find(const char *text)
{
	for (int row = 0; row < viewed.size.rows; row++)
		if (strstr(viewed_row(row), text) != NULL)
			return row;
	return -1;
}

#define viewed_expect_row(row, text) ck_assert_str_eq(viewed_row(row), text)

static inline void viewed_expect(const char *text)
{
	ck_assert_msg(viewed_find(text) >= 0, "nowhere on the screen: %s", text);
}

static inline void viewed_expect_no(const char *text)
{
	ck_assert_msg(viewed_find(text) < 0, "on the screen: %s", text);
}

/* Asserts that the row with the text is selected. */
static inline void viewed_expect_selected(const char *text)
{
	int row = viewed_find(text);
	ck_assert_msg(row >= 0, "nowhere on the screen: %s", text);
	ck_assert_int_eq(scene_look(&viewed.ui.scene, row, 2).mark, MARK_SELECTED);
}

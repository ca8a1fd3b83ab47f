#include "tui/term/encoding.h"

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include "tui/term/terminfo.h"

/* A terminal that does not answer within this time gets ASCII. */
#define ANSWER_MS 300
/* One character of two bytes, then the question for the cursor's position. */
#define QUESTION "\r\xc3\xa9\033[6n"
#define ERASE "\r\033[K"

static bool is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Returns the name of the locale for characters, or NULL if the environment has none. */
static const char *locale_name(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value != NULL && *value != '\0')
			return value;
	}
	return NULL;
}

/* Reads the answer "ESC [ row ; column R"; 0: none. */
static unsigned answered_column(int fd)
{
	char text[64];
	size_t len = 0;
	struct pollfd in = { .fd = fd, .events = POLLIN };
	while (len + 1 < sizeof(text) && poll(&in, 1, ANSWER_MS) > 0) {
		if (read(fd, text + len, 1) != 1)
			return 0;
		if (text[len++] != 'R')
			continue;
		text[len] = '\0';
		const char *semicolon = strchr(text, ';');
		return semicolon != NULL ? (unsigned)strtoul(semicolon + 1, NULL, 10) : 0;
	}
	return 0;
}

static bool write_all(int fd, const char *text)
{
	return write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

/* A terminal in UTF-8 moves the cursor by one column for the two bytes. */
static bool moves_by_one(int fd)
{
	struct termios before, raw;
	if (tcgetattr(fd, &before) != 0)
		return false;
	/* Terminals and ssh that know that it takes UTF-8 set this. */
	if (before.c_iflag & IUTF8)
		return true;
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	if (tcsetattr(fd, TCSANOW, &raw) != 0)
		return false;
	unsigned column = write_all(fd, QUESTION) ? answered_column(fd) : 0;
	bool erased = write_all(fd, ERASE);
	tcsetattr(fd, TCSANOW, &before);
	return erased && column == 2;
}

/* A process in the background would be stopped for changing the terminal's modes. */
static bool terminal_takes_utf8(void)
{
	const char *type = getenv("TERM");
	bool known = type != NULL && *type != '\0' && strcmp(type, "dumb") != 0;
	return known && !terminfo_is_old() && isatty(STDOUT_FILENO) &&
	       tcgetpgrp(STDOUT_FILENO) == getpgrp() && moves_by_one(STDOUT_FILENO);
}

/* A locale of UTF-8 that this system does not have: the terminal's user has set it. */
static bool means_utf8(const char *name)
{
	return name != NULL &&
	       (strcasestr(name, "utf-8") != NULL || strcasestr(name, "utf8") != NULL);
}

static const char *explain_old(void)
{
	static char why[160];
	snprintf(why, sizeof(why),
	    "Drawn in ASCII: terminals of type %.40s are older than UTF-8; --utf8 if this one "
	    "takes it",
	    getenv("TERM"));
	return why;
}

static const char *explain_locale(const char *name, bool set)
{
	static char why[160];
	if (name == NULL)
		return "Drawn in ASCII: no locale is set (LANG) and the terminal did not answer in "
		       "UTF-8; --utf8 if it takes it";
	snprintf(why, sizeof(why),
	    "Drawn in ASCII: the locale %.40s is %s; --utf8 if the "
	    "terminal takes UTF-8",
	    name, set ? "not UTF-8" : "unknown here");
	return why;
}

const char *encoding_choose(bool utf8, bool ask)
{
	bool set = setlocale(LC_ALL, "") != NULL;
	const char *name = locale_name();
	bool open = name == NULL || !set;
	if (!is_utf8() && (utf8 || means_utf8(name) || (open && ask && terminal_takes_utf8())))
		setlocale(LC_CTYPE, "C.UTF-8");
	if (!is_utf8())
		return utf8 ? "Drawn in ASCII: this system has no locale C.UTF-8"
		            : explain_locale(name, set);
	return terminfo_is_old() && !utf8 ? explain_old() : NULL;
}

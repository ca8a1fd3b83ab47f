#include "tui/term/terminfo.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "tui/text/mouse.h"

/* Last, because it defines macros such as "lines" and "columns". */
#include <term.h>

static bool missing(const char *capability)
{
	return capability == NULL || capability == (const char *)-1;
}

/* Leaves out padding ("$<5>"), which no terminal needs today. */
static void add_capability(char *out, size_t size, const char *name)
{
	const char *text = tigetstr(name);
	size_t used = strlen(out);
	if (missing(text))
		return;
	while (*text != '\0' && used + 1 < size) {
		if (text[0] == '$' && text[1] == '<') {
			text += strcspn(text, ">");
			text += *text == '>';
			continue;
		}
		out[used++] = *text++;
	}
	out[used] = '\0';
}

static bool check_movement(const char *type, char *leave, size_t size, struct err *err)
{
	static const char *const capabilities[] = { "sgr0", "cnorm", "rmkx", "rmcup" };
	if (missing(tigetstr("cup")))
		return err_set(err,
		    "the terminal type \"%.40s\" in TERM cannot place the cursor; set another one "
		    "(export TERM=xterm), or use --text",
		    type);
	snprintf(leave, size, "%s", MOUSE_OFF);
	for (size_t i = 0; i < ARRAY_LEN(capabilities); i++)
		add_capability(leave, size, capabilities[i]);
	return true;
}

bool terminfo_check(int fd, char *leave, size_t size, struct err *err)
{
	const char *type = getenv("TERM");
	int status = 0;
	if (type == NULL || type[0] == '\0')
		return err_set(err,
		    "no terminal type: TERM is not set; set it (export TERM=xterm), or use --text");
	if (setupterm(type, fd, &status) != OK)
		return err_set(err,
		    "unknown terminal type \"%.40s\" in TERM; set another one (export TERM=xterm), "
		    "or use --text",
		    type);
	bool fit = check_movement(type, leave, size, err);
	del_curterm(cur_term);
	return fit;
}

bool terminfo_is_old(void)
{
	static const char *const old[] = { "vt", "ansi", "sun", "cons25" };
	const char *type = getenv("TERM");
	for (size_t i = 0; type != NULL && i < ARRAY_LEN(old); i++)
		if (strncmp(type, old[i], strlen(old[i])) == 0)
			return true;
	return false;
}

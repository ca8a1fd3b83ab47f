#include "tui/term/crash.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/array.h"
#include "core/base/memory.h"

static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS };

/* Static, because a signal handler has no argument. */
static volatile sig_atomic_t guarded;
static int terminal = -1;
static struct termios saved;
static char leave_text[256];

void crash_restore(void)
{
	if (!guarded)
		return;
	guarded = 0;
	/* A failed write cannot be handled here. */
	ssize_t ignored = write(terminal, leave_text, strlen(leave_text));
	(void)ignored;
	tcsetattr(terminal, TCSANOW, &saved);
}

static void on_fatal(int number)
{
	crash_restore();
	/* SA_RESETHAND restored the default action: the process dies with the right status and
	 * core dump. */
	raise(number);
}

static void on_no_memory(size_t size)
{
	crash_restore();
	char text[96];
	int len = snprintf(
	    text, sizeof(text), "tcpviz: out of memory: %zu more bytes were needed\n", size);
	ssize_t ignored = write(STDERR_FILENO, text, (size_t)len);
	(void)ignored;
}

void crash_guard(int fd, const char *leave)
{
	terminal = fd;
	snprintf(leave_text, sizeof(leave_text), "%s", leave);
	guarded = tcgetattr(fd, &saved) == 0;

	struct sigaction action = { .sa_handler = on_fatal,
		.sa_flags = (int)SA_RESETHAND | SA_NODEFER };
	for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
		sigaction(fatal[i], &action, NULL);
	memory_on_failure(on_no_memory);
}

void crash_unguard(void)
{
	guarded = 0;
}

#include "tui/term/signals.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/base/array.h"

static const int watched[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT };

static sigset_t before;

int signals_open(struct err *err)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(watched); i++)
		sigaddset(&set, watched[i]);
	sigprocmask(SIG_BLOCK, &set, &before);
	int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		err_set(err, "cannot watch for signals: %s; close some files and try again",
		    strerror(errno));
	}
	return fd;
}

void signals_close(int fd)
{
	/* Pending signals were handled already: unblocked, they would end the program. */
	while (signals_take(fd) != 0)
		;
	close(fd);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

int signals_take(int fd)
{
	struct signalfd_siginfo info;
	ssize_t got = read(fd, &info, sizeof(info));
	return got == (ssize_t)sizeof(info) ? (int)info.ssi_signo : 0;
}

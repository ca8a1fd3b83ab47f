#include "tui/term/plain_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "tui/text/key_bytes.h"

#define ESCAPE_WAIT_MS 50

void plain_keys_resume(struct plain_keys *keys)
{
	if (!keys->terminal)
		return;
	/* As curses does: keys at once, no echo; signals stay. */
	struct termios settings = keys->before;
	settings.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	settings.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL);
	settings.c_cc[VMIN] = 1;
	settings.c_cc[VTIME] = 0;
	tcsetattr(keys->fd, TCSADRAIN, &settings);
}

void plain_keys_pause(struct plain_keys *keys)
{
	if (keys->terminal)
		tcsetattr(keys->fd, TCSADRAIN, &keys->before);
}

bool plain_keys_open(struct plain_keys *keys, bool elsewhere, struct err *err)
{
	*keys = (struct plain_keys){ .fd = STDIN_FILENO, .owned = elsewhere };
	if (elsewhere)
		keys->fd = open("/dev/tty", O_RDONLY | O_CLOEXEC);
	if (keys->fd < 0)
		return err_set(err,
		    "standard input is the capture, and the terminal cannot be opened: %s",
		    strerror(errno));
	keys->terminal = tcgetattr(keys->fd, &keys->before) == 0;
	plain_keys_resume(keys);
	return true;
}

void plain_keys_close(struct plain_keys *keys)
{
	plain_keys_pause(keys);
	if (keys->owned)
		close(keys->fd);
}

void plain_keys_read(struct plain_keys *keys)
{
	ssize_t got = read(keys->fd, keys->bytes + keys->len, sizeof(keys->bytes) - keys->len);
	if (got > 0)
		keys->len += (size_t)got;
	else if (got == 0 || (errno != EINTR && errno != EAGAIN))
		keys->ended = true;
}

/* Returns true if no more bytes follow soon. */
static bool is_whole(struct plain_keys *keys)
{
	struct pollfd fd = { .fd = keys->fd, .events = POLLIN };
	if (keys->ended || keys->len == sizeof(keys->bytes))
		return true;
	if (poll(&fd, 1, ESCAPE_WAIT_MS) <= 0)
		return true;
	plain_keys_read(keys);
	return false;
}

bool plain_keys_take(struct plain_keys *keys, int *key)
{
	size_t taken = key_bytes_take(keys->bytes, keys->len, false, key);
	if (taken == 0 && keys->len > 0)
		taken = key_bytes_take(keys->bytes, keys->len, is_whole(keys), key);
	keys->len -= taken;
	memmove(keys->bytes, keys->bytes + taken, keys->len);
	return taken > 0;
}

/* Keys from a terminal, or a pipe, without curses: for plain mode. Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "core/base/err.h"

struct plain_keys {
	int fd;
	bool owned;            /* the descriptor is closed at the end */
	bool terminal;         /* its settings are restored at the end */
	struct termios before; /* these */
	char bytes[256];       /* read and not yet taken */
	size_t len;
	bool ended; /* nothing more comes */
};

/* Reads keys from standard input or, if `elsewhere`, from the controlling terminal. */
bool plain_keys_open(struct plain_keys *keys, bool elsewhere, struct err *err);
void plain_keys_close(struct plain_keys *keys);
/* Give the terminal back for a while, and take it again. */
void plain_keys_pause(struct plain_keys *keys);
void plain_keys_resume(struct plain_keys *keys);

/* Reads what has come; the descriptor is readable. */
void plain_keys_read(struct plain_keys *keys);
/* Takes the next key; false if there is none. An escape that nothing follows at once is a key. */
bool plain_keys_take(struct plain_keys *keys, int *key);

/* Questions at the bottom of the screen: answered by a key, or by a line of text. One is open at a
 * time. Esc takes it back. Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tui/text/prompt.h"

/* An answer of one key. The owner is who asked. */
struct choice {
	int key;
	const char *words; /* static */
	void (*chosen)(void *owner);
};
#define CHOICES_MAX 8

struct question {
	bool open;
	char text[160];
	struct choice choice[CHOICES_MAX];
	size_t choices;
	void (*other)(void *owner, int key); /* for keys that are no choice, or NULL */
	void *owner;
};

struct entry {
	bool open;
	const char *label; /* static */
	struct prompt prompt;
	void (*entered)(void *owner, const char *text);
	void *owner;
};

/* Zeroed: nothing is asked. */
struct asking {
	struct question question;
	struct entry entry;
};

/* Asks for one of some keys; choices are copied. */
void ask_choice(
    struct asking *a, const char *text, const struct choice *choices, size_t count, void *owner);
/* Asks for any key. */
void ask_key(
    struct asking *a, const char *text, void (*pressed)(void *owner, int key), void *owner);
/* Asks for a line. label is static; history is borrowed, or NULL. */
void ask_line(struct asking *a, const char *label, const char *text, struct history *history,
    void (*entered)(void *owner, const char *text), void *owner);

bool asking_open(const struct asking *a);
/* Takes the question back. */
void asking_close(struct asking *a);
/* Takes a key for the open question. Returns false if the key took the question back. */
bool asking_take(struct asking *a, int key);

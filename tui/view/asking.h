/* Questions in the bottom line, answered by a key or by a line of text. One is open at a time;
 * Esc cancels it. Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tui/text/prompt.h"

/* An answer by one key. owner is passed to the callback. */
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
	void (*other)(void *owner, int key); /* for keys outside the choices, or NULL */
	void *owner;
};

struct entry {
	bool open;
	const char *label; /* static */
	struct prompt prompt;
	void (*entered)(void *owner, const char *text);
	void (*complete)(void *owner, struct prompt *prompt); /* on Tab; or NULL */
	void *owner;
};

/* When zeroed, no question is open. */
struct asking {
	struct question question;
	struct entry entry;
};

/* Asks for one of several keys; copies the choices. */
void ask_choice(
    struct asking *a, const char *text, const struct choice *choices, size_t count, void *owner);
/* Asks for any key. */
void ask_key(
    struct asking *a, const char *text, void (*pressed)(void *owner, int key), void *owner);
/* Asks for a line. label is static; history is borrowed, or NULL. */
void ask_line(struct asking *a, const char *label, const char *text, struct history *history,
    void (*entered)(void *owner, const char *text), void *owner);

/* Sets what Tab does in the line just asked for. */
void ask_complete(struct asking *a, void (*complete)(void *owner, struct prompt *prompt));

/* Returns the cells that the open question or the label of the prompt needs in one line. */
unsigned asking_cells(const struct asking *a);
/* Writes the question and its choices, for a line of their own: "Save: s this session, ...". Empty
 * if they fit into `cells`, or nothing is asked. */
void asking_long(const struct asking *a, unsigned cells, char *out, size_t size);

bool asking_open(const struct asking *a);
/* Cancels the question. */
void asking_close(struct asking *a);
/* Handles a key for the open question. Returns false if the key canceled the question. */
bool asking_take(struct asking *a, int key);

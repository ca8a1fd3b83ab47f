#include "tui/view/asking.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/writer.h"
#include "tui/text/keys.h"

void ask_choice(
    struct asking *a, const char *text, const struct choice *choices, size_t count, void *owner)
{
	struct question *q = &a->question;
	assert(count <= CHOICES_MAX);
	*q = (struct question){ .open = true, .choices = count, .owner = owner };
	snprintf(q->text, sizeof(q->text), "%s", text);
	for (size_t i = 0; i < count; i++)
		q->choice[i] = choices[i];
}

void ask_key(struct asking *a, const char *text, void (*pressed)(void *owner, int key), void *owner)
{
	ask_choice(a, text, NULL, 0, owner);
	a->question.other = pressed;
}

void ask_line(struct asking *a, const char *label, const char *text, struct history *history,
    void (*entered)(void *owner, const char *text), void *owner)
{
	struct entry *entry = &a->entry;
	entry->open = true;
	entry->label = label;
	entry->entered = entered;
	entry->complete = NULL;
	entry->owner = owner;
	prompt_begin(&entry->prompt, text, history);
}

void ask_complete(struct asking *a, void (*complete)(void *owner, struct prompt *prompt))
{
	a->entry.complete = complete;
}

unsigned asking_cells(const struct asking *a)
{
	const struct question *q = &a->question;
	if (a->entry.open)
		return text_width(a->entry.label);
	unsigned cells = text_width(q->text) + 1;
	for (size_t i = 0; i < q->choices; i++) {
		char key[KEY_TEXT];
		key_text(q->choice[i].key, key, sizeof(key));
		cells += (unsigned)(strlen(key) + 1 + strlen(q->choice[i].words) + 2);
	}
	return cells + (unsigned)strlen("  Esc cancel");
}

void asking_long(const struct asking *a, unsigned cells, char *out, size_t size)
{
	const struct question *q = &a->question;
	struct writer w = writer_begin(out, size);
	/* A prompt needs room for what is typed. */
	if (!asking_open(a) || asking_cells(a) <= (a->entry.open ? cells * 2 / 5 : cells))
		return;
	writer_print(&w, "%s", a->entry.open ? a->entry.label : q->text);
	for (size_t i = 0; !a->entry.open && i < q->choices; i++) {
		char key[KEY_TEXT];
		key_text(q->choice[i].key, key, sizeof(key));
		writer_print(&w, "%s%s %s", i == 0 ? "  " : ", ", key, q->choice[i].words);
	}
}

bool asking_open(const struct asking *a)
{
	return a->question.open || a->entry.open;
}

void asking_close(struct asking *a)
{
	a->question.open = false;
	a->entry.open = false;
}

/* Close this question first: the answer may open the next one. */
static bool answer(struct asking *a, int key)
{
	struct question q = a->question;
	if (key == PRESS_ESCAPE) {
		a->question.open = false;
		return false;
	}
	for (size_t i = 0; i < q.choices; i++)
		if (q.choice[i].key == key) {
			a->question.open = false;
			q.choice[i].chosen(q.owner);
			return true;
		}
	if (q.other != NULL) {
		a->question.open = false;
		q.other(q.owner, key);
	}
	return true;
}

static bool type(struct asking *a, int key)
{
	struct entry *entry = &a->entry;
	if (key == PRESS_TAB && entry->complete != NULL) {
		entry->complete(entry->owner, &entry->prompt);
		return true;
	}
	enum prompt_result result = prompt_key(&entry->prompt, key);
	if (result == PROMPT_EDITING)
		return true;
	entry->open = false;
	if (result != PROMPT_ENTERED)
		return false;
	char text[PROMPT_TEXT];
	memcpy(text, entry->prompt.text, sizeof(text));
	entry->entered(entry->owner, text);
	return true;
}

bool asking_take(struct asking *a, int key)
{
	return a->entry.open ? type(a, key) : answer(a, key);
}

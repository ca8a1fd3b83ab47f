#include "tui/text/prompt.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "tui/text/keys.h"

void prompt_begin(struct prompt *p, const char *text, struct history *history)
{
	snprintf(p->text, sizeof(p->text), "%s", text);
	p->len = strlen(p->text);
	p->cursor = p->len;
	p->history = history;
	p->recalled = 0;
	p->wrong = 0;
}

static bool continues(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

static size_t before(const struct prompt *p, size_t at)
{
	while (at > 0 && continues(p->text[--at]))
		;
	return at;
}

static size_t after(const struct prompt *p, size_t at)
{
	if (at < p->len)
		at++;
	while (at < p->len && continues(p->text[at]))
		at++;
	return at;
}

static void erase(struct prompt *p, size_t from, size_t to)
{
	memmove(p->text + from, p->text + to, p->len - to + 1);
	p->len -= to - from;
	p->cursor = from;
}

void prompt_replace(struct prompt *p, size_t from, const char *text, size_t len)
{
	assert(from <= p->cursor);
	if (p->len - (p->cursor - from) + len >= sizeof(p->text))
		return;
	erase(p, from, p->cursor);
	memmove(p->text + from + len, p->text + from, p->len - from + 1);
	memcpy(p->text + from, text, len);
	p->len += len;
	p->cursor = from + len;
}

void prompt_mark(struct prompt *p, size_t at, size_t len)
{
	p->wrong_at = at < p->len ? at : p->len;
	p->wrong = len < p->len - p->wrong_at ? len : p->len - p->wrong_at;
	p->cursor = p->wrong_at + p->wrong;
}

static size_t encode(uint32_t c, char out[4])
{
	static const uint32_t limit[] = { 0x80, 0x800, 0x10000, 0x110000 };
	static const uint8_t lead[] = { 0x00, 0xc0, 0xe0, 0xf0 };
	size_t len = 1;
	while (c >= limit[len - 1])
		len++;
	for (size_t i = len; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(lead[len - 1] | c);
	return len;
}

static void insert(struct prompt *p, uint32_t c)
{
	char bytes[4];
	size_t len = encode(c, bytes);
	if (p->len + len >= sizeof(p->text))
		return;
	memmove(p->text + p->cursor + len, p->text + p->cursor, p->len - p->cursor + 1);
	memcpy(p->text + p->cursor, bytes, len);
	p->len += len;
	p->cursor += len;
}

static void left(struct prompt *p)
{
	p->cursor = before(p, p->cursor);
}

static void right(struct prompt *p)
{
	p->cursor = after(p, p->cursor);
}

static void home(struct prompt *p)
{
	p->cursor = 0;
}

static void end(struct prompt *p)
{
	p->cursor = p->len;
}

static void rubout(struct prompt *p)
{
	erase(p, before(p, p->cursor), p->cursor);
}

static void delete (struct prompt *p)
{
	erase(p, p->cursor, after(p, p->cursor));
}

static void erase_left(struct prompt *p)
{
	erase(p, 0, p->cursor);
}

static void erase_right(struct prompt *p)
{
	erase(p, p->cursor, p->len);
}

static void erase_word(struct prompt *p)
{
	size_t from = p->cursor;
	while (from > 0 && p->text[from - 1] == ' ')
		from--;
	while (from > 0 && p->text[from - 1] != ' ')
		from--;
	erase(p, from, p->cursor);
}

/* Shows the line `back` steps ago; 0 is an empty one. */
static void recall(struct prompt *p, unsigned back)
{
	struct history *history = p->history;
	prompt_begin(p, back == 0 ? "" : history->line[history->count - back], history);
	p->recalled = back;
}

static void older(struct prompt *p)
{
	if (p->history != NULL && p->recalled < p->history->count)
		recall(p, p->recalled + 1);
}

static void newer(struct prompt *p)
{
	if (p->history != NULL && p->recalled > 0)
		recall(p, p->recalled - 1);
}

static const struct {
	int key;
	void (*edit)(struct prompt *p);
} edits[] = {
	{ PRESS_ARROW_LEFT, left },
	{ PRESS_CTRL('b'), left },
	{ PRESS_ARROW_RIGHT, right },
	{ PRESS_CTRL('f'), right },
	{ PRESS_HOME, home },
	{ PRESS_CTRL('a'), home },
	{ PRESS_END, end },
	{ PRESS_CTRL('e'), end },
	{ PRESS_RUBOUT, rubout },
	{ PRESS_DELETE, delete },
	{ PRESS_CTRL('d'), delete },
	{ PRESS_CTRL('u'), erase_left },
	{ PRESS_CTRL('k'), erase_right },
	{ PRESS_CTRL('w'), erase_word },
	{ PRESS_ARROW_UP, older },
	{ PRESS_CTRL('p'), older },
	{ PRESS_ARROW_DOWN, newer },
	{ PRESS_CTRL('n'), newer },
};

static void remember(struct history *history, const char *line)
{
	unsigned last = history->count;
	if (line[0] == '\0' || (last > 0 && strcmp(history->line[last - 1], line) == 0))
		return;
	if (last == HISTORY_LINES) {
		last--;
		memmove(history->line[0], history->line[1], sizeof(history->line[0]) * last);
	}
	snprintf(history->line[last], sizeof(history->line[last]), "%s", line);
	history->count = last + 1;
}

enum prompt_result prompt_key(struct prompt *p, int key)
{
	p->wrong = 0;
	if (key == PRESS_ESCAPE || key == PRESS_CTRL('g'))
		return PROMPT_CANCELLED;
	if (key == PRESS_RETURN) {
		if (p->history != NULL)
			remember(p->history, p->text);
		return PROMPT_ENTERED;
	}
	for (size_t i = 0; i < ARRAY_LEN(edits); i++)
		if (edits[i].key == key) {
			edits[i].edit(p);
			return PROMPT_EDITING;
		}
	/* Terminals also send C1 controls and surrogates; no user types them. */
	bool typed = key >= ' ' && key < PRESS_SPECIAL && key != 0x7f &&
	             !(key >= 0x80 && key < 0xa0) && !(key >= 0xd800 && key < 0xe000);
	if (typed)
		insert(p, (uint32_t)key);
	return PROMPT_EDITING;
}

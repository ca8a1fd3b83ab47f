#include "tui/text/frame_links.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/memory.h"
#include "core/base/text.h"

/* A phrase with frame numbers; it may go on in the next line. */
enum phrase {
	PHRASE_NONE,
	PHRASE_ONE,     /* after "frame" */
	PHRASE_SEVERAL, /* after "frames", or a comma between their numbers */
	PHRASE_LIST,    /* after a number of several */
	PHRASE_LAST,    /* after "and", "to" or a dash */
};

void frame_links_free(struct frame_links *links)
{
	free(links->link);
	*links = (struct frame_links){ 0 };
}

/* Returns the cells of the first `len` bytes of a text. */
static int cells_of(const char *text, size_t len)
{
	char before[1024];
	if (len >= sizeof(before))
		len = sizeof(before) - 1;
	memcpy(before, text, len);
	before[len] = '\0';
	return (int)text_width(before);
}

/* Returns the length of a frame number at `at`, or 0: "30.1" and "30ms" are none. */
static size_t number_at(const char *at, uint32_t *frame)
{
	size_t len = strspn(at, "0123456789");
	bool fraction = (at[len] == '.' || at[len] == ',') && isdigit((unsigned char)at[len + 1]);
	if (len == 0 || len > 10 || fraction || isalpha((unsigned char)at[len]))
		return 0;
	unsigned long long value = strtoull(at, NULL, 10);
	*frame = (uint32_t)value;
	return value > 0 && value <= UINT32_MAX ? len : 0;
}

static void add(struct frame_links *links, const struct frame_link *link)
{
	if (links->count == links->room) {
		links->room = links->room * 2 + 16;
		links->link = memory_resize(links->link, links->room, sizeof(*links->link));
	}
	links->link[links->count++] = *link;
}

struct joint {
	const char *text;
	enum phrase after;
};

/* Moves over what may stand between the numbers of a phrase. */
static size_t join(const char *at, enum phrase *phrase)
{
	static const struct joint joints[] = {
		{ "and ", PHRASE_LAST },
		{ "to ", PHRASE_LAST },
		{ "-", PHRASE_LAST },
		{ ", ", PHRASE_SEVERAL },
	};
	for (size_t i = 0; *phrase == PHRASE_LIST && i < sizeof(joints) / sizeof(joints[0]); i++) {
		size_t len = strlen(joints[i].text);
		size_t word = len - (joints[i].text[len - 1] == ' ');
		/* A joint may stand at the end of a line. */
		if (strncmp(at, joints[i].text, len) == 0 ||
		    (strncmp(at, joints[i].text, word) == 0 && at[word] == '\0')) {
			*phrase = joints[i].after;
			return at[word] == '\0' ? word : len;
		}
	}
	return 0;
}

/* Returns the length of "frame" or "frames" at `at`, or 0. */
static size_t word_at(const char *text, const char *at, enum phrase *phrase)
{
	if (strncasecmp(at, "frame", 5) != 0 || (at > text && isalnum((unsigned char)at[-1])))
		return 0;
	size_t len = at[5] == 's' ? 6 : 5;
	if (at[len] != ' ' && at[len] != '\0')
		return 0;
	*phrase = len == 6 ? PHRASE_SEVERAL : PHRASE_ONE;
	return len;
}

static enum phrase after_number(enum phrase phrase)
{
	return phrase == PHRASE_SEVERAL ? PHRASE_LIST : PHRASE_NONE;
}

/* Finds the links of one line; returns the phrase that it ends in. */
static enum phrase find_in_line(
    struct frame_links *links, const char *text, size_t line, enum phrase phrase, uint32_t except)
{
	const char *at = text;
	while (*at != '\0') {
		uint32_t frame;
		size_t len = 0;
		if (*at == ' ') {
			at++;
			continue;
		}
		bool wanted = phrase != PHRASE_NONE && phrase != PHRASE_LIST;
		if (wanted && (len = number_at(at, &frame)) > 0) {
			struct frame_link link = { .line = line,
				.col = cells_of(text, (size_t)(at - text)),
				.cells = (int)len,
				.frame = frame };
			if (frame != except)
				add(links, &link);
			phrase = after_number(phrase);
		} else if ((len = join(at, &phrase)) == 0) {
			phrase = PHRASE_NONE;
			len = word_at(text, at, &phrase);
		}
		at += len > 0 ? len : 1;
	}
	return phrase;
}

void frame_links_find(struct frame_links *links, const struct lines *lines, uint32_t except)
{
	size_t before = links->count;
	enum phrase phrase = PHRASE_NONE;
	links->count = 0;
	for (size_t n = 0; n < lines->count; n++)
		phrase = find_in_line(links, lines_text(lines, n), n, phrase, except);
	if (links->count != before)
		links->chosen = 0;
}

const struct frame_link *frame_links_chosen(const struct frame_links *links)
{
	return links->chosen > 0 && links->chosen <= links->count ? &links->link[links->chosen - 1]
	                                                          : NULL;
}

const struct frame_link *frame_links_turn(struct frame_links *links, bool back, size_t line)
{
	if (links->chosen != 0) {
		links->chosen = back ? links->chosen - 1 : links->chosen + 1;
	} else {
		size_t after = 0;
		while (after < links->count && links->link[after].line < line)
			after++;
		links->chosen = back ? after : after + 1;
	}
	if (links->chosen > links->count)
		links->chosen = 0;
	return frame_links_chosen(links);
}

const struct frame_link *frame_links_at(const struct frame_links *links, size_t line, int col)
{
	for (size_t i = 0; i < links->count; i++) {
		const struct frame_link *link = &links->link[i];
		if (link->line == line && col >= link->col && col < link->col + link->cells)
			return link;
	}
	return NULL;
}

void frame_links_draw(const struct frame_links *links, const struct lines *lines, size_t line,
    const struct canvas *c, int row, int col)
{
	const struct frame_link *chosen = frame_links_chosen(links);
	for (size_t i = 0; i < links->count; i++) {
		const struct frame_link *link = &links->link[i];
		char number[16];
		if (link->line != line)
			continue;
		snprintf(number, sizeof(number), "%.*s", link->cells,
		    lines_text(lines, line) +
		        text_fit(lines_text(lines, line), (unsigned)link->col, NULL));
		uint8_t mark = link == chosen ? MARK_SELECTED : MARK_LINK;
		canvas_text(c, row, col + link->col,
		    (struct look){ (uint8_t)lines->line[line].tint, mark }, number);
	}
}

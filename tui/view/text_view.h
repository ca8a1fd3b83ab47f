/* A view of text that scrolls: help, session story, a whole message. */
#pragma once

#include <stdio.h>

#include "tui/text/page.h"
#include "tui/view/shell.h"

struct text_source;

/* Writes the text into an empty page, lines at most `cells` wide. Returns true if more will
 * follow: then it is called again soon. */
typedef bool text_fill(
    const struct text_source *source, const struct shell *shell, struct page *page, unsigned cells);

/* The source of a text. */
struct text_source {
	text_fill *fill;
	uint32_t about; /* the packet, session or context that the text is about */
	void *ctx;      /* passed to fill (borrowed), or NULL */
	bool palette; /* typing narrows it to lines with that text; lines are tagged with actions */
	const char *name; /* in the proposed file name: "session"; static */
	/* Opens the next text of its kind in place, or the previous one; or NULL. */
	void (*turn)(struct shell *shell, const struct text_source *source, bool back);
};

/* Returns the view for shell_add() as VIEW_TEXT. */
struct view *text_view_new(struct shell *shell);

/* Opens the text over the view on top; copies title and source. */
void text_view_open(struct shell *shell, const char *title, const struct text_source *source);
/* Narrows the text that is shown, a palette. */
void text_view_narrow(struct shell *shell, const char *text);
/* Returns true if the text comes from this source. */
bool text_view_holds(const struct shell *shell, text_fill *fill);
/* Return title and links of the text that is shown last, and write all of it. Call after layout. */
const char *text_view_title(const struct shell *shell);
const struct frame_links *text_view_links(const struct shell *shell);
void text_view_write(const struct shell *shell, FILE *out);
/* Returns true if the text names frames, to go to. */
bool text_view_has_links(const struct shell *shell);
/* Returns true if the text contains payload, which has several forms. */
bool text_view_has_bytes(const struct shell *shell);

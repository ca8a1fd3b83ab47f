/* A screen of text to scroll through: help, a summary, a whole message. */
#pragma once

#include "tui/text/page.h"
#include "tui/view/shell.h"

struct text_source;

/* Puts the text into an empty page, lines at most `cells` wide. Returns true if there will be more:
 * then it is called again soon. */
typedef bool text_fill(
    const struct text_source *source, const struct shell *shell, struct page *page, unsigned cells);

/* The source of a text. */
struct text_source {
	text_fill *fill;
	uint32_t about; /* the packet, session or context that the text is about */
	void *ctx;      /* for fill (borrowed), or NULL */
};

/* Returns a view to be given to shell_add() as VIEW_TEXT. */
struct view *text_view_new(struct shell *shell);

/* Opens the text over the view on top; title and source are copied. */
void text_view_open(struct shell *shell, const char *title, const struct text_source *source);
/* Returns true if the text in the view comes from a source like this. */
bool text_view_holds(const struct shell *shell, text_fill *fill);
/* Returns true if the text in the view has payload in it, which can be shown in several forms. */
bool text_view_has_bytes(const struct shell *shell);

/* A screen of text to scroll through: help, a summary, a whole message. */
#pragma once

#include "tui/text/page.h"

struct ui;
struct view_ops;

/* Zeroed is empty. */
struct text_view {
	struct page page;
	char title[120];
	/* Puts the lines into the page, for a width. */
	void (*fill)(struct ui *ui, struct page *page, unsigned cells);
	uint32_t about; /* the packet or session that fill is about, or the context */
	int cells;      /* the width it was filled for */
	bool pending;   /* fill has more to put: it is called again soon, with an empty page */
	enum form form;
};

extern const struct view_ops text_view_ops;

/* Opens one over the view on top; title is copied. */
void text_view_open(struct ui *ui, const char *title, uint32_t about,
    void (*fill)(struct ui *ui, struct page *page, unsigned cells));

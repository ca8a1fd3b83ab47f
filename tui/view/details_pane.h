/* All header fields and the explanation of the selected segment. Owner's thread only. */
#pragma once

#include "core/model/course.h"
#include "tui/text/page.h"
#include "tui/view/shell.h"

/* Empty when zeroed. */
struct details_pane {
	struct page page;
	struct course course; /* course of the session up to the packet selected last */
	/* Inputs of the page: it is rebuilt when one changes. */
	uint32_t packet, packets;
	uint64_t known; /* known fates and kernel views */
	int cells;
	enum form form;
};

void details_pane_free(struct details_pane *d);
/* Discards the page: packet numbers have changed. */
void details_pane_renumber(struct details_pane *d);

/* Rebuilds the text if the selection, or what is known of it, has changed. */
void details_pane_update(struct details_pane *d, const struct shell *shell, struct size size);
/* Draws the rows on the canvas of the pane. */
void details_pane_layout(
    const struct details_pane *d, const struct shell *shell, const struct canvas *c);

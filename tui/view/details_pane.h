/* Everything about the selected segment. Owner's thread only. */
#pragma once

#include "core/model/course.h"
#include "tui/text/page.h"
#include "tui/view/shell.h"

/* Zeroed is empty. */
struct details_pane {
	struct page page;
	struct course course; /* of the session, up to the packet selected last */
	/* The inputs that the page was made from. */
	uint32_t packet, packets;
	uint64_t known; /* about the fates of packets and the kernels' views */
	int cells;
	enum form form;
};

void details_pane_free(struct details_pane *d);
/* Forgets what the page was made for: packets have other numbers from now on. */
void details_pane_renumber(struct details_pane *d);

/* Makes the text anew where the selection, or what is known of it, has changed. */
void details_pane_update(struct details_pane *d, const struct shell *shell, struct size size);
/* Lays the rows out on the canvas of the pane. */
void details_pane_layout(
    const struct details_pane *d, const struct shell *shell, const struct canvas *c);

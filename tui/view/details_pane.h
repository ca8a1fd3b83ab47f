/* Everything about the selected segment. */
#pragma once

#include <stdint.h>

#include "core/model/course.h"
#include "tui/text/page.h"

/* Zeroed is empty. */
struct details {
	struct page page;
	struct course course; /* of the session, up to the packet selected last */
	/* What it was made for. */
	uint32_t packet, packets;
	uint64_t known; /* about the fates of packets and the kernels' views */
	int cells;
	enum form form;
};

struct ui;

/* Draws the pane, and makes its text anew where the selection or what is known of it
 * has changed. */
void details_draw(struct ui *ui, const struct canvas *c);

#include "tui/text/pane_head.h"

#include <stdio.h>

#include "core/base/text.h"

void pane_head_draw(
    const struct canvas *screen, struct rect at, const char *title, const char *right, bool focused)
{
	struct canvas c = canvas_part(screen, at);
	char text[160];
	snprintf(text, sizeof(text), "%s%s ", focused ? " > " : " ", title);
	canvas_line(&c, 0, 0, c.at.cols, GLYPH_HORIZONTAL);
	int end =
	    canvas_fitted(&c, 0, 1, c.at.cols - 2, look(focused ? TINT_HEADING : TINT_FAINT), text);
	int room = c.at.cols - end - 2;
	if (right == NULL || right[0] == '\0' || room < 8)
		return;
	snprintf(text, sizeof(text), " %s ", right);
	int cells = (int)text_width(text);
	/* Half a remark says nothing. */
	if (cells > room)
		return;
	canvas_fitted(&c, 0, c.at.cols - 1 - cells, cells, look(TINT_FAINT), text);
}

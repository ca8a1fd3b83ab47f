#include "tui/text/glyph.h"

#include <assert.h>

#include "core/base/array.h"

static const char *const glyphs[][2] = {
	[GLYPH_HORIZONTAL] = { "─", "-" },
	[GLYPH_VERTICAL] = { "│", "|" },
	[GLYPH_ELLIPSIS] = { "…", "..." },
	[GLYPH_POINTER] = { ">", ">" },
	[GLYPH_LINKED] = { "•", "*" },
	[GLYPH_RIGHT] = { "→", ">" },
	[GLYPH_LEFT] = { "←", "<" },
	[GLYPH_UP] = { "↑", "^" },
	[GLYPH_DOWN] = { "↓", "v" },
	[GLYPH_DOT] = { "·", "," },
	[GLYPH_PLOT_LINE] = { "━", "=" },
	[GLYPH_PLOT_LIMIT] = { "┄", "-" },
	[GLYPH_PLOT_FILL] = { "░", ":" },
};
static_assert(ARRAY_LEN(glyphs) == GLYPH_COUNT, "every glyph has its text");

const char *glyph_text(enum glyph glyph, bool ascii)
{
	return glyphs[glyph][ascii ? 1 : 0];
}

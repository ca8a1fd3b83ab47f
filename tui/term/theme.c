#include "tui/term/theme.h"

#include <assert.h>
#include <curses.h>

#include "core/base/array.h"

static_assert(sizeof(attr_t) <= sizeof(uint32_t), "attributes fit");

#define SAME (-1) /* the terminal's own colour */

/* Foreground colours on the terminal's own background, which may be dark or light. Those of the
 * 256-colour cube are of middle luminance: each has a contrast of at least 3.1 with black,
 * #1e1e1e, white and both backgrounds of Solarized. Of the eight basic colours only red, green
 * and magenta come close; all other text keeps the terminal's colour. */
static const struct {
	int cube, basic;
	attr_t color, mono; /* attributes with colour and without */
} tints[] = {
	[ROLE_PLAIN] = { SAME, SAME, A_NORMAL, A_NORMAL },
	[ROLE_FRAME] = { 244, SAME, A_NORMAL, A_NORMAL },
	[ROLE_TIME] = { 244, SAME, A_NORMAL, A_NORMAL },
	[ROLE_LIFELINE] = { 244, SAME, A_NORMAL, A_NORMAL },
	[ROLE_ENDPOINT] = { SAME, SAME, A_BOLD, A_BOLD },
	[ROLE_STATE] = { 31, SAME, A_NORMAL, A_NORMAL },
	[ROLE_HANDSHAKE] = { 29, COLOR_GREEN, A_BOLD, A_BOLD },
	[ROLE_DATA] = { 32, SAME, A_NORMAL, A_NORMAL },
	[ROLE_ACK] = { 244, SAME, A_NORMAL, A_NORMAL },
	[ROLE_CLOSE] = { 133, COLOR_MAGENTA, A_BOLD, A_BOLD },
	[ROLE_RESET] = { 196, COLOR_RED, A_BOLD, A_BOLD },
	[ROLE_TROUBLE] = { 166, COLOR_RED, A_BOLD, A_BOLD },
	[ROLE_NOTE] = { 100, SAME, A_NORMAL, A_NORMAL },
	[ROLE_SPEECH] = { SAME, SAME, A_NORMAL, A_NORMAL },
	[TINT_TITLE] = { SAME, SAME, A_BOLD, A_BOLD },
	[TINT_BADGE] = { SAME, SAME, A_REVERSE | A_BOLD, A_REVERSE | A_BOLD },
	[TINT_RULE] = { 244, SAME, A_NORMAL, A_NORMAL },
	[TINT_HEADING] = { SAME, SAME, A_BOLD, A_BOLD },
	[TINT_HINT_KEY] = { SAME, SAME, A_BOLD, A_BOLD },
	[TINT_HINT] = { 244, SAME, A_NORMAL, A_NORMAL },
	[TINT_STATUS] = { SAME, SAME, A_NORMAL, A_NORMAL },
	[TINT_NOTICE] = { 31, SAME, A_BOLD, A_BOLD },
	[TINT_ERROR] = { 196, COLOR_RED, A_BOLD, A_BOLD },
	[TINT_FAINT] = { 244, SAME, A_NORMAL, A_NORMAL },
	[TINT_SIDE_A] = { 32, SAME, A_BOLD, A_BOLD },
	[TINT_SIDE_B] = { 133, COLOR_MAGENTA, A_NORMAL, A_NORMAL },
	[TINT_LOG] = { 244, SAME, A_NORMAL, A_NORMAL },
};
static_assert(ARRAY_LEN(tints) == TINT_COUNT, "every tint has its row");

static bool has_color;

void theme_start(void)
{
	/* Without the terminal's default colours, a fixed background would have to be painted:
	 * use no colours then. */
	has_color = has_colors() && start_color() == OK && use_default_colors() == OK;
	if (!has_color)
		return;
	for (unsigned i = 0; i < TINT_COUNT && i + 1 < (unsigned)COLOR_PAIRS; i++)
		init_pair(
		    (short)(i + 1), (short)(COLORS >= 256 ? tints[i].cube : tints[i].basic), -1);
}

bool theme_has_color(void)
{
	return has_color;
}

uint32_t theme_attributes(struct look look, bool color)
{
	unsigned tint = look.tint < TINT_COUNT ? look.tint : ROLE_PLAIN;
	color = color && has_color;
	/* The selected row is one bar in one style. */
	if (look.mark & MARK_SELECTED)
		return A_REVERSE | (tints[tint].mono & A_BOLD);
	attr_t attributes =
	    color ? tints[tint].color | (attr_t)COLOR_PAIR(tint + 1) : tints[tint].mono;
	if (look.mark & MARK_STRONG)
		attributes |= A_BOLD;
	if (look.mark & MARK_LINK)
		attributes |= A_UNDERLINE;
	if (look.mark & MARK_MATCH)
		attributes |= A_REVERSE;
	return attributes;
}

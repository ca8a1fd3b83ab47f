#include "tui/text/mouse.h"

#include <string.h>

#define DOUBLE_NS INT64_C(400000000)

/* Bits of the button's number. */
enum { BUTTON = 3, NO_BUTTON = 3, MOTION = 32, WHEEL = 64, OTHER = 128 };

#define NUMBER_MAX 9999

void mouse_begin(struct mouse *mouse, enum mouse_report report)
{
	mouse->report = report;
	mouse->numbers = 0;
	memset(mouse->number, 0, sizeof(mouse->number));
}

static enum click click_of(
    const struct mouse *mouse, int button, bool pressed, const struct pointer *at, int64_t now_ns)
{
	if (!pressed || (button & OTHER) != 0)
		return CLICK_NONE;
	if (button & MOTION)
		return (button & (BUTTON | WHEEL)) == 0 ? CLICK_DRAG : CLICK_NONE;
	if (button & WHEEL)
		return (button & BUTTON) == 0   ? CLICK_WHEEL_UP
		       : (button & BUTTON) == 1 ? CLICK_WHEEL_DOWN
		                                : CLICK_NONE;
	if ((button & BUTTON) != 0)
		return CLICK_NONE;
	bool again = mouse->last.click == CLICK_SINGLE && mouse->last.row == at->row &&
	             mouse->last.col == at->col && now_ns - mouse->clicked_ns < DOUBLE_NS;
	return again ? CLICK_DOUBLE : CLICK_SINGLE;
}

static bool end(struct mouse *mouse, bool pressed, int64_t now_ns, struct pointer *out)
{
	mouse->report = MOUSE_IDLE;
	struct pointer at = { CLICK_NONE, mouse->number[2] - 1, mouse->number[1] - 1 };
	at.click = click_of(mouse, mouse->number[0], pressed, &at, now_ns);
	if (at.click == CLICK_NONE || at.row < 0 || at.col < 0)
		return false;
	*out = at;
	/* A drag is no first click of two. */
	mouse->last = at;
	mouse->clicked_ns = now_ns;
	return true;
}

static bool feed_sgr(struct mouse *mouse, int c, int64_t now_ns, struct pointer *out)
{
	int *number = &mouse->number[mouse->numbers];
	if (c >= '0' && c <= '9' && *number <= NUMBER_MAX)
		*number = *number * 10 + c - '0';
	else if (c == ';' && mouse->numbers < 2)
		mouse->numbers++;
	else if ((c == 'M' || c == 'm') && mouse->numbers == 2)
		return end(mouse, c == 'M', now_ns, out);
	else
		mouse->report = MOUSE_IDLE;
	return false;
}

static bool feed_bytes(struct mouse *mouse, int c, int64_t now_ns, struct pointer *out)
{
	mouse->number[mouse->numbers++] = c - ' ';
	if (mouse->numbers < 3)
		return false;
	return end(mouse, (mouse->number[0] & BUTTON) != NO_BUTTON, now_ns, out);
}

bool mouse_feed(struct mouse *mouse, int c, int64_t now_ns, struct pointer *out)
{
	return mouse->report == MOUSE_SGR ? feed_sgr(mouse, c, now_ns, out)
	                                  : feed_bytes(mouse, c, now_ns, out);
}

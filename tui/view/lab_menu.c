#include "tui/view/lab_menu.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "capture/lab/catalogue.h"
#include "core/base/array.h"
#include "core/base/memory.h"
#include "tui/term/screen.h"
#include "tui/term/signals.h"
#include "tui/text/keys.h"
#include "tui/text/pane_head.h"

#define NAME_CELLS 22
#define ABOUT_ROWS 5

void lab_menu_begin(struct lab_menu *menu)
{
	const char *name;
	*menu = (struct lab_menu){ .page = 1 };
	for (size_t n = 0; (name = lab_catalogue_name(n)) != NULL; n++) {
		struct lab_scenario *scenario = lab_catalogue_open(name, NULL);
		if (scenario == NULL)
			continue;
		menu->scenario = memory_resize(
		    menu->scenario, (size_t)menu->count + 1, sizeof(struct lab_scenario *));
		menu->scenario[menu->count++] = scenario;
	}
}

void lab_menu_end(struct lab_menu *menu)
{
	for (int i = 0; i < menu->count; i++)
		lab_scenario_free(menu->scenario[i]);
	free(menu->scenario);
	lines_free(&menu->about);
	*menu = (struct lab_menu){ 0 };
}

static void move(struct lab_menu *menu, enum action action)
{
	const struct {
		enum action action;
		int by;
	} moves[] = {
		{ ACTION_DOWN, 1 },
		{ ACTION_UP, -1 },
		{ ACTION_HALF_DOWN, menu->page / 2 },
		{ ACTION_HALF_UP, -menu->page / 2 },
		{ ACTION_PAGE_DOWN, menu->page },
		{ ACTION_PAGE_UP, -menu->page },
		{ ACTION_FIRST, -menu->count },
		{ ACTION_LAST, menu->count },
	};
	for (size_t i = 0; i < ARRAY_LEN(moves); i++)
		if (moves[i].action == action)
			menu->selected += moves[i].by;
	if (menu->selected >= menu->count)
		menu->selected = menu->count - 1;
	if (menu->selected < 0)
		menu->selected = 0;
}

/* The keys of the session list. */
enum lab_menu_result lab_menu_key(struct lab_menu *menu, int key)
{
	enum action action = keys_action(IN_LIST, key);
	switch (action) {
	case ACTION_OPEN:
		return menu->count > 0 ? LAB_MENU_CHOSEN : LAB_MENU_LEFT;
	case ACTION_BACK:
	case ACTION_QUIT:
	case ACTION_END:
	case ACTION_INTERRUPT:
		return LAB_MENU_LEFT;
	default:
		move(menu, action);
		return LAB_MENU_OPEN;
	}
}

static void put_scenario(const struct canvas *c, int row, const struct lab_scenario *s, bool here)
{
	uint8_t mark = here ? MARK_SELECTED : MARK_NONE;
	if (here) {
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
		canvas_text(
		    c, row, 0, (struct look){ TINT_HEADING, mark }, canvas_glyph(c, GLYPH_POINTER));
	}
	canvas_fitted(c, row, 2, NAME_CELLS - 3, (struct look){ ROLE_HANDSHAKE, mark }, s->name);
	canvas_fitted(c, row, NAME_CELLS, c->at.cols - NAME_CELLS,
	    (struct look){ ROLE_PLAIN, mark }, s->title);
}

static void put_about(struct lab_menu *menu, const struct canvas *c)
{
	const struct lab_scenario *s = menu->scenario[menu->selected];
	lines_clear(&menu->about);
	lines_wrap(
	    &menu->about, ROLE_SPEECH, s->about, c->at.cols > 2 ? (unsigned)c->at.cols - 2 : 1, 0);
	for (int row = 0; row < c->at.rows && row < (int)menu->about.count; row++)
		canvas_text(c, row, 1, look(ROLE_SPEECH), lines_text(&menu->about, (size_t)row));
}

static void put_hints(const struct canvas *c, int row)
{
	static const struct {
		const char *key, *words;
	} hints[] = { { "j/k", "move" }, { "Enter", "run" }, { "q", "quit" } };
	int col = 1;
	for (size_t i = 0; i < ARRAY_LEN(hints); i++) {
		col = canvas_text(c, row, col, look(TINT_HINT_KEY), hints[i].key) + 1;
		col = canvas_text(c, row, col, look(TINT_HINT), hints[i].words) + 2;
	}
	canvas_fitted(c, row, col, c->at.cols - col, look(TINT_FAINT),
	    "tcpviz lab FILE runs your own scenario");
}

static void scroll(struct lab_menu *menu)
{
	if (menu->selected < menu->top)
		menu->top = menu->selected;
	if (menu->selected >= menu->top + menu->page)
		menu->top = menu->selected + 1 - menu->page;
}

void lab_menu_layout(struct lab_menu *menu, const struct canvas *out)
{
	int rows = out->at.rows, cols = out->at.cols;
	int about = rows > 2 * ABOUT_ROWS + 2 ? ABOUT_ROWS : 0;
	menu->page = rows > about + 3 ? rows - about - 3 : 1;
	scroll(menu);
	canvas_fitted(out, 0, 1, cols - 1, look(TINT_TITLE),
	    "The lab: two hosts with real TCP, and a link between them");
	struct canvas list = canvas_part(out, (struct rect){ 1, 0, menu->page, cols });
	for (int row = 0; row < menu->page && menu->top + row < menu->count; row++) {
		int n = menu->top + row;
		put_scenario(&list, row, menu->scenario[n], n == menu->selected);
	}
	if (menu->count > 0 && about > 0) {
		pane_head_draw(out, (struct rect){ rows - about - 2, 0, 1, cols },
		    menu->scenario[menu->selected]->title, "", false);
		struct canvas text =
		    canvas_part(out, (struct rect){ rows - about - 1, 0, about, cols });
		put_about(menu, &text);
	}
	put_hints(out, rows - 1);
}

static enum lab_menu_result take_keys(struct lab_menu *menu, struct screen *screen, int signals)
{
	enum lab_menu_result result = LAB_MENU_OPEN;
	struct pollfd fds[] = { { .fd = screen_fd(screen), .events = POLLIN },
		{ .fd = signals, .events = POLLIN } };
	if (poll(fds, ARRAY_LEN(fds), -1) < 0 && errno != EINTR)
		return LAB_MENU_LEFT;
	for (int number; (number = signals_take(signals)) != 0;) {
		if (number == SIGWINCH)
			screen_resize(screen);
		else if (number != SIGTSTP && number != SIGCONT)
			return LAB_MENU_LEFT;
	}
	int key, taken = 0;
	while (result == LAB_MENU_OPEN && screen_key(screen, &key)) {
		result = lab_menu_key(menu, key);
		taken++;
	}
	bool lost = taken == 0 && fds[0].revents != 0 && screen_lost(screen);
	return lost ? LAB_MENU_LEFT : result;
}

static enum lab_menu_result show(struct lab_menu *menu, struct screen *screen, int signals)
{
	enum lab_menu_result result = LAB_MENU_OPEN;
	while (result == LAB_MENU_OPEN) {
		struct canvas c = screen_begin(screen);
		lab_menu_layout(menu, &c);
		screen_show(screen, &(struct rect){ 0 });
		result = take_keys(menu, screen, signals);
	}
	return result;
}

/* Returns the catalogue's own copy of a name, which outlives the menu. */
static const char *static_name(const char *chosen)
{
	const char *name;
	for (size_t n = 0; (name = lab_catalogue_name(n)) != NULL; n++)
		if (strcmp(name, chosen) == 0)
			break;
	return name;
}

bool lab_menu_run(struct options *o, struct err *err)
{
	struct screen_options options = { .ascii = o->ascii, .color = !o->no_color };
	int signals = signals_open(err);
	if (signals < 0)
		return false;
	struct screen *screen = screen_open(&options, err);
	if (screen != NULL) {
		struct lab_menu menu;
		lab_menu_begin(&menu);
		if (show(&menu, screen, signals) == LAB_MENU_CHOSEN)
			o->lab = static_name(menu.scenario[menu.selected]->name);
		lab_menu_end(&menu);
		screen_close(screen);
	}
	signals_close(signals);
	return screen != NULL;
}

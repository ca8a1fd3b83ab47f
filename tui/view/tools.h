/* Tools for all views: menus, search, marks. Each has its own state. Owner's thread only. */
#pragma once

#include "tui/run/session_gather.h"
#include "tui/view/client_menu.h"
#include "tui/view/go_to.h"
#include "tui/view/link_menu.h"
#include "tui/view/marks.h"
#include "tui/view/save_menu.h"
#include "tui/view/shell.h"

struct tools {
	struct shell *shell; /* (borrowed) */
	struct finder find;
	struct marks marks;
	struct client_menu client;
	struct link_menu link;
	struct save_menu save;
	struct history commands;  /* typed */
	struct gathered gathered; /* session of the story and figures */
};

static inline void tools_init(struct tools *t, struct shell *shell)
{
	*t = (struct tools){
		.shell = shell,
		.find = { .shell = shell },
		.marks = { .shell = shell },
		.client = { .shell = shell },
		.link = { .shell = shell },
		.save = { .shell = shell },
	};
}

#include "tui/view/client_menu.h"

#include <assert.h>

#include "core/base/array.h"
#include "tui/text/escape.h"

/* Success needs no message: the ladder shows it. */
static void done(struct shell *shell, bool ok, const struct err *err)
{
	if (ok)
		shell->follow = true;
	else
		shell_fail(shell, err);
}

static void do_connect(void *owner)
{
	struct client_menu *menu = owner;
	struct shell *shell = menu->shell;
	struct err err;
	uint32_t next = model_sessions(shell->run->model) + 1;
	bool ok = client_connect(shell->run->client, &err);
	if (ok)
		shell->expect_session = next;
	done(shell, ok, &err);
}

static void message_entered(void *owner, const char *text)
{
	struct client_menu *menu = owner;
	struct shell *shell = menu->shell;
	uint8_t bytes[PROMPT_TEXT];
	size_t len;
	struct err err;
	if (!escape_decode(text, bytes, &len, &err)) {
		shell_fail(shell, &err);
		return;
	}
	if (len == 0)
		return;
	done(shell, client_send(shell->run->client, bytes, len, &err), &err);
}

static void do_write(void *owner)
{
	struct client_menu *menu = owner;
	struct shell *shell = menu->shell;
	/* Writing without a connection connects first. */
	if (client_state(shell->run->client) == CLIENT_IDLE)
		do_connect(menu);
	if (!shell->status_is_error || shell->status[0] == '\0')
		ask_line(&shell->asking, "Message (\\n \\t \\xNN):", "", &menu->typed,
		    message_entered, menu);
}

static void do_shut(void *owner)
{
	struct client_menu *menu = owner;
	struct shell *shell = menu->shell;
	struct err err;
	bool ok = client_shut(shell->run->client, &err);
	done(shell, ok, &err);
}

static void do_close(void *owner)
{
	struct client_menu *menu = owner;
	struct shell *shell = menu->shell;
	struct err err;
	bool ok = client_close(shell->run->client, &err);
	done(shell, ok, &err);
}

static void do_reset(void *owner)
{
	struct client_menu *menu = owner;
	struct shell *shell = menu->shell;
	struct err err;
	bool ok = client_reset(shell->run->client, &err);
	done(shell, ok, &err);
}

#define WHEN(state) (1u << (state))

static const struct {
	struct choice choice;
	unsigned when; /* states in which it is offered */
} answers[] = {
	{ { 'c', "connect", do_connect }, WHEN(CLIENT_IDLE) },
	{ { 'w', "write", do_write }, WHEN(CLIENT_IDLE) | WHEN(CLIENT_CONNECTED) },
	{ { 's', "shut down (FIN)", do_shut }, WHEN(CLIENT_CONNECTED) },
	{ { 'x', "close", do_close },
	    WHEN(CLIENT_CONNECTING) | WHEN(CLIENT_CONNECTED) | WHEN(CLIENT_SHUT) },
	{ { 'r', "reset (RST)", do_reset }, WHEN(CLIENT_CONNECTED) | WHEN(CLIENT_SHUT) },
};
static_assert(ARRAY_LEN(answers) <= CHOICES_MAX, "the menu fits into a question");

static const char *const state_words[] = {
	[CLIENT_IDLE] = "not connected",
	[CLIENT_CONNECTING] = "connecting",
	[CLIENT_CONNECTED] = "connected",
	[CLIENT_SHUT] = "half-closed",
};

void client_menu_open(struct client_menu *menu)
{
	struct shell *shell = menu->shell;
	const struct client *client = shell->run->client;
	if (client == NULL) {
		shell_say(
		    shell, "No client: packets come from %s", source_name(shell->run->source));
		return;
	}
	struct choice choices[CHOICES_MAX];
	size_t choices_count = 0;
	enum client_state state = client_state(client);
	char target[ENDPOINT_TEXT];
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		if (answers[i].when & WHEN(state))
			choices[choices_count++] = answers[i].choice;
	ask_choice(&shell->asking, "Client:", choices, choices_count, menu);
	endpoint_format(client_target(client), NULL, target, sizeof(target));
	shell_say(shell, "Client to %s: %s", target, state_words[state]);
}

#include "tui/view/client_menu.h"

#include <assert.h>

#include "core/base/array.h"
#include "tui/text/escape.h"

/* What went well is to be seen in the ladder, where the newest segments are. */
static void done(struct ui *ui, bool ok, const struct err *err)
{
	if (ok)
		ui->follow = true;
	else
		ui_fail(ui, err);
}

static void do_connect(struct ui *ui)
{
	struct err err;
	uint32_t next = model_sessions(ui->run->model) + 1;
	bool ok = client_connect(ui->run->client, &err);
	if (ok)
		ui->expect_session = next;
	done(ui, ok, &err);
}

static void message_entered(struct ui *ui, const char *text)
{
	uint8_t bytes[PROMPT_TEXT];
	size_t len;
	struct err err;
	if (!escape_decode(text, bytes, &len, &err)) {
		ui_fail(ui, &err);
		return;
	}
	if (len == 0)
		return;
	done(ui, client_send(ui->run->client, bytes, len, &err), &err);
}

static void do_write(struct ui *ui)
{
	/* Whoever wants to write means to be connected. */
	if (client_state(ui->run->client) == CLIENT_IDLE)
		do_connect(ui);
	if (!ui->status_is_error || ui->status[0] == '\0')
		ui_enter(ui, "Message (\\n \\t \\xNN):", "", &ui->typed_messages, message_entered);
}

static void do_shut(struct ui *ui)
{
	struct err err;
	bool ok = client_shut(ui->run->client, &err);
	done(ui, ok, &err);
}

static void do_close(struct ui *ui)
{
	struct err err;
	bool ok = client_close(ui->run->client, &err);
	done(ui, ok, &err);
}

static void do_reset(struct ui *ui)
{
	struct err err;
	bool ok = client_reset(ui->run->client, &err);
	done(ui, ok, &err);
}

#define WHEN(state) (1u << (state))

static const struct {
	struct choice choice;
	unsigned when; /* states that allow it */
} menu[] = {
	{ { 'c', "connect", do_connect }, WHEN(CLIENT_IDLE) },
	{ { 'w', "write", do_write }, WHEN(CLIENT_IDLE) | WHEN(CLIENT_CONNECTED) },
	{ { 's', "shut (FIN)", do_shut }, WHEN(CLIENT_CONNECTED) },
	{ { 'x', "close", do_close },
	    WHEN(CLIENT_CONNECTING) | WHEN(CLIENT_CONNECTED) | WHEN(CLIENT_SHUT) },
	{ { 'r', "reset (RST)", do_reset }, WHEN(CLIENT_CONNECTED) | WHEN(CLIENT_SHUT) },
};
static_assert(ARRAY_LEN(menu) <= CHOICES_MAX, "the menu fits into a question");

static const char *const state_words[] = {
	[CLIENT_IDLE] = "not connected",
	[CLIENT_CONNECTING] = "connecting",
	[CLIENT_CONNECTED] = "connected",
	[CLIENT_SHUT] = "sending side shut down",
};

void client_menu(struct ui *ui, unsigned count)
{
	(void)count;
	const struct client *client = ui->run->client;
	if (client == NULL) {
		ui_say(ui, "There is no client here: packets come from %s",
		    source_name(ui->run->source));
		return;
	}
	struct choice choices[CHOICES_MAX];
	size_t choices_count = 0;
	enum client_state state = client_state(client);
	char target[ENDPOINT_TEXT];
	for (size_t i = 0; i < ARRAY_LEN(menu); i++)
		if (menu[i].when & WHEN(state))
			choices[choices_count++] = menu[i].choice;
	ui_ask(ui, "Client:", choices, choices_count);
	endpoint_format(client_target(client), NULL, target, sizeof(target));
	ui_say(ui, "Client to %s: %s", target, state_words[state]);
}

#include "capture/peer/demo.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/memory.h"

#define MS INT64_C(1000000)
#define LOOK_AGAIN (20 * MS) /* poll interval while the connection is being established */

static bool do_connect(struct client *c, const char *text)
{
	(void)text;
	return client_connect(c, NULL);
}

static bool do_send(struct client *c, const char *text)
{
	return client_send(c, text, strlen(text), NULL);
}

static bool do_reset(struct client *c, const char *text)
{
	(void)text;
	return client_reset(c, NULL);
}

/* The session in the article took 39 minutes; these pauses are long enough to read along. */
static const struct step {
	int64_t pause; /* ns after the previous step, or after the connection was established */
	bool (*act)(struct client *c, const char *text);
	const char *text; /* text to send */
	const char *words;
} steps[] = {
	{ 0, do_connect, NULL, "connects" },
	{ 1000 * MS, do_send, "11111", "sends \"11111\"" },
	{ 2000 * MS, do_send, "123321", "sends \"123321\"" },
	{ 2000 * MS, do_reset, NULL, "resets" },
};

struct demo {
	struct client *client; /* (borrowed) */
	size_t next;           /* ARRAY_LEN(steps): over */
	int64_t due;           /* of the next step; -1: not known yet */
	char words[64];
};

struct demo *demo_new(struct client *client)
{
	struct demo *demo = memory_zeroed(1, sizeof(*demo));
	demo->client = client;
	demo->due = -1;
	snprintf(demo->words, sizeof(demo->words), "%s", steps[0].words);
	return demo;
}

void demo_free(struct demo *demo)
{
	free(demo);
}

static int64_t end(struct demo *demo)
{
	demo->next = ARRAY_LEN(steps);
	demo->words[0] = '\0';
	return -1;
}

/* Rounds up: the countdown shows 2, 1 and never 0. */
static void say_next(struct demo *demo, int64_t now_ns)
{
	long long seconds = (long long)((demo->due - now_ns + 999 * MS) / (1000 * MS));
	snprintf(
	    demo->words, sizeof(demo->words), "%s in %lld s", steps[demo->next].words, seconds);
}

int64_t demo_step(struct demo *demo, int64_t now_ns)
{
	if (demo->next == ARRAY_LEN(steps))
		return end(demo);
	enum client_state state = client_state(demo->client);
	if (state == CLIENT_CONNECTING) {
		snprintf(demo->words, sizeof(demo->words), "waits for the connection");
		return now_ns + LOOK_AGAIN;
	}
	/* The connection was refused, reset, or ended by the user. */
	if (demo->next > 0 && state != CLIENT_CONNECTED)
		return end(demo);
	const struct step *step = &steps[demo->next];
	assert(demo->next < ARRAY_LEN(steps));
	if (demo->due < 0)
		demo->due = now_ns + step->pause;
	if (now_ns < demo->due) {
		say_next(demo, now_ns);
		return demo->due;
	}
	demo->due = -1;
	demo->next++;
	if (!step->act(demo->client, step->text))
		return end(demo);
	return demo_step(demo, now_ns);
}

const char *demo_next(const struct demo *demo)
{
	return demo->words;
}

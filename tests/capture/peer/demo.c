#include "tests/suite.h"

#include "tests/capture/served.h"

#include <stdio.h>

#include "capture/peer/demo.h"

#define SECOND INT64_C(1000000000)
#define START (1000 * SECOND)

struct play {
	struct served served;
	struct client *client;
	struct demo *demo;
};

static void play_on(struct play *play, uint16_t port)
{
	char target[32];
	struct err err;
	snprintf(target, sizeof(target), "127.0.0.1:%u", port);
	play->client = client_new(target, &err);
	ck_assert_msg(play->client != NULL, "%s", err.text);
	play->demo = demo_new(play->client);
	ck_assert_str_eq(demo_next(play->demo), "connects");
}

static struct play play_new(void)
{
	static const struct server_options options = { .port = 0 };
	struct play play = { .served = served_start(&options) };
	play_on(&play, play.served.at.port);
	return play;
}

static void play_free(struct play *play)
{
	demo_free(play->demo);
	client_free(play->client);
	server_free(play->served.server);
}

/* Lets the client finish connecting. */
static void settle(struct play *play)
{
	while (client_state(play->client) == CLIENT_CONNECTING) {
		struct pollfd ready;
		ready.fd = client_fd(play->client, &ready.events);
		ck_assert_int_eq(poll(&ready, 1, SERVED_WAIT_MS), 1);
		client_service(play->client);
	}
}

START_TEST(plays_the_article)
{
	struct play play = play_new();
	int64_t now = START;
	ck_assert_int_gt(demo_step(play.demo, now), now);
	ck_assert_str_eq(demo_next(play.demo), "waits for the connection");
	settle(&play);
	served_expect(&play.served, PEER_EVENT_ACCEPTED);

	int64_t due = demo_step(play.demo, now);
	ck_assert_int_eq(due, now + SECOND);
	ck_assert_str_eq(demo_next(play.demo), "sends \"11111\" in 1 s");
	ck_assert_int_eq(demo_step(play.demo, due - 1), due);

	now = due;
	due = demo_step(play.demo, now);
	struct peer_event event = served_expect(&play.served, PEER_EVENT_RECEIVED);
	ck_assert_uint_eq(event.len, 5);
	ck_assert_mem_eq(event.bytes, "11111", 5);
	ck_assert_int_eq(due, now + 2 * SECOND);
	ck_assert_str_eq(demo_next(play.demo), "sends \"123321\" in 2 s");

	now = due;
	due = demo_step(play.demo, now);
	event = served_expect(&play.served, PEER_EVENT_RECEIVED);
	ck_assert_uint_eq(event.len, 6);
	ck_assert_mem_eq(event.bytes, "123321", 6);
	ck_assert_int_eq(due, now + 2 * SECOND);
	ck_assert_str_eq(demo_next(play.demo), "resets in 2 s");

	ck_assert_int_eq(demo_step(play.demo, due), -1);
	served_expect(&play.served, PEER_EVENT_RESET);
	ck_assert_str_eq(demo_next(play.demo), "");
	ck_assert_int_eq(demo_step(play.demo, due + SECOND), -1);
	play_free(&play);
}
END_TEST

START_TEST(ends_when_it_is_refused)
{
	struct play play = play_new();
	uint16_t port = play.served.at.port;
	play_free(&play);
	play = (struct play){ 0 };
	play_on(&play, port);
	demo_step(play.demo, START);
	settle(&play);
	ck_assert_int_eq(demo_step(play.demo, START), -1);
	struct peer_event event;
	ck_assert(client_take(play.client, &event));
	ck_assert_int_eq(event.kind, PEER_EVENT_CONNECTING);
	ck_assert(client_take(play.client, &event));
	ck_assert_int_eq(event.kind, PEER_EVENT_ERROR);
	play_free(&play);
}
END_TEST

START_TEST(ends_when_the_user_closes)
{
	struct play play = play_new();
	struct err err;
	demo_step(play.demo, START);
	settle(&play);
	ck_assert_int_eq(demo_step(play.demo, START), START + SECOND);
	ck_assert(client_close(play.client, &err));
	ck_assert_int_eq(demo_step(play.demo, START + SECOND), -1);
	play_free(&play);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("demo");
	TCase *tcase = tcase_create("demo");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, plays_the_article);
	tcase_add_test(tcase, ends_when_it_is_refused);
	tcase_add_test(tcase, ends_when_the_user_closes);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}

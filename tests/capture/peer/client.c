#include "tests/suite.h"

#include "tests/capture/served.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "capture/os/sockaddr.h"
#include "capture/peer/client.h"

/* The client, and a peer controlled by the test. */
struct pair {
	struct client *client;
	int listener, peer;
	uint16_t port;
};

static int listen_on(const char *address, uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	inet_pton(AF_INET, address, &at.sin_addr);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	*port = sockaddr_local(fd).port;
	return fd;
}

static struct client *client_to(const char *host, uint16_t port)
{
	char target[64];
	struct err err;
	snprintf(target, sizeof(target), "%s:%u", host, port);
	struct client *client = client_new(target, &err);
	ck_assert_msg(client != NULL, "%s", err.text);
	return client;
}

/* Waits for the client's socket as the owner does. */
static void serve(struct client *client)
{
	struct pollfd ready;
	ready.fd = client_fd(client, &ready.events);
	ck_assert_msg(poll(&ready, 1, SERVED_WAIT_MS) == 1, "nothing happens on the socket");
	client_service(client);
}

static struct peer_event expect(struct client *client, enum peer_event_kind kind)
{
	struct peer_event event;
	while (!client_take(client, &event))
		serve(client);
	ck_assert_msg(event.kind == kind, "%s (%s) instead of %s", peer_event_kind_name(event.kind),
	    strerror(event.error), peer_event_kind_name(kind));
	ck_assert(event.client);
	return event;
}

static void must(bool done, const struct err *err)
{
	ck_assert_msg(done, "%s", err->text);
}

static struct pair connected(void)
{
	struct pair pair;
	struct err err;
	pair.listener = listen_on("127.0.0.1", &pair.port);
	pair.client = client_to("127.0.0.1", pair.port);
	must(client_connect(pair.client, &err), &err);
	expect(pair.client, PEER_EVENT_CONNECTING);
	expect(pair.client, PEER_EVENT_CONNECTED);
	pair.peer = accept(pair.listener, NULL, NULL);
	ck_assert_int_ge(pair.peer, 0);
	return pair;
}

static void part(struct pair *pair)
{
	client_free(pair->client);
	close(pair->peer);
	close(pair->listener);
}

START_TEST(understands_the_forms_of_a_target)
{
	const struct {
		const char *target, *endpoint;
	} good[] = {
		{ "127.0.0.1:8000", "127.0.0.1:8000" },
		{ "127.0.0.1 8000", "127.0.0.1:8000" },
		{ "[::1]:65535", "[::1]:65535" },
		{ "2001:db8::1 1", "[2001:db8::1]:1" },
	};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct err err;
		char text[ENDPOINT_TEXT];
		struct client *client = client_new(good[i].target, &err);
		ck_assert_msg(client != NULL, "%s", err.text);
		endpoint_format(client_target(client), NULL, text, sizeof(text));
		ck_assert_str_eq(text, good[i].endpoint);
		ck_assert_int_eq(client_state(client), CLIENT_IDLE);
		client_free(client);
	}
}
END_TEST

START_TEST(refuses_what_is_no_target)
{
	const char *const bad[] = { "", "127.0.0.1", "127.0.0.1:", ":8000", "127.0.0.1:0",
		"127.0.0.1:65536", "127.0.0.1:80x", "::1:8000", "[::1]", "[::1]8000", "[::1",
		"127.0.0.1:http", "a b c", "127.0.0.1:000080" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = { "" };
		ck_assert_msg(client_new(bad[i], &err) == NULL, "%s was taken", bad[i]);
		ck_assert_ptr_nonnull(strstr(err.text, "HOST:PORT"));
	}
	struct err err;
	ck_assert_ptr_null(client_new("no-such-host.invalid:8000", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "no-such-host.invalid"));
}
END_TEST

START_TEST(tells_both_ends_when_connected)
{
	struct pair pair = connected();
	ck_assert_int_eq(client_state(pair.client), CLIENT_CONNECTED);
	struct err err;
	must(client_send(pair.client, "11111", 5, &err), &err);
	struct peer_event event = expect(pair.client, PEER_EVENT_SENT);
	struct endpoint theirs = sockaddr_peer(pair.peer);
	ck_assert_int_eq(endpoint_compare(&event.local, &theirs), 0);
	ck_assert_uint_eq(event.peer.port, pair.port);
	ck_assert_uint_eq(event.len, 5);
	ck_assert_mem_eq(event.bytes, "11111", 5);
	char got[5];
	ck_assert_int_eq(recv(pair.peer, got, 5, MSG_WAITALL), 5);
	ck_assert_mem_eq(got, "11111", 5);
	part(&pair);
}
END_TEST

START_TEST(tells_what_it_receives)
{
	struct pair pair = connected();
	ck_assert_int_eq(send(pair.peer, "hello", 5, 0), 5);
	struct peer_event event = expect(pair.client, PEER_EVENT_RECEIVED);
	ck_assert_uint_eq(event.kept, 5);
	ck_assert_mem_eq(event.bytes, "hello", 5);
	part(&pair);
}
END_TEST

START_TEST(is_refused_and_may_try_again)
{
	uint16_t port;
	struct err err;
	int listener = listen_on("127.0.0.1", &port);
	close(listener);
	struct client *client = client_to("127.0.0.1", port);
	for (int i = 0; i < 2; i++) {
		must(client_connect(client, &err), &err);
		expect(client, PEER_EVENT_CONNECTING);
		ck_assert_int_eq(expect(client, PEER_EVENT_ERROR).error, ECONNREFUSED);
		ck_assert_int_eq(client_state(client), CLIENT_IDLE);
	}
	client_free(client);
}
END_TEST

/* localhost is ::1 and 127.0.0.1 on most machines; the peer listens on the second only. If the name
 * has one address, there is one attempt. */
START_TEST(tries_one_address_after_the_other)
{
	uint16_t port;
	struct err err;
	int listener = listen_on("127.0.0.1", &port);
	struct client *client = client_to("localhost", port);
	must(client_connect(client, &err), &err);
	struct peer_event event;
	unsigned attempts = 0, failures = 0;
	do {
		while (!client_take(client, &event))
			serve(client);
		attempts += event.kind == PEER_EVENT_CONNECTING;
		failures += event.kind == PEER_EVENT_ERROR;
	} while (event.kind != PEER_EVENT_CONNECTED && client_state(client) != CLIENT_IDLE);
	ck_assert_int_eq(client_state(client), CLIENT_CONNECTED);
	ck_assert_uint_eq(attempts, failures + 1);
	ck_assert(addr_is_v4(&client_target(client)->addr));
	client_free(client);
	close(listener);
}
END_TEST

START_TEST(resets)
{
	struct pair pair = connected();
	struct err err;
	must(client_reset(pair.client, &err), &err);
	expect(pair.client, PEER_EVENT_ABORTED);
	ck_assert_int_eq(client_state(pair.client), CLIENT_IDLE);
	char byte;
	ck_assert_int_eq(recv(pair.peer, &byte, 1, 0), -1);
	ck_assert_int_eq(errno, ECONNRESET);
	part(&pair);
}
END_TEST

START_TEST(closes_and_connects_again)
{
	struct pair pair = connected();
	struct err err;
	must(client_close(pair.client, &err), &err);
	expect(pair.client, PEER_EVENT_CLOSED);
	char byte;
	ck_assert_int_eq(recv(pair.peer, &byte, 1, 0), 0);
	must(client_connect(pair.client, &err), &err);
	expect(pair.client, PEER_EVENT_CONNECTING);
	expect(pair.client, PEER_EVENT_CONNECTED);
	part(&pair);
}
END_TEST

START_TEST(still_hears_after_shutting_down)
{
	struct pair pair = connected();
	struct err err;
	must(client_shut(pair.client, &err), &err);
	expect(pair.client, PEER_EVENT_SHUT);
	ck_assert_int_eq(client_state(pair.client), CLIENT_SHUT);
	ck_assert(!client_send(pair.client, "x", 1, &err));
	char byte;
	ck_assert_int_eq(recv(pair.peer, &byte, 1, 0), 0);
	ck_assert_int_eq(send(pair.peer, "bye", 3, 0), 3);
	expect(pair.client, PEER_EVENT_RECEIVED);
	close(pair.peer);
	expect(pair.client, PEER_EVENT_PEER_CLOSED);
	expect(pair.client, PEER_EVENT_CLOSED);
	ck_assert_int_eq(client_state(pair.client), CLIENT_IDLE);
	pair.peer = dup(pair.listener);
	part(&pair);
}
END_TEST

START_TEST(may_send_after_the_peer_shut_down)
{
	struct pair pair = connected();
	struct err err;
	shutdown(pair.peer, SHUT_WR);
	expect(pair.client, PEER_EVENT_PEER_CLOSED);
	ck_assert_int_eq(client_state(pair.client), CLIENT_CONNECTED);
	short events;
	client_fd(pair.client, &events);
	ck_assert_int_eq(events, 0); /* otherwise the owner's poll would never sleep */
	must(client_send(pair.client, "late", 4, &err), &err);
	expect(pair.client, PEER_EVENT_SENT);
	char got[4];
	ck_assert_int_eq(recv(pair.peer, got, 4, MSG_WAITALL), 4);
	/* It also notices a reset, although it no longer reads. */
	struct linger now = { .l_onoff = 1 };
	setsockopt(pair.peer, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(pair.peer);
	expect(pair.client, PEER_EVENT_RESET);
	ck_assert_int_eq(client_state(pair.client), CLIENT_IDLE);
	pair.peer = dup(pair.listener);
	part(&pair);
}
END_TEST

START_TEST(hears_a_reset)
{
	struct pair pair = connected();
	struct linger now = { .l_onoff = 1 };
	setsockopt(pair.peer, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(pair.peer);
	ck_assert_int_eq(expect(pair.client, PEER_EVENT_RESET).error, ECONNRESET);
	pair.peer = dup(pair.listener);
	part(&pair);
}
END_TEST

START_TEST(queues_what_the_peer_does_not_read)
{
	struct pair pair = connected();
	struct err err;
	static char block[1 << 18];
	memset(block, 'q', sizeof(block));
	size_t taken = 0;
	while (client_send(pair.client, block, sizeof(block), &err))
		taken += sizeof(block);
	ck_assert_ptr_nonnull(strstr(err.text, "does not read"));
	ck_assert_uint_ge(taken, 1 << 20);
	/* The FIN follows all of it. */
	must(client_shut(pair.client, &err), &err);
	fcntl(pair.peer, F_SETFL, O_NONBLOCK);
	size_t got = 0;
	ssize_t n;
	while ((n = recv(pair.peer, block, sizeof(block), 0)) != 0) {
		got += n > 0 ? (size_t)n : 0;
		client_service(pair.client);
	}
	ck_assert_uint_eq(got, taken);
	size_t sent = 0;
	struct peer_event event;
	while (client_take(pair.client, &event) && event.kind == PEER_EVENT_SENT)
		sent += event.len;
	ck_assert_uint_eq(sent, taken);
	ck_assert_int_eq(event.kind, PEER_EVENT_SHUT);
	part(&pair);
}
END_TEST

START_TEST(says_what_its_state_does_not_allow)
{
	struct err err;
	struct client *client = client_to("127.0.0.1", 8000);
	ck_assert(!client_send(client, "x", 1, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "not connected"));
	ck_assert(!client_shut(client, &err));
	ck_assert(!client_close(client, &err));
	ck_assert(!client_reset(client, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "connect first"));
	client_service(client);
	struct peer_event event;
	ck_assert(!client_take(client, &event));
	client_free(client);

	struct pair pair = connected();
	ck_assert(!client_connect(pair.client, &err));
	ck_assert(!client_send(pair.client, "", 0, &err));
	part(&pair);
	client_free(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("client");
	TCase *tcase = tcase_create("client");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, understands_the_forms_of_a_target);
	tcase_add_test(tcase, refuses_what_is_no_target);
	tcase_add_test(tcase, tells_both_ends_when_connected);
	tcase_add_test(tcase, tells_what_it_receives);
	tcase_add_test(tcase, is_refused_and_may_try_again);
	tcase_add_test(tcase, tries_one_address_after_the_other);
	tcase_add_test(tcase, resets);
	tcase_add_test(tcase, closes_and_connects_again);
	tcase_add_test(tcase, still_hears_after_shutting_down);
	tcase_add_test(tcase, may_send_after_the_peer_shut_down);
	tcase_add_test(tcase, hears_a_reset);
	tcase_add_test(tcase, queues_what_the_peer_does_not_read);
	tcase_add_test(tcase, says_what_its_state_does_not_allow);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}

#include "tests/suite.h"

#include "tests/capture/served.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "capture/os/outbox.h"
#include "capture/os/sockaddr.h"

static const struct server_options anywhere = { .reply = REPLY_NONE };

static void reset(int fd)
{
	struct linger now = { .l_onoff = 1 };
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

static void say(int fd, const char *text)
{
	ck_assert_int_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

static void read_whole(int fd, void *out, size_t len)
{
	ck_assert_int_eq(recv(fd, out, len, MSG_WAITALL), (ssize_t)len);
}

START_TEST(reports_a_session_in_order)
{
	struct served served = served_start(&anywhere);
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int fd = served_dial_v4(&served);
	struct endpoint mine = sockaddr_local(fd);

	struct peer_event event = served_expect(&served, PEER_EVENT_ACCEPTED);
	ck_assert(!event.client);
	ck_assert_int_eq(endpoint_compare(&event.peer, &mine), 0);
	ck_assert(addr_is_v4(&event.peer.addr));
	ck_assert_uint_eq(event.local.port, served.at.port);
	ck_assert_int_ge(event.time_ns / 1000000000, now.tv_sec);
	ck_assert_int_le(event.time_ns / 1000000000, now.tv_sec + 60);

	say(fd, "11111");
	event = served_expect(&served, PEER_EVENT_RECEIVED);
	ck_assert_uint_eq(event.len, 5);
	ck_assert_uint_eq(event.kept, 5);
	ck_assert_mem_eq(event.bytes, "11111", 5);
	ck_assert_uint_eq(server_clients(served.server), 1);

	shutdown(fd, SHUT_WR);
	served_expect(&served, PEER_EVENT_PEER_CLOSED);
	event = served_expect(&served, PEER_EVENT_CLOSED);
	ck_assert_int_eq(endpoint_compare(&event.peer, &mine), 0);
	char byte;
	ck_assert_int_eq(recv(fd, &byte, 1, 0), 0);
	ck_assert_uint_eq(server_clients(served.server), 0);
	close(fd);
	server_free(served.server);
}
END_TEST

START_TEST(tells_a_reset_from_a_close)
{
	struct served served = served_start(&anywhere);
	int fd = served_dial_v4(&served);
	served_expect(&served, PEER_EVENT_ACCEPTED);
	reset(fd);
	ck_assert_int_eq(served_expect(&served, PEER_EVENT_RESET).error, ECONNRESET);
	ck_assert_uint_eq(server_clients(served.server), 0);
	server_free(served.server);
}
END_TEST

START_TEST(keeps_the_first_bytes_of_a_long_message)
{
	struct served served = served_start(&anywhere);
	int fd = served_dial_v4(&served);
	served_expect(&served, PEER_EVENT_ACCEPTED);
	char text[4 * PEER_EVENT_BYTES];
	memset(text, 'x', sizeof(text));
	text[PEER_EVENT_BYTES - 1] = 'y';
	ck_assert_int_eq(send(fd, text, sizeof(text), 0), sizeof(text));
	struct peer_event event = served_expect(&served, PEER_EVENT_RECEIVED);
	ck_assert_uint_eq(event.len, sizeof(text));
	ck_assert_uint_eq(event.kept, PEER_EVENT_BYTES);
	ck_assert_int_eq(event.bytes[PEER_EVENT_BYTES - 1], 'y');
	close(fd);
	server_free(served.server);
}
END_TEST

START_TEST(hears_ipv6_and_ipv4_on_one_port)
{
	struct served served = served_start(&anywhere);
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = htons(served.at.port) };
	to.sin6_addr = in6addr_loopback;
	int six = socket(AF_INET6, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(six, (struct sockaddr *)&to, sizeof(to)), 0);
	struct peer_event event = served_expect(&served, PEER_EVENT_ACCEPTED);
	ck_assert(!addr_is_v4(&event.peer.addr));
	int four = served_dial_v4(&served);
	event = served_expect(&served, PEER_EVENT_ACCEPTED);
	ck_assert(addr_is_v4(&event.peer.addr));
	close(six);
	close(four);
	server_free(served.server);
}
END_TEST

START_TEST(binds_to_the_address_given)
{
	const char *const names[] = { "127.0.0.1", "::1" };
	for (size_t i = 0; i < 2; i++) {
		struct server_options options = { .bind = names[i] };
		struct served served = served_start(&options);
		char text[ADDR_TEXT];
		addr_format(&served.at.addr, text, sizeof(text));
		ck_assert_str_eq(text, names[i]);
		server_free(served.server);
	}
}
END_TEST

START_TEST(refuses_an_address_that_is_not_ours)
{
	struct server_options options = { .bind = "192.0.2.77" };
	struct err err;
	bool taken = true;
	ck_assert_ptr_null(server_open(&options, &taken, &err));
	ck_assert(!taken);
	ck_assert_ptr_nonnull(strstr(err.text, "192.0.2.77"));
	options.bind = "localhost:1";
	ck_assert_ptr_null(server_open(&options, NULL, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "not an IPv4 or IPv6 address"));
}
END_TEST

START_TEST(says_that_the_port_is_taken)
{
	struct served served = served_start(&anywhere);
	struct server_options same = { .port = served.at.port };
	struct err err;
	bool taken = false;
	char hint[64];
	ck_assert_ptr_null(server_open(&same, &taken, &err));
	ck_assert(taken);
	snprintf(hint, sizeof(hint), "ss -ltnp 'sport = :%u'", same.port);
	ck_assert_ptr_nonnull(strstr(err.text, hint));
	server_free(served.server);
}
END_TEST

/* The server's own close leaves the session in TIME-WAIT at its port. */
START_TEST(takes_the_port_again_at_once)
{
	struct served served = served_start(&anywhere);
	int fd = served_dial_v4(&served);
	served_expect(&served, PEER_EVENT_ACCEPTED);
	struct server_options same = { .port = served.at.port };
	server_free(served.server);
	char byte;
	ck_assert_int_eq(recv(fd, &byte, 1, 0), 0);
	close(fd);
	served = served_start(&same);
	ck_assert_uint_eq(served.at.port, same.port);
	server_free(served.server);
}
END_TEST

START_TEST(frees_without_having_run)
{
	struct err err;
	struct server *server = server_open(&anywhere, NULL, &err);
	ck_assert_ptr_nonnull(server);
	ck_assert_uint_eq(server_clients(server), 0);
	server_free(server);
	server_free(NULL);
}
END_TEST

START_TEST(echoes)
{
	struct server_options options = { .reply = REPLY_ECHO };
	struct served served = served_start(&options);
	int fd = served_dial_v4(&served);
	say(fd, "echo me");
	char back[7];
	read_whole(fd, back, sizeof(back));
	ck_assert_mem_eq(back, "echo me", sizeof(back));
	served_expect(&served, PEER_EVENT_ACCEPTED);
	served_expect(&served, PEER_EVENT_RECEIVED);
	ck_assert_uint_eq(served_expect(&served, PEER_EVENT_SENT).len, sizeof(back));
	close(fd);
	server_free(served.server);
}
END_TEST

START_TEST(replies_with_text_to_every_message)
{
	struct server_options options = { .reply = REPLY_TEXT, .reply_text = "hello" };
	struct served served = served_start(&options);
	int fd = served_dial_v4(&served);
	char back[5];
	for (int i = 0; i < 3; i++) {
		say(fd, "x");
		read_whole(fd, back, sizeof(back));
		ck_assert_mem_eq(back, "hello", sizeof(back));
	}
	close(fd);
	server_free(served.server);
}
END_TEST

START_TEST(refuses_a_reply_that_never_fits)
{
	char *text = malloc(OUTBOX_MAX + 2);
	memset(text, 'x', OUTBOX_MAX + 1);
	text[OUTBOX_MAX + 1] = '\0';
	struct server_options options = { .reply = REPLY_TEXT, .reply_text = text };
	struct err err;
	ck_assert_ptr_null(server_open(&options, NULL, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "1 MiB"));
	free(text);
}
END_TEST

/* Sends until the socket takes no more. Returns the number of bytes sent. */
static size_t stuff(int fd, const char *block, size_t len)
{
	size_t sent = 0;
	struct pollfd ready = { .fd = fd, .events = POLLOUT };
	/* Once the server has replied all that it keeps, a second without room is taken for the
	 * end: it has stopped reading. Before that a busy machine may only be slow. */
	while (poll(&ready, 1, sent > OUTBOX_MAX ? 1000 : SERVED_WAIT_MS) == 1 &&
	       (ready.revents & POLLOUT)) {
		ssize_t n = send(fd, block, len, MSG_DONTWAIT | MSG_NOSIGNAL);
		ck_assert_int_gt(n, 0);
		sent += (size_t)n;
		ck_assert_uint_lt(sent, (size_t)256 << 20);
	}
	return sent;
}

START_TEST(stops_reading_from_a_client_that_does_not_read)
{
	struct server_options options = { .reply = REPLY_ECHO };
	struct served served = served_start(&options);
	int greedy = served_dial_v4(&served);
	static char block[1 << 16];
	memset(block, 'z', sizeof(block));
	size_t sent = stuff(greedy, block, sizeof(block));
	ck_assert_uint_gt(sent, OUTBOX_MAX);

	/* Other clients are served meanwhile. */
	int other = served_dial_v4(&served);
	say(other, "still there?");
	char back[12];
	read_whole(other, back, sizeof(back));
	close(other);

	/* Every byte is echoed once the client reads, also after its FIN. */
	shutdown(greedy, SHUT_WR);
	size_t got = 0;
	ssize_t n;
	while ((n = recv(greedy, block, sizeof(block), 0)) > 0)
		got += (size_t)n;
	ck_assert_int_eq(n, 0);
	ck_assert_uint_eq(got, sent);
	close(greedy);
	server_free(served.server);
}
END_TEST

START_TEST(notices_a_reset_while_it_does_not_read)
{
	struct server_options options = { .reply = REPLY_ECHO };
	struct served served = served_start(&options);
	int fd = served_dial_v4(&served);
	static char block[1 << 16];
	stuff(fd, block, sizeof(block));
	reset(fd);
	served_until(&served, PEER_EVENT_RESET);
	ck_assert_uint_eq(server_clients(served.server), 0);
	server_free(served.server);
}
END_TEST

#define CROWD 400

START_TEST(serves_hundreds_at_once)
{
	struct server_options options = { .reply = REPLY_ECHO };
	struct served served = served_start(&options);
	static int fd[CROWD];
	for (int i = 0; i < CROWD; i++)
		fd[i] = served_dial_v4(&served);
	for (int i = 0; i < CROWD; i++)
		ck_assert_int_eq(send(fd[i], &i, sizeof(i), 0), sizeof(i));
	for (int i = 0; i < CROWD; i++) {
		int back;
		read_whole(fd[i], &back, sizeof(back));
		ck_assert_int_eq(back, i);
	}
	ck_assert_uint_eq(server_clients(served.server), CROWD);
	for (int i = 0; i < CROWD; i++)
		close(fd[i]);
	unsigned kinds[PEER_EVENT_KINDS] = { 0 };
	while (kinds[PEER_EVENT_CLOSED] < CROWD)
		kinds[served_next(&served).kind]++;
	ck_assert_uint_eq(kinds[PEER_EVENT_ACCEPTED], CROWD);
	ck_assert_uint_eq(kinds[PEER_EVENT_RECEIVED], CROWD);
	ck_assert_uint_eq(kinds[PEER_EVENT_PEER_CLOSED], CROWD);
	ck_assert_uint_eq(server_clients(served.server), 0);
	server_free(served.server);
}
END_TEST

START_TEST(counts_the_events_it_could_not_tell)
{
	struct server_options options = { .reply = REPLY_ECHO };
	struct served served = served_start(&options);
	int fd = served_dial_v4(&served);
	uint64_t rounds = 8000;
	/* The reply to each shows that the server handled it, although no event is taken. */
	for (uint64_t i = 0; i < rounds; i++) {
		char byte = 'x';
		ck_assert_int_eq(send(fd, &byte, 1, 0), 1);
		read_whole(fd, &byte, 1);
	}
	/* The last events may arrive while these are taken: the count stands where the events are
	 * missing, not at the end. */
	uint64_t told = 0, lost = 0;
	while (told + lost < 1 + 2 * rounds) {
		struct peer_event event = served_next(&served);
		if (event.kind == PEER_EVENT_DROPPED)
			lost += event.len;
		else
			told++;
	}
	ck_assert_uint_eq(told + lost, 1 + 2 * rounds);
	ck_assert_uint_gt(lost, 0);
	close(fd);
	served_expect(&served, PEER_EVENT_PEER_CLOSED);
	server_free(served.server);
}
END_TEST

static struct timespec cpu_time(void)
{
	struct timespec used;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return used;
}

START_TEST(waits_without_spinning_when_descriptors_run_out)
{
	struct served served = served_start(&anywhere);
	int first = served_dial_v4(&served);
	served_expect(&served, PEER_EVENT_ACCEPTED);
	int late = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(served.at.port) };
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

	/* Leaves no descriptor above those in use. */
	struct rlimit old, low;
	getrlimit(RLIMIT_NOFILE, &old);
	int next = dup(0);
	close(next);
	low = (struct rlimit){ .rlim_cur = (rlim_t)next, .rlim_max = old.rlim_max };
	setrlimit(RLIMIT_NOFILE, &low);
	ck_assert_int_eq(connect(late, (struct sockaddr *)&to, sizeof(to)), 0);
	ck_assert_int_eq(served_expect(&served, PEER_EVENT_ERROR).error, EMFILE);

	/* The server's thread retries only now and then, and reports the shortage once. */
	struct timespec before = cpu_time();
	struct pollfd ready = { .fd = server_fd(served.server), .events = POLLIN };
	ck_assert_int_eq(poll(&ready, 1, 1500), 0);
	struct timespec after = cpu_time();
	ck_assert_int_lt(
	    (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000,
	    500);

	/* Descriptors are free again, and the waiting client is accepted. */
	setrlimit(RLIMIT_NOFILE, &old);
	served_until(&served, PEER_EVENT_ACCEPTED);
	close(first);
	close(late);
	server_free(served.server);
}
END_TEST

START_TEST(leaves_descriptors_to_the_rest_of_the_program)
{
	struct served served = served_start(&anywhere);
	int first = served_dial_v4(&served);
	served_expect(&served, PEER_EVENT_ACCEPTED);
	struct rlimit old, low;
	getrlimit(RLIMIT_NOFILE, &old);
	int next = dup(0);
	close(next);
	/* The dialler's own descriptor comes before the one that the server accepts. */
	low = (struct rlimit){ .rlim_cur = (rlim_t)next + 1 + 64, .rlim_max = old.rlim_max };
	setrlimit(RLIMIT_NOFILE, &low);
	int refused = served_dial_v4(&served);
	struct peer_event event = served_expect(&served, PEER_EVENT_REFUSED);
	ck_assert_uint_eq(event.len, 1);
	ck_assert_uint_eq(server_refused(served.server), 1);
	ck_assert_uint_eq(server_clients(served.server), 1);
	char byte;
	ck_assert_int_le(read(refused, &byte, 1), 0);
	close(refused);

	/* One descriptor more is enough for a client. */
	low.rlim_cur++;
	setrlimit(RLIMIT_NOFILE, &low);
	int second = served_dial_v4(&served);
	served_until(&served, PEER_EVENT_ACCEPTED);
	setrlimit(RLIMIT_NOFILE, &old);
	close(first);
	close(second);
	server_free(served.server);
}
END_TEST

START_TEST(has_words_for_every_event)
{
	for (int kind = 0; kind < PEER_EVENT_KINDS; kind++)
		ck_assert_uint_gt(strlen(peer_event_kind_name((enum peer_event_kind)kind)), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("server");
	TCase *tcase = tcase_create("server");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, reports_a_session_in_order);
	tcase_add_test(tcase, tells_a_reset_from_a_close);
	tcase_add_test(tcase, keeps_the_first_bytes_of_a_long_message);
	tcase_add_test(tcase, hears_ipv6_and_ipv4_on_one_port);
	tcase_add_test(tcase, binds_to_the_address_given);
	tcase_add_test(tcase, refuses_an_address_that_is_not_ours);
	tcase_add_test(tcase, says_that_the_port_is_taken);
	tcase_add_test(tcase, takes_the_port_again_at_once);
	tcase_add_test(tcase, frees_without_having_run);
	tcase_add_test(tcase, echoes);
	tcase_add_test(tcase, replies_with_text_to_every_message);
	tcase_add_test(tcase, refuses_a_reply_that_never_fits);
	tcase_add_test(tcase, stops_reading_from_a_client_that_does_not_read);
	tcase_add_test(tcase, notices_a_reset_while_it_does_not_read);
	tcase_add_test(tcase, serves_hundreds_at_once);
	tcase_add_test(tcase, counts_the_events_it_could_not_tell);
	tcase_add_test(tcase, waits_without_spinning_when_descriptors_run_out);
	tcase_add_test(tcase, leaves_descriptors_to_the_rest_of_the_program);
	tcase_add_test(tcase, has_words_for_every_event);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}

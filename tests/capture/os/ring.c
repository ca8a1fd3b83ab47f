#include "capture/os/ring.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "tests/suite.h"

static bool readable(const struct ring *ring)
{
	struct pollfd fd = { .fd = ring_fd(ring), .events = POLLIN };
	return poll(&fd, 1, 0) == 1;
}

static void push_numbers(struct ring *ring, int from, int count)
{
	for (int i = from; i < from + count; i++)
		ck_assert(ring_push(ring, &i));
}

START_TEST(items_come_out_in_order_and_only_once_published)
{
	struct ring *ring = ring_new(8, sizeof(int));
	int out[8];
	push_numbers(ring, 1, 3);
	ck_assert_uint_eq(ring_pop(ring, out, 8), 0);
	ck_assert(!readable(ring));
	ring_publish(ring);
	ck_assert(readable(ring));
	ck_assert_uint_eq(ring_pop(ring, out, 8), 3);
	ck_assert_int_eq(out[0], 1);
	ck_assert_int_eq(out[2], 3);
	ck_assert_uint_eq(ring_pop(ring, out, 8), 0);
	ring_free(ring);
}
END_TEST

START_TEST(capacity_is_rounded_up_and_then_full)
{
	struct ring *ring = ring_new(5, sizeof(int));
	push_numbers(ring, 0, 8);
	ck_assert(!ring_push(ring, &(int){ 8 }));
	ck_assert(!ring_wait_room(ring, 0));
	int out[8];
	ck_assert_uint_eq(ring_pop(ring, out, 3), 3);
	ck_assert(ring_wait_room(ring, 0));
	push_numbers(ring, 8, 3);
	ck_assert(!ring_push(ring, &(int){ 11 }));
	ring_publish(ring);
	/* The rest wraps around the end of the storage. */
	ck_assert_uint_eq(ring_pop(ring, out, 8), 8);
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(out[i], i + 3);
	ring_free(ring);
}
END_TEST

START_TEST(items_stay_where_they_lie_until_they_are_dropped)
{
	struct ring *ring = ring_new(8, sizeof(int));
	int out[8];
	size_t count;
	push_numbers(ring, 0, 6);
	ring_publish(ring);
	ck_assert_uint_eq(ring_pop(ring, out, 5), 5);
	push_numbers(ring, 6, 7);
	ck_assert(!ring_push(ring, &(int){ 13 }));
	ring_publish(ring);
	/* The items up to the end of the storage, then those that wrap around. */
	const int *front = ring_front(ring, 8, &count);
	ck_assert_uint_eq(count, 3);
	ck_assert_int_eq(front[0], 5);
	ck_assert_int_eq(front[2], 7);
	ck_assert(!ring_push(ring, &(int){ 13 }));
	ring_acknowledge(ring);
	ring_drop(ring, 2);
	ck_assert(readable(ring));
	ck_assert(ring_wait_room(ring, 0));
	front = ring_front(ring, 8, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(front[0], 7);
	ring_drop(ring, 1);
	ck_assert_int_eq(((const int *)ring_front(ring, 3, &count))[2], 10);
	ck_assert_uint_eq(count, 3);
	ring_drop(ring, 3);
	ck_assert_uint_eq(ring_pop(ring, out, 8), 2);
	ring_front(ring, 8, &count);
	ck_assert_uint_eq(count, 0);
	ring_free(ring);
}
END_TEST

START_TEST(stays_readable_while_items_are_left)
{
	struct ring *ring = ring_new(8, sizeof(int));
	int out[8];
	push_numbers(ring, 0, 4);
	ring_publish(ring);
	ring_acknowledge(ring);
	ck_assert(!readable(ring));
	ck_assert_uint_eq(ring_pop(ring, out, 2), 2);
	ck_assert(readable(ring));
	ring_acknowledge(ring);
	ck_assert_uint_eq(ring_pop(ring, out, 2), 2);
	ck_assert(!readable(ring));
	ring_free(ring);
}
END_TEST

START_TEST(publishing_wakes_again_after_acknowledge_also_without_items)
{
	struct ring *ring = ring_new(8, sizeof(int));
	ring_publish(ring);
	ck_assert(readable(ring));
	ring_publish(ring);
	ring_acknowledge(ring);
	ck_assert(!readable(ring));
	ring_publish(ring);
	ck_assert(readable(ring));
	ring_free(ring);
}
END_TEST

START_TEST(release_ends_the_wait_of_the_producer)
{
	struct ring *ring = ring_new(2, sizeof(int));
	push_numbers(ring, 0, 2);
	ring_release(ring);
	/* Without the release this would never return. */
	ck_assert(!ring_wait_room(ring, -1));
	ring_free(ring);
}
END_TEST

#define MANY 300000

struct item {
	uint64_t number;
	uint64_t square;
	char more[40];
};

static void *produce(void *arg)
{
	struct ring *ring = arg;
	for (uint64_t i = 1; i <= MANY; i++) {
		struct item item = { .number = i, .square = i * i };
		while (!ring_push(ring, &item))
			ring_wait_room(ring, -1);
		if (i % 7 == 0)
			ring_publish(ring);
	}
	ring_publish(ring);
	return NULL;
}

static uint64_t check_items(const struct item *items, size_t count, uint64_t expected)
{
	for (size_t i = 0; i < count; i++, expected++) {
		ck_assert_uint_eq(items[i].number, expected);
		ck_assert_uint_eq(items[i].square, expected * expected);
	}
	return expected;
}

START_TEST(two_threads_lose_nothing_and_never_sleep_for_good)
{
	struct ring *ring = ring_new(64, sizeof(struct item));
	pthread_t thread;
	ck_assert_int_eq(pthread_create(&thread, NULL, produce, ring), 0);
	uint64_t expected = 1;
	while (expected <= MANY) {
		struct item items[24];
		struct pollfd fd = { .fd = ring_fd(ring), .events = POLLIN };
		ck_assert_int_eq(poll(&fd, 1, 20000), 1);
		ring_acknowledge(ring);
		size_t count = ring_pop(ring, items, 24);
		expected = check_items(items, count, expected);
	}
	pthread_join(thread, NULL);
	ring_free(ring);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ring");
	TCase *one = tcase_create("one thread");
	tcase_add_test(one, items_come_out_in_order_and_only_once_published);
	tcase_add_test(one, capacity_is_rounded_up_and_then_full);
	tcase_add_test(one, items_stay_where_they_lie_until_they_are_dropped);
	tcase_add_test(one, stays_readable_while_items_are_left);
	tcase_add_test(one, publishing_wakes_again_after_acknowledge_also_without_items);
	tcase_add_test(one, release_ends_the_wait_of_the_producer);
	suite_add_tcase(suite, one);
	TCase *two = tcase_create("two threads");
	tcase_set_timeout(two, 60);
	tcase_add_test(two, two_threads_lose_nothing_and_never_sleep_for_good);
	suite_add_tcase(suite, two);
	return suite_main(suite);
}

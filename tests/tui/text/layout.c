/* The layout at every size. */
#include "tui/text/layout.h"

#include "core/base/array.h"
#include "tests/suite.h"

static struct layout at(int cols, int rows, const struct layout_wish *more)
{
	struct layout_wish wish = more != NULL ? *more : (struct layout_wish){ .explain = true };
	struct layout out;
	wish.size = (struct size){ rows, cols };
	layout_compute(&wish, &out);
	return out;
}

static bool overlap(struct rect a, struct rect b)
{
	return a.rows > 0 && b.rows > 0 && a.row < b.row + b.rows && b.row < a.row + a.rows &&
	       a.col < b.col + b.cols && b.col < a.col + a.cols;
}

static bool inside(struct rect r, struct size size)
{
	return r.rows >= 0 && r.cols >= 0 && r.row >= 0 && r.col >= 0 &&
	       r.row + r.rows <= size.rows && r.col + r.cols <= size.cols;
}

static bool rect_same(const struct rect *a, const struct rect *b)
{
	return a->row == b->row && a->col == b->col && a->rows == b->rows && a->cols == b->cols;
}

/* Parts do not overlap and stay on the screen. */
static bool sound(const struct layout *l, struct size size)
{
	const struct rect *all[] = { &l->title, &l->banner, &l->notice, &l->status, &l->hints,
		&l->split, &l->head[0], &l->head[1], &l->head[2], &l->pane[0], &l->pane[1],
		&l->pane[2] };
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (!inside(*all[i], size))
			return false;
		for (size_t j = 0; j < i; j++)
			if (overlap(*all[i], *all[j]))
				return false;
	}
	return true;
}

static struct layout_wish wish_number(unsigned bits)
{
	return (struct layout_wish){
		.banner = bits & 1,
		.explain = bits & 2,
		.details = bits & 4,
		.zoom = bits & 8,
		.focus = (enum pane)(bits / 16 % PANE_COUNT),
		.grow = (int)(bits / 48 % 3) * 20 - 20,
		.ladder_rows = (int)(bits / 144 % 3) * 9,
		.explain_rows = (int)(bits / 3 % 5) * 2,
		.notice_rows = (int)(bits / 5 % 5),
	};
}

START_TEST(sound_at_every_size_whatever_is_wished_for)
{
	struct layout_wish wish = wish_number((unsigned)_i);
	for (int cols = LAYOUT_MIN_COLS; cols <= 260; cols += 13)
		for (int rows = LAYOUT_MIN_ROWS; rows <= 110; rows += 7) {
			struct layout l = at(cols, rows, &wish);
			bool there = layout_shows(&l, wish.focus) || !wish.zoom;
			if (!sound(&l, (struct size){ rows, cols }) || !there)
				ck_abort_msg("broken at %dx%d", cols, rows);
		}
}
END_TEST

START_TEST(at_80x24_the_ladder_has_all_columns)
{
	struct layout l = at(80, 24, NULL);
	ck_assert_int_eq(l.pane[PANE_LADDER].cols, 80);
	ck_assert_int_ge(l.pane[PANE_LADDER].rows, 12);
	ck_assert_int_eq(l.pane[PANE_MESSAGES].rows, 4);
	ck_assert(!layout_shows(&l, PANE_DETAILS));
	ck_assert_int_eq(l.status.rows, 2);
}
END_TEST

START_TEST(wide_screens_have_messages_beside_the_ladder)
{
	struct layout l = at(180, 24, NULL);
	ck_assert_int_ge(l.pane[PANE_LADDER].cols, 143);
	ck_assert_int_eq(l.pane[PANE_MESSAGES].row, l.head[PANE_LADDER].row + 1);
	ck_assert_int_gt(l.pane[PANE_MESSAGES].col, l.pane[PANE_LADDER].cols);
	ck_assert_int_eq(l.split.rows, l.body.rows);
	ck_assert(!layout_shows(&l, PANE_DETAILS));
}
END_TEST

START_TEST(large_screens_have_everything)
{
	struct layout l = at(200, 60, NULL);
	ck_assert(layout_shows(&l, PANE_MESSAGES));
	ck_assert(layout_shows(&l, PANE_DETAILS));
	ck_assert_int_gt(l.pane[PANE_DETAILS].row, l.pane[PANE_MESSAGES].row);
	ck_assert_int_eq(l.pane[PANE_DETAILS].col, l.pane[PANE_MESSAGES].col);
}
END_TEST

/* Labels come first. */
START_TEST(a_wider_screen_never_has_a_narrower_ladder)
{
	int before = 0;
	for (int cols = LAYOUT_MIN_COLS; cols <= 300; cols++) {
		int own = at(cols, 40, NULL).pane[PANE_LADDER].cols;
		/* A label with all its parts takes that much. */
		ck_assert_int_ge(own, before < 143 ? before : 143);
		before = own;
	}
}
END_TEST

START_TEST(messages_and_details_stand_side_by_side_where_there_is_room)
{
	struct layout_wish wish = { .explain = true, .explain_rows = 3, .ladder_rows = 9 };
	struct layout l = at(120, 40, &wish);
	ck_assert_int_eq(l.pane[PANE_LADDER].cols, 120);
	ck_assert_int_eq(l.pane[PANE_MESSAGES].row, l.pane[PANE_DETAILS].row);
	ck_assert_int_lt(l.pane[PANE_MESSAGES].col, l.pane[PANE_DETAILS].col);
	ck_assert_int_eq(l.status.rows, 1);
	wish.ladder_rows = 900;
	l = at(120, 40, &wish);
	ck_assert(!layout_shows(&l, PANE_DETAILS));
	ck_assert_int_eq(l.status.rows, 3);
	wish.details = true;
	l = at(120, 40, &wish);
	ck_assert(layout_shows(&l, PANE_DETAILS));
	ck_assert(layout_shows(&l, PANE_MESSAGES));
}
END_TEST

START_TEST(the_smallest_screen_is_all_ladder)
{
	struct layout l = at(40, 10, NULL);
	ck_assert(!l.too_small);
	ck_assert_int_eq(l.pane[PANE_LADDER].rows, 5);
	ck_assert(!layout_shows(&l, PANE_MESSAGES));
}
END_TEST

START_TEST(smaller_than_that_is_too_small)
{
	ck_assert(at(39, 10, NULL).too_small);
	ck_assert(at(40, 9, NULL).too_small);
	ck_assert(at(0, 0, NULL).too_small);
}
END_TEST

START_TEST(details_open_over_the_messages)
{
	struct layout_wish wish = { .details = true };
	struct layout l = at(80, 24, &wish);
	ck_assert(layout_shows(&l, PANE_DETAILS));
	ck_assert(!layout_shows(&l, PANE_MESSAGES));
	wish.focus = PANE_MESSAGES;
	l = at(80, 24, &wish);
	ck_assert(layout_shows(&l, PANE_MESSAGES));
	wish.focus = PANE_LADDER;
	l = at(40, 10, &wish);
	ck_assert_int_eq(l.pane[PANE_DETAILS].rows, 6);
}
END_TEST

START_TEST(growing_takes_from_the_ladder_but_not_all)
{
	struct layout_wish wish = { .grow = 3 };
	ck_assert_int_eq(at(80, 24, &wish).pane[PANE_MESSAGES].rows, 7);
	wish.grow = 100;
	ck_assert_int_ge(at(80, 24, &wish).pane[PANE_LADDER].rows, 3);
	ck_assert_int_ge(at(120, 40, &wish).pane[PANE_LADDER].cols, 59);
}
END_TEST

/* Rows that a short ladder does not need go to the other panes; a long one keeps its rows. */
START_TEST(a_short_ladder_leaves_room)
{
	struct layout_wish shorter = { .ladder_rows = 9 }, longer = { .ladder_rows = 900 };
	struct layout l = at(100, 50, &shorter);
	ck_assert_int_eq(l.pane[PANE_LADDER].rows, 9);
	ck_assert_int_gt(l.pane[PANE_MESSAGES].rows, 30);
	ck_assert_int_eq(at(100, 50, &longer).pane[PANE_MESSAGES].rows, 4);
	l = at(200, 60, &shorter);
	ck_assert_int_eq(l.pane[PANE_LADDER].rows, 9);
	ck_assert_int_eq(l.pane[PANE_DETAILS].cols, l.pane[PANE_LADDER].cols);
	ck_assert_int_eq(l.pane[PANE_MESSAGES].rows, l.body.rows - 1);
	ck_assert_int_gt(at(200, 60, &longer).pane[PANE_LADDER].rows, 50);
	/* At 80x24 the layout does not change while a session grows. */
	ck_assert_int_eq(at(80, 24, &shorter).pane[PANE_MESSAGES].rows, 4);
}
END_TEST

/* A long explanation takes what is free, and what the messages can spare. */
START_TEST(an_explanation_grows_into_free_rows)
{
	struct layout_wish wish = { .explain = true, .explain_rows = 2, .ladder_rows = 900 };
	struct layout before = at(80, 24, &wish), l;
	for (wish.explain_rows = 3; wish.explain_rows <= 5; wish.explain_rows++) {
		l = at(80, 24, &wish);
		ck_assert_int_eq(l.status.rows, wish.explain_rows);
		ck_assert(rect_same(&l.pane[PANE_LADDER], &before.pane[PANE_LADDER]));
		ck_assert_int_eq(l.pane[PANE_MESSAGES].row, before.pane[PANE_MESSAGES].row);
	}
	wish.explain_rows = 9;
	ck_assert_int_eq(at(80, 24, &wish).status.rows, 5);
	wish.steady = true;
	ck_assert_int_eq(at(80, 24, &wish).status.rows, 2);
	/* A short ladder gives rows away at once: the messages stay where they are. */
	wish = (struct layout_wish){ .explain = true, .explain_rows = 1, .ladder_rows = 8 };
	before = at(80, 24, &wish);
	wish.explain_rows = 4;
	l = at(80, 24, &wish);
	ck_assert_int_eq(l.status.rows, 4);
	ck_assert(rect_same(&l.pane[PANE_MESSAGES], &before.pane[PANE_MESSAGES]));
	wish = (struct layout_wish){ .explain = true, .explain_rows = 9, .ladder_rows = 900 };
	/* Ten rows are all the ladder's, unless the session is short. */
	ck_assert_int_eq(at(40, 10, &wish).status.rows, 1);
	wish.ladder_rows = 3;
	ck_assert_int_eq(at(40, 10, &wish).status.rows, 3);
}
END_TEST

START_TEST(a_notice_has_its_own_rows)
{
	struct layout_wish wish = { .explain = true, .explain_rows = 2, .notice_rows = 1 };
	struct layout l = at(80, 24, &wish);
	ck_assert_int_eq(l.notice.rows, 1);
	ck_assert_int_eq(l.status.rows, 2);
	ck_assert_int_eq(l.notice.row + 1, l.status.row);
	wish.notice_rows = 4;
	l = at(40, 10, &wish);
	ck_assert_int_eq(l.notice.rows, 4);
	ck_assert_int_ge(l.status.rows, 1);
	ck_assert_int_eq(l.pane[PANE_LADDER].rows, 1);
	/* Where nothing is explained, the row is there already. */
	wish = (struct layout_wish){ .notice_rows = 1 };
	ck_assert_int_eq(at(80, 24, &wish).body.rows, 21);
}
END_TEST

START_TEST(a_place_belongs_to_a_pane)
{
	struct layout l = at(180, 40, NULL);
	ck_assert_int_eq(layout_at(&l, 5, 5), PANE_LADDER);
	ck_assert_int_eq(layout_at(&l, 1, 179), PANE_MESSAGES);
	ck_assert_int_eq(layout_at(&l, 30, 170), PANE_DETAILS);
	ck_assert_int_eq(layout_at(&l, 0, 0), PANE_COUNT);
	ck_assert_int_eq(layout_at(&l, 5, l.split.col), PANE_COUNT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("layout");
	TCase *tests = tcase_create("layout");
	tcase_add_loop_test(tests, sound_at_every_size_whatever_is_wished_for, 0, 432);
	tcase_add_test(tests, at_80x24_the_ladder_has_all_columns);
	tcase_add_test(tests, wide_screens_have_messages_beside_the_ladder);
	tcase_add_test(tests, large_screens_have_everything);
	tcase_add_test(tests, a_wider_screen_never_has_a_narrower_ladder);
	tcase_add_test(tests, messages_and_details_stand_side_by_side_where_there_is_room);
	tcase_add_test(tests, the_smallest_screen_is_all_ladder);
	tcase_add_test(tests, smaller_than_that_is_too_small);
	tcase_add_test(tests, details_open_over_the_messages);
	tcase_add_test(tests, growing_takes_from_the_ladder_but_not_all);
	tcase_add_test(tests, a_short_ladder_leaves_room);
	tcase_add_test(tests, an_explanation_grows_into_free_rows);
	tcase_add_test(tests, a_notice_has_its_own_rows);
	tcase_add_test(tests, a_place_belongs_to_a_pane);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}

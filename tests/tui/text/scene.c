/* Scenes: overlapping pieces, wide characters, painting on another canvas. */
#include "tui/text/scene.h"

#include "tests/suite.h"

static struct scene scene;
static char row[256];

static const char *text_of(int n)
{
	scene_row(&scene, n, row, sizeof(row));
	return row;
}

START_TEST(rows_are_what_was_written_last)
{
	struct canvas c = scene_begin(&scene, (struct size){ 3, 12 }, false);
	canvas_text(&c, 0, 2, look(ROLE_PLAIN), "abcdef");
	canvas_text(&c, 0, 4, look(TINT_ERROR), "XY");
	canvas_text(&c, 1, 9, look(ROLE_PLAIN), "clipped");
	ck_assert_str_eq(text_of(0), "  abXYef");
	ck_assert_str_eq(text_of(1), "         cli");
	ck_assert_str_eq(text_of(2), "");
	ck_assert_int_eq(scene_look(&scene, 0, 5).tint, TINT_ERROR);
	ck_assert_int_eq(scene_look(&scene, 0, 6).tint, ROLE_PLAIN);
	ck_assert_int_eq(scene_look(&scene, 2, 0).tint, ROLE_PLAIN);
	scene_free(&scene);
}
END_TEST

START_TEST(wide_characters_take_two_cells)
{
	struct canvas c = scene_begin(&scene, (struct size){ 1, 12 }, false);
	canvas_text(&c, 0, 1, look(ROLE_PLAIN), "日本|e\xcc\x81|");
	ck_assert_str_eq(text_of(0), " 日本|e\xcc\x81|");
	scene_free(&scene);
}
END_TEST

START_TEST(a_scene_is_painted_where_the_canvas_lies)
{
	struct scene below = { .pieces = 0 };
	struct canvas c = scene_begin(&scene, (struct size){ 2, 12 }, false);
	canvas_text(&c, 0, 0, look(TINT_TITLE), "upper left");
	canvas_text(&c, 1, 0, look(ROLE_PLAIN), "lower");
	struct canvas screen = scene_begin(&below, (struct size){ 4, 10 }, false);
	struct canvas part = canvas_part(&screen, (struct rect){ 1, 2, 2, 5 });
	scene_paint(&scene, &part);
	scene_row(&below, 1, row, sizeof(row));
	ck_assert_str_eq(row, "  upper");
	scene_row(&below, 2, row, sizeof(row));
	ck_assert_str_eq(row, "  lower");
	ck_assert_int_eq(scene_look(&below, 1, 2).tint, TINT_TITLE);
	scene_free(&below);
	scene_free(&scene);
}
END_TEST

START_TEST(a_scene_begun_again_is_empty)
{
	struct canvas c = scene_begin(&scene, (struct size){ 1, 12 }, false);
	canvas_text(&c, 0, 0, look(ROLE_PLAIN), "before");
	scene_begin(&scene, (struct size){ 1, 12 }, false);
	ck_assert_str_eq(text_of(0), "");
	scene_free(&scene);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scene");
	TCase *tests = tcase_create("scene");
	tcase_add_test(tests, rows_are_what_was_written_last);
	tcase_add_test(tests, wide_characters_take_two_cells);
	tcase_add_test(tests, a_scene_is_painted_where_the_canvas_lies);
	tcase_add_test(tests, a_scene_begun_again_is_empty);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}

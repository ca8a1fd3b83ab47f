/* Small things of the screen: prompts on narrow screens, titles, bars, borders, questions. */
#include "tests/tui/view/viewed.h"

START_TEST(a_question_that_does_not_fit_stands_above)
{
	viewed_article(24, 40);
	viewed_press("s");
	viewed_expect(" Save:  s this session, c this session");
	viewed_expect_row(23, " s  c  a  Esc cancel");
	viewed_press("s");
	viewed_expect("Save the session as:");
	viewed_expect_row(23, " > .1.109.8886-192.168.1.178.8000.pcap");
	viewed_press("\033\033");
	viewed_close();
}
END_TEST

START_TEST(settings_and_help_have_the_title_of_the_view_below)
{
	viewed_article(24, 80);
	viewed_press("o");
	viewed_expect("session 1/1  8 segments");
	int row = viewed_find("> Time");
	/* The bar takes the whole row. */
	ck_assert_int_eq(scene_look(&viewed.ui.scene, row, 0).mark, MARK_SELECTED);
	ck_assert_int_eq(scene_look(&viewed.ui.scene, row, 79).mark, MARK_SELECTED);
	viewed_press("q");
	viewed.ui.shell.stack[0] = VIEW_LIST;
	viewed_press("o");
	viewed_expect_no("session 1/1");
	viewed_press("q?");
	viewed_expect_no("session 1/1");
	viewed_close();
}
END_TEST

static void point(enum click click, int row, int col)
{
	struct view *top = shell_top(&viewed.ui.shell);
	top->ops->point(top, &(struct pointer){ click, row, col });
	viewed_layout();
}

START_TEST(the_border_between_ladder_and_panes_is_dragged)
{
	viewed_article(24, 80);
	int head = viewed_find("─ Messages ");
	point(CLICK_SINGLE, head, 40);
	point(CLICK_DRAG, head - 3, 40);
	ck_assert_int_eq(viewed_find("─ > Messages "), head - 3);
	point(CLICK_DRAG, head - 1, 40);
	ck_assert_int_eq(viewed_find("─ > Messages "), head - 1);
	/* A drag that began elsewhere moves nothing. */
	point(CLICK_SINGLE, 3, 40);
	point(CLICK_DRAG, 10, 40);
	ck_assert_int_eq(viewed_find("─ Messages "), head - 1);
	viewed_close();
}
END_TEST

START_TEST(the_border_beside_the_ladder_is_dragged)
{
	viewed_article(40, 200);
	int col = viewed.ui.shell.layout.split.col;
	point(CLICK_SINGLE, 20, col);
	point(CLICK_DRAG, 20, col - 8);
	ck_assert_int_eq(viewed.ui.shell.layout.split.col, col - 8);
	viewed_close();
}
END_TEST

START_TEST(a_second_interrupt_asks_as_q_does)
{
	viewed_article(24, 80);
	/* As if these segments had been captured. */
	viewed.options.input = INPUT_LIVE;
	ui_act(&viewed.ui, ACTION_INTERRUPT);
	viewed_layout();
	viewed_expect("Quit without saving 8 segments?");
	ck_assert(!viewed.ui.shell.done);
	ui_act(&viewed.ui, ACTION_INTERRUPT);
	ck_assert(viewed.ui.shell.done);
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("small");
	TCase *tests = tcase_create("small");
	tcase_add_test(tests, a_question_that_does_not_fit_stands_above);
	tcase_add_test(tests, settings_and_help_have_the_title_of_the_view_below);
	tcase_add_test(tests, the_border_between_ladder_and_panes_is_dragged);
	tcase_add_test(tests, the_border_beside_the_ladder_is_dragged);
	tcase_add_test(tests, a_second_interrupt_asks_as_q_does);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}

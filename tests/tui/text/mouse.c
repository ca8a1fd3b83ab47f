/* Reports of the mouse, whole, broken and hostile. */
#include "tui/text/mouse.h"

#include "core/base/array.h"
#include "tests/suite.h"

#define MS INT64_C(1000000)

/* Feeds a report after its introducer; returns true if it was an event. */
static bool feed(struct mouse *mouse, enum mouse_report report, const char *text, int64_t now_ns,
    struct pointer *out)
{
	bool told = false;
	mouse_begin(mouse, report);
	for (; *text != '\0' && mouse->report != MOUSE_IDLE; text++)
		told = mouse_feed(mouse, *text, now_ns, out);
	return told;
}

static const struct {
	enum mouse_report report;
	const char *text;
	struct pointer pointer;
} reports[] = {
	{ MOUSE_SGR, "0;1;1M", { CLICK_SINGLE, 0, 0 } },
	{ MOUSE_SGR, "0;300;12M", { CLICK_SINGLE, 11, 299 } },
	{ MOUSE_SGR, "16;5;6M", { CLICK_SINGLE, 5, 4 } }, /* with Ctrl */
	{ MOUSE_SGR, "64;5;6M", { CLICK_WHEEL_UP, 5, 4 } },
	{ MOUSE_SGR, "65;5;6M", { CLICK_WHEEL_DOWN, 5, 4 } },
	{ MOUSE_SGR, "0;5;6m", { 0 } }, /* release */
	{ MOUSE_SGR, "1;5;6M", { 0 } }, /* another button */
	{ MOUSE_SGR, "32;5;6M", { CLICK_DRAG, 5, 4 } },
	{ MOUSE_SGR, "33;5;6M", { 0 } }, /* a drag with another button */
	{ MOUSE_SGR, "35;5;6M", { 0 } }, /* motion without a button */
	{ MOUSE_SGR, "66;5;6M", { 0 } }, /* a wheel sideways */
	{ MOUSE_SGR, "0;0;0M", { 0 } },
	{ MOUSE_SGR, "0;5M", { 0 } },
	{ MOUSE_SGR, "0;5;6;7M", { 0 } },
	{ MOUSE_SGR, "0;99999999999;6M", { 0 } },
	{ MOUSE_SGR, "x", { 0 } },
	{ MOUSE_BYTES, " !\"", { CLICK_SINGLE, 1, 0 } },
	{ MOUSE_BYTES, "#!\"", { 0 } },
	{ MOUSE_BYTES, "`!\"", { CLICK_WHEEL_UP, 1, 0 } },
};

START_TEST(one_report)
{
	struct mouse mouse = { 0 };
	struct pointer found = { 0 };
	bool told = feed(&mouse, reports[_i].report, reports[_i].text, 0, &found);
	ck_assert_int_eq(told, reports[_i].pointer.click != CLICK_NONE);
	ck_assert_int_eq(mouse.report, MOUSE_IDLE);
	ck_assert_int_eq(found.click, reports[_i].pointer.click);
	ck_assert_int_eq(found.row, reports[_i].pointer.row);
	ck_assert_int_eq(found.col, reports[_i].pointer.col);
}
END_TEST

START_TEST(two_clicks_at_one_place_in_time_are_double)
{
	static const struct {
		int64_t ms;
		const char *text;
		enum click click;
	} clicks[] = {
		{ 1000, "0;5;6M", CLICK_SINGLE }, { 1300, "0;5;6M", CLICK_DOUBLE },
		{ 1400, "0;5;6M", CLICK_SINGLE }, /* a third click is a single one */
		{ 1900, "0;5;6M", CLICK_SINGLE }, /* too late */
		{ 2000, "0;5;7M", CLICK_SINGLE }, /* another cell */
	};
	struct mouse mouse = { 0 };
	struct pointer found;
	for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
		ck_assert(feed(&mouse, MOUSE_SGR, clicks[i].text, clicks[i].ms * MS, &found));
		ck_assert_int_eq(found.click, clicks[i].click);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mouse");
	TCase *tests = tcase_create("mouse");
	tcase_add_loop_test(tests, one_report, 0, (int)ARRAY_LEN(reports));
	tcase_add_test(tests, two_clicks_at_one_place_in_time_are_double);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}

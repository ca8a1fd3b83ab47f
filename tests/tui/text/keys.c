/* The tables of actions, bindings and hints, and the texts made from them. */
#include "tui/text/keys.h"

#include <string.h>

#include "core/base/array.h"
#include "tests/suite.h"

static const enum context contexts[] = { IN_LIST, IN_LADDER, IN_MESSAGES, IN_DETAILS, IN_TEXT,
	IN_SETTINGS, IN_PROBLEMS, IN_BYTES, IN_HELP };

/* The next key, skipping characters that no binding uses: all of Unicode would take seconds. */
static int next_key(int key)
{
	return key == 0x2ff ? PRESS_SPECIAL : key + 1;
}

static const struct {
	enum context context;
	int key;
	enum action action;
} bound[] = {
	{ IN_LADDER, 'j', ACTION_DOWN },
	{ IN_LADDER, PRESS_ARROW_UP, ACTION_UP },
	{ IN_LIST, PRESS_CTRL('d'), ACTION_HALF_DOWN },
	{ IN_MESSAGES, 'G', ACTION_LAST },
	{ IN_LADDER, 'J', ACTION_NEXT_SESSION },
	{ IN_LIST, 'J', ACTION_NONE },
	{ IN_LADDER, ' ', ACTION_PLAY },
	{ IN_SETTINGS, ' ', ACTION_OPEN },
	{ IN_LADDER, 'h', ACTION_LEFT },
	{ IN_LADDER, 'H', ACTION_HELP },
	{ IN_TEXT, PRESS_FUNCTION + 1, ACTION_HELP },
	{ IN_LADDER, PRESS_FUNCTION + 5, ACTION_NONE },
	{ IN_LIST, 'S', ACTION_SORT },
	{ IN_LADDER, 'S', ACTION_NONE },
	{ IN_TEXT, 's', ACTION_SAVE },
	{ IN_SETTINGS, 's', ACTION_NONE },
	{ IN_TEXT, ' ', ACTION_PAGE_DOWN },
	{ IN_LIST, 'Q', ACTION_END },
	{ IN_LIST, 'P', ACTION_PROBLEMS },
	{ IN_MESSAGES, '!', ACTION_PROBLEMS },
	{ IN_PROBLEMS, PRESS_RETURN, ACTION_OPEN },
	{ IN_PROBLEMS, 'e', ACTION_NONE },
	{ IN_LADDER, 'B', ACTION_BYTES },
	{ IN_BYTES, 'a', ACTION_SIDES },
	{ IN_BYTES, 's', ACTION_SAVE },
	{ IN_BYTES, 'p', ACTION_NONE },
};

START_TEST(a_key_does_what_the_tables_say)
{
	ck_assert_int_eq(keys_action(bound[_i].context, bound[_i].key), bound[_i].action);
}
END_TEST

struct seen {
	int lines, keys;
	size_t longest;
};

static void count_line(void *ctx, const char *keys, const char *help)
{
	struct seen *seen = ctx;
	seen->lines++;
	seen->keys += keys != NULL;
	if (keys != NULL && strlen(keys) > seen->longest)
		seen->longest = strlen(keys);
	ck_assert_ptr_nonnull(help);
	ck_assert_str_ne(help, "");
}

START_TEST(help_lists_exactly_the_actions_of_its_place)
{
	enum context context = contexts[_i];
	bool has[ACTION_COUNT] = { false };
	int actions = 0;
	for (int key = 1; key < PRESS_POINTER; key = next_key(key))
		has[keys_action(context, key)] = true;
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		actions += has[action];

	struct seen seen = { 0 };
	keys_help(context, &(struct keys_sink){ .line = count_line, .ctx = &seen });
	ck_assert_int_eq(seen.keys, actions);
	ck_assert_uint_lt(seen.longest, 16);
}
END_TEST

static void collect_keys(void *ctx, const char *keys, const char *help)
{
	char *all = ctx, copy[64], *rest;
	(void)help;
	snprintf(copy, sizeof(copy), "%s", keys != NULL ? keys : "");
	for (char *key = strtok_r(copy, " ", &rest); key != NULL;
	     key = strtok_r(NULL, " ", &rest)) {
		char word[16];
		snprintf(word, sizeof(word), " %s ", key);
		ck_assert_msg(strstr(all, word) == NULL, "%s does two things", key);
		strcat(all, word);
	}
}

START_TEST(no_key_does_two_things_in_one_place)
{
	char all[2048] = "";
	keys_help(contexts[_i], &(struct keys_sink){ .line = collect_keys, .ctx = all });
	ck_assert_str_ne(all, "");
}
END_TEST

START_TEST(every_action_has_a_key_somewhere_and_a_name_of_its_own)
{
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		bool found = false;
		for (int key = 1; key < PRESS_POINTER && !found; key = next_key(key))
			for (size_t i = 0; i < ARRAY_LEN(contexts); i++)
				found |= keys_action(contexts[i], key) == action;
		ck_assert_msg(found, "%s", action_name(action));
		for (enum action other = ACTION_NONE; other < action; other++)
			ck_assert_str_ne(action_name(other), action_name(action));
	}
}
END_TEST

static unsigned cells_of(const struct hint *hints, size_t count)
{
	unsigned cells = 0;
	for (size_t i = 0; i < count; i++)
		cells +=
		    (unsigned)(strlen(hints[i].keys) + strlen(hints[i].words) + 1 + (i ? 2 : 0));
	return cells;
}

START_TEST(hints_fit_and_keep_help_and_the_way_out)
{
	const unsigned all = NEED_CLIENT | NEED_SESSIONS | NEED_PACKETS | NEED_LIVE | NEED_BELOW;
	for (unsigned cells = 20; cells < 250; cells++) {
		struct hint hints[HINTS_MAX];
		size_t count = keys_hints(contexts[_i], all, cells, hints);
		ck_assert_uint_ge(count, 2);
		ck_assert_uint_le(cells_of(hints, count), cells);
		ck_assert_int_eq(hints[count - 2].key, '?');
		ck_assert_int_eq(hints[count - 1].key, 'q');
		ck_assert_str_eq(hints[count - 1].words, "back");
	}
}
END_TEST

START_TEST(hints_name_letters_that_do_it)
{
	struct hint hints[HINTS_MAX];
	size_t count = keys_hints(contexts[_i], ~0u, 1000, hints);
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_ne(keys_action(contexts[_i], hints[i].key), ACTION_NONE);
		ck_assert_int_lt(hints[i].key, PRESS_FUNCTION);
	}
}
END_TEST

START_TEST(hints_leave_out_what_makes_no_sense)
{
	struct hint hints[HINTS_MAX];
	size_t count = keys_hints(IN_LADDER, NEED_PACKETS | NEED_TOP, 1000, hints);
	for (size_t i = 0; i < count; i++)
		ck_assert_int_ne(keys_action(IN_LADDER, hints[i].key), ACTION_CLIENT);
	ck_assert_str_eq(hints[count - 1].words, "quit");
	ck_assert_str_eq(hints[0].keys, "j/k");
}
END_TEST

static const struct {
	int key;
	const char *text;
} names[] = {
	{ 'j', "j" },
	{ ' ', "Space" },
	{ PRESS_CTRL('d'), "^D" },
	{ PRESS_TAB, "Tab" },
	{ PRESS_ARROW_LEFT, "Left" },
	{ PRESS_FUNCTION + 10, "F10" },
	{ PRESS_BACK_TAB, "S-Tab" },
	{ PRESS_DELETE, "Del" },
	{ PRESS_RUBOUT, "BkSp" },
};

START_TEST(keys_have_names)
{
	char text[KEY_TEXT];
	key_text(names[_i].key, text, sizeof(text));
	ck_assert_str_eq(text, names[_i].text);
}
END_TEST

START_TEST(the_manual_holds_every_action_and_no_stray_request)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	keys_manual(out);
	fclose(out);
	size_t items = 0;
	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		bool request = line[0] == '.';
		ck_assert_msg(!request || strncmp(line, ".It Ic ", 7) == 0 ||
		                  strncmp(line, ".Bl ", 4) == 0 || strcmp(line, ".El") == 0 ||
		                  strncmp(line, ".Ss ", 4) == 0,
		    "%s", line);
		ck_assert_int_ne(line[0], '\'');
		items += strncmp(line, ".It ", 4) == 0;
	}
	ck_assert_uint_eq(items, ACTION_COUNT - 1);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("keys");
	TCase *tests = tcase_create("keys");
	int places = (int)ARRAY_LEN(contexts);
	tcase_add_loop_test(tests, a_key_does_what_the_tables_say, 0, (int)ARRAY_LEN(bound));
	tcase_add_loop_test(tests, help_lists_exactly_the_actions_of_its_place, 0, places);
	tcase_add_loop_test(tests, no_key_does_two_things_in_one_place, 0, places);
	tcase_add_test(tests, every_action_has_a_key_somewhere_and_a_name_of_its_own);
	tcase_add_loop_test(tests, hints_fit_and_keep_help_and_the_way_out, 0, places);
	tcase_add_loop_test(tests, hints_name_letters_that_do_it, 0, places);
	tcase_add_test(tests, hints_leave_out_what_makes_no_sense);
	tcase_add_loop_test(tests, keys_have_names, 0, (int)ARRAY_LEN(names));
	tcase_add_test(tests, the_manual_holds_every_action_and_no_stray_request);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}

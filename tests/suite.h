/* What every Check suite needs: a main that runs it. */
#pragma once

#include <check.h>
#include <stdlib.h>

/* Check's own 4 s for a test are over soon on a busy machine. Before any test case is made, as that
 * is when Check reads it. */
__attribute__((constructor)) static void suite_patience(void)
{
	setenv("CK_DEFAULT_TIMEOUT", "60", 0);
}

/* Returns a number of random rounds: fewer for tests/mutate.py, which runs the suites hundreds of
 * times. */
static inline int suite_rounds(int rounds)
{
	return getenv("SUITE_SHORT") != NULL ? (rounds + 7) / 8 : rounds;
}

static inline int suite_main(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

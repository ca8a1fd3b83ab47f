#include "capture/os/services.h"

#include <arpa/inet.h>
#include <netdb.h>

#include "tests/suite.h"

/* Compares with the system's own answer: its table may have any contents, or be empty. */
START_TEST(names_are_those_of_the_system)
{
	for (unsigned port = 0; port < 1024; port++) {
		const char *name = services_name((uint16_t)port);
		const struct servent *want = getservbyport(htons((uint16_t)port), "tcp");
		ck_assert_int_eq(name != NULL, want != NULL);
		if (want != NULL)
			ck_assert_str_eq(name, want->s_name);
	}
}
END_TEST

START_TEST(an_answer_stays)
{
	const char *once = services_name(22);
	services_name(65535);
	ck_assert_ptr_eq(services_name(22), once);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("services");
	TCase *tcase = tcase_create("services");
	tcase_add_test(tcase, names_are_those_of_the_system);
	tcase_add_test(tcase, an_answer_stays);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}

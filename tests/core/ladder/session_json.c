/* The record of a session. */
#include "core/ladder/session_json.h"

#include <stdio.h>
#include <string.h>

#include "core/base/writer.h"
#include "tests/core/play.h"
#include "tests/suite.h"

static char line[JSON_SESSION];

static const char *record(const char *lines)
{
	struct account account = { 0 };
	struct writer w = writer_begin(line, sizeof(line));
	struct json_writer j = json_begin(&w);
	play(played, lines);
	for (uint32_t n = 1; n <= model_packets(played); n++)
		account_add(&account, played, n);
	time_shares_end(&account.shares);
	account_correct(&account, played, 1);
	const struct session_record r = { played, 1, &account, "trace.pcap", "Story.", false };
	json_object(&j);
	json_session(&j, &r);
	json_end(&j);
	json_finish(&j);
	return line;
}

static void ck_has(const char *wanted)
{
	ck_assert_msg(strstr(line, wanted) != NULL, "no %s in: %s", wanted, line);
}

START_TEST(a_request_and_its_response)
{
	record("0 a S 0 win 64000 ws 0\n100 b S. 0 ack 1 win 64000 ws 0\n"
	       "100.1 a . 1 ack 1 win 64000\n101 a P. 1:101 ack 1 win 64000\n"
	       "201 b . 1 ack 101 win 64000\n3201 b P. 1:201 ack 101 win 64000\n"
	       "3202 a . 101 ack 201 win 64000\n3202 a F. 101 ack 201 win 64000\n"
	       "3302 b F. 201 ack 102 win 64000\n3302.1 a . 102 ack 202 win 64000\n");
	ck_has("{\"session\":1,\"file\":\"trace.pcap\",\"first_frame\":1,\"last_frame\":10,");
	ck_has("\"duration_s\":3.3021,\"a\":{\"addr\":\"10.0.0.1\",\"port\":4000,\"stack\":null},");
	ck_has("\"opened\":\"handshake\",\"history\":\"ShADadFf\",\"ended\":\"closed\","
	       "\"handshake_ms\":100.1,");
	ck_has("\"ab\":{\"segments\":6,\"bytes\":100,\"new_bytes\":100,\"goodput_Bps\":30,"
	       "\"rtt_ms\":{\"min\":100,\"mean\":100,\"max\":100},\"notes\":{},"
	       "\"time\":{\"handshake\":0.1,\"application\":0.0009,\"other_side\":3,"
	       "\"transit\":0.1001,\"receive_window\":0,\"send_buffer\":0,"
	       "\"congestion_window\":0,\"bottleneck\":0,\"loss_recovery\":0,\"timeout\":0,"
	       "\"delayed\":0,\"closing\":0.1011,\"unknown\":0}}");
	ck_has("\"turns\":{\"count\":1,\"response_ms\":{\"median\":3100,\"max\":3100},"
	       "\"request_spread_ms\":0,\"response_spread_ms\":0}");
	ck_has("\"verdict\":{\"cause\":\"application\",\"dir\":\"ba\",");
	ck_has("\"slow\":true,\"sure\":true,\"text\":\"Response time: the server answers after "
	       "3.00 s;");
	ck_has("\"story\":\"Story.\"}");
}
END_TEST

START_TEST(notes_are_counted_by_direction)
{
	record("0 a S 0 win 64000 ws 0\n100 b S. 0 ack 1 win 64000 ws 0\n"
	       "100.1 a . 1 ack 1 win 64000\n101 a P. 1:101 ack 1 win 64000\n"
	       "501 a P. 1:101 ack 1 win 64000\n601 b . 1 ack 101 win 0\n");
	ck_has("\"notes\":{\"retransmission\":1,\"rto_retransmission\":1}");
	ck_has("\"notes\":{\"zero_window\":1,\"window_shrink\":1}");
	ck_has("\"history\":\"ShADTaw\",\"ended\":\"open\"");
}
END_TEST

START_TEST(without_a_handshake)
{
	record("0 a P. 1:101 ack 1 win 64\n30 b . 1 ack 101 win 64\n");
	ck_has("\"opened\":\"midstream\",\"history\":\"Da\",\"ended\":\"open\","
	       "\"handshake_ms\":null,");
	ck_has("\"turns\":{\"count\":0,\"response_ms\":null}");
}
END_TEST

START_TEST(the_history_counts_in_powers_of_ten)
{
	struct account account = { 0 };
	play(played, "0 a . 1:11 ack 1 win 64\n");
	for (unsigned i = 0; i < 120; i++) {
		char text[64];
		snprintf(text, sizeof(text), "%u a . 1:11 ack 1 win 64\n", 300 * (i + 1));
		play(played, text);
	}
	for (uint32_t n = 1; n <= model_packets(played); n++)
		account_add(&account, played, n);
	ck_assert_str_eq(account.history, "DTTT");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("session_json");
	TCase *tests = tcase_create("session_json");
	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, a_request_and_its_response);
	tcase_add_test(tests, notes_are_counted_by_direction);
	tcase_add_test(tests, without_a_handshake);
	tcase_add_test(tests, the_history_counts_in_powers_of_ten);
	return suite_main(suite);
}

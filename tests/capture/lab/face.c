/* The lab's public interface: opening, changing the link, adding steps, and its end. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/capture/lab/gone.h"
#include "tests/capture/lab/truth.h"
#include "tests/suite.h"

static const char scenario[] = "settle 50ms\n"
                               "[link]\ndelay 2ms\n"
                               "[a]\nconnect\n"
                               "[b]\nlisten\naccept\nread on\n";

struct script {
	char path[32];
};

/* A scenario of the test's own, in a file. */
static struct script write_script(const char *text)
{
	struct script s = { "/tmp/lab-face-XXXXXX" };
	int fd = mkstemp(s.path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return s;
}

static struct lab *open_script(const char *text)
{
	struct script s = write_script(text);
	struct err err;
	struct lab *lab = lab_open(&(struct lab_options){ .scenario = s.path }, &err);
	unlink(s.path);
	ck_assert_msg(lab != NULL, "%s", err.text);
	ck_assert_msg(lab_start(lab, &err), "%s", err.text);
	return lab;
}

/* Waits for the next fate that satisfies `is`. */
static struct fate await(struct lab *lab, enum lab_way way, bool (*is)(const struct fate *fate))
{
	struct fate fate;
	for (;;) {
		struct pollfd ready = { .fd = lab_fate_fd(lab), .events = POLLIN };
		while (lab_take_fates(lab, &fate, 1) == 1)
			if (fate.way == way && is(&fate))
				return fate;
		ck_assert_int_eq(poll(&ready, 1, 20000), 1);
	}
}

static struct peer_event await_event(struct lab *lab, enum peer_event_kind kind)
{
	struct peer_event event;
	for (;;) {
		struct pollfd ready = { .fd = lab_event_fd(lab), .events = POLLIN };
		while (lab_take_events(lab, &event, 1) == 1)
			if (event.kind == kind)
				return event;
		ck_assert_int_eq(poll(&ready, 1, 20000), 1);
	}
}

static void change(struct lab *lab, const char *text)
{
	struct err err;
	ck_assert_msg(lab_change(lab, text, &err), "%s", err.text);
}

static void tell(struct lab *lab, enum lab_place host, const char *line)
{
	struct err err;
	ck_assert_msg(lab_add_step(lab, host, line, &err), "%s", err.text);
}

START_TEST(the_link_obeys_while_it_runs)
{
	struct lab *lab = open_script(scenario);
	char text[64];
	await_event(lab, PEER_EVENT_ACCEPTED);
	change(lab, "drop a>b data");
	tell(lab, LAB_A, "send \"one\"");
	struct fate fate = await(lab, LAB_AB, is_data);
	ck_assert_int_eq(fate.kind, FATE_RULED);
	lab_rule(lab, fate.rule, text, sizeof(text));
	ck_assert_str_eq(text, "drop a>b data 1");
	ck_assert_uint_eq(lab_rule(lab, 99, text, sizeof(text)), 0);
	ck_assert(lab_rule_is_spent(lab, fate.rule));
	ck_assert(lab_rule_is_spent(lab, 99));
	change(lab, "drop b>a data 5");
	ck_assert(!lab_rule_is_spent(lab, 2));
	change(lab, "forget");
	ck_assert(lab_rule_is_spent(lab, 2));
	ck_assert_uint_eq(await_event(lab, PEER_EVENT_RECEIVED).len, 3);

	change(lab, "a>b delay 40ms");
	tell(lab, LAB_A, "send \"two\"");
	do {
		fate = await(lab, LAB_AB, is_data);
	} while (is_retransmission(&fate));
	ck_assert_int_eq(fate.due_ns - fate.arrived_ns, 40000000);

	struct lab_link_status status;
	lab_status(lab, &status);
	ck_assert_int_eq(status.knobs[LAB_AB].at[KNOB_DELAY], 40000000);
	ck_assert_int_eq(status.knobs[LAB_BA].at[KNOB_DELAY], 2000000);
	ck_assert_uint_eq(status.rules, 0);
	lab_free(lab);
}
END_TEST

START_TEST(cut_and_mended_by_hand)
{
	struct lab *lab = open_script(scenario);
	await_event(lab, PEER_EVENT_ACCEPTED);
	change(lab, "cut");
	tell(lab, LAB_A, "send \"hello\"");
	ck_assert_int_eq(await(lab, LAB_AB, is_data).kind, FATE_CUT);
	change(lab, "mend");
	ck_assert_uint_eq(await_event(lab, PEER_EVENT_RECEIVED).len, 5);
	lab_free(lab);
}
END_TEST

START_TEST(hosts_do_what_they_are_told_after_the_end)
{
	struct lab *lab = open_script(scenario);
	struct err err;
	await_event(lab, PEER_EVENT_ACCEPTED);
	while (!lab_is_played(lab, NULL)) {
		struct pollfd ready = { .fd = lab_event_fd(lab), .events = POLLIN };
		struct peer_event event;
		ck_assert_int_eq(poll(&ready, 1, 20000), 1);
		while (lab_take_events(lab, &event, 1) == 1)
			;
	}
	tell(lab, LAB_B, "use other");
	tell(lab, LAB_A, "use other");
	tell(lab, LAB_A, "connect");
	tell(lab, LAB_B, "accept");
	ck_assert(!await_event(lab, PEER_EVENT_ACCEPTED).client);
	ck_assert(!lab_add_step(lab, LAB_A, "sing", &err));
	ck_assert(!lab_add_step(lab, LAB_A, "", &err));
	ck_assert(!lab_add_step(lab, LAB_A, "meet you", &err));
	lab_free(lab);
}
END_TEST

START_TEST(options_add_to_the_scenario)
{
	static const char *const changes[] = { "b>a delay 9ms", "loss 0.5%" };
	struct lab_options options = {
		.scenario = "handshake",
		.seeded = true,
		.seed = 77,
		.ipv6 = true,
		.changes = changes,
		.change_count = 2,
		.first_source = 3,
	};
	struct lab_link_status status;
	struct played p = play_with(&options);
	lab_status(p.lab, &status);
	ck_assert_uint_eq(lab_seed(p.lab), 77);
	ck_assert_str_eq(lab_name(p.lab), "handshake");
	ck_assert_str_eq(lab_title(p.lab), "Handshake and orderly close");
	ck_assert_int_eq(status.knobs[LAB_BA].at[KNOB_DELAY], 9000000);
	ck_assert_int_eq(status.knobs[LAB_AB].at[KNOB_DELAY], 20000000);
	ck_assert(!addr_is_v4(&p.segment[LAB_A][0].src.addr));
	ck_assert_uint_eq(p.segment[LAB_A][0].source, 3);
	ck_assert_uint_eq(p.segment[LAB_B][0].source, 4);
	ck_assert_str_eq(source_name(lab_source(p.lab, LAB_A)), "host-a");
	played_free(&p);
}
END_TEST

START_TEST(says_what_is_wrong)
{
	static const char *const changes[] = { "faster" };
	struct script bad = write_script("[hosts]\n\nsysctl tcp_wings 2\n[a]\nconnect\n");
	struct err err;
	struct lab_options options = { .scenario = bad.path };
	ck_assert_ptr_null(lab_open(&options, &err));
	ck_assert_ptr_nonnull(strstr(err.text, ":3: "));
	ck_assert_ptr_nonnull(strstr(err.text, "tcp_wings"));
	unlink(bad.path);
	bad = write_script("[hosts]\ncongestion carrier-pigeon\n[a]\nconnect\n");
	options.scenario = bad.path;
	ck_assert_ptr_null(lab_open(&options, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "this kernel offers"));
	unlink(bad.path);
	options = (struct lab_options){ .changes = changes, .change_count = 1 };
	ck_assert_ptr_null(lab_open(&options, &err));
	options = (struct lab_options){ .filter = "tcp and (" };
	ck_assert_ptr_null(lab_open(&options, &err));
	lab_free(NULL);
}
END_TEST

START_TEST(a_scenario_that_never_ends_is_ended)
{
	struct script s = write_script("limit 200ms\n[a]\nmeet b\n[b]\nwait 10s\nmeet b\n");
	struct played p = play(s.path);
	ck_assert(!p.in_time);
	unlink(s.path);
	played_free(&p);
}
END_TEST

/* Steps for connections that do not exist do no harm. */
START_TEST(nonsense_is_survived)
{
	struct script s = write_script("settle 10ms\n[a]\nsend 5\nclose\naccept\nread 5\n"
	                               "wait acked\nwait over\nshut\nreset\nurgent \"x\"\n"
	                               "connect 9\nsend 5\nconnect 9\nlisten 7\nlisten 7\naccept\n"
	                               "[b]\nlisten\nlisten\nport 8000\n"
	                               "wait 50ms\nuse x\nconnect 7\nconnect 7\n");
	struct played p = play(s.path);
	ck_assert(p.in_time);
	ck_assert_uint_gt(happened(&p, LAB_A, PEER_EVENT_ERROR), 0);
	unlink(s.path);
	played_free(&p);
}
END_TEST

/* A whole lab is killed in the middle of its work. */
START_TEST(nothing_is_left_after_kill)
{
	struct err err;
	int pipe_fd[2];
	char byte;
	ck_assert_msg(lab_net_enter(&err), "%s", err.text);
	struct gone gone = gone_open();
	ck_assert_int_eq(pipe(pipe_fd), 0);
	pid_t child = fork();
	if (child == 0) {
		struct lab *lab = open_script("[link]\nloss 1%\n[a]\nconnect\nsend 100mb\n"
		                              "[b]\nlisten\naccept\nread all\n");
		await(lab, LAB_AB, is_data);
		_exit(write(pipe_fd[1], "x", 1) == 1 ? pause() : EXIT_FAILURE);
	}
	close(pipe_fd[1]);
	ck_assert_int_eq(read(pipe_fd[0], &byte, 1), 1);
	gone_watch_process(&gone, child);
	ck_assert_uint_eq(gone.count, LAB_PLACES);
	kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	gone_expect(&gone);
	/* No process is left: it would have the pipe open. */
	ck_assert_int_eq(read(pipe_fd[0], &byte, 1), 0);
	close(pipe_fd[0]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_face");
	TCase *tcase = tcase_create("face");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, the_link_obeys_while_it_runs);
	tcase_add_test(tcase, cut_and_mended_by_hand);
	tcase_add_test(tcase, hosts_do_what_they_are_told_after_the_end);
	tcase_add_test(tcase, options_add_to_the_scenario);
	tcase_add_test(tcase, says_what_is_wrong);
	tcase_add_test(tcase, a_scenario_that_never_ends_is_ended);
	tcase_add_test(tcase, nonsense_is_survived);
	tcase_add_test(tcase, nothing_is_left_after_kill);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}

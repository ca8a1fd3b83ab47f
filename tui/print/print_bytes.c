/* --stream-bytes: what the sides of a session sent, raw. */
#include "tui/print/print_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "tui/run/stream_bytes.h"
#include "tui/text/stderr_text.h"

static bool check(const struct run *run, struct err *err)
{
	(void)run;
	/* Bytes of a session could control the terminal. */
	return !isatty(STDOUT_FILENO) ||
	       err_set(err, "standard output is a terminal: send the bytes into a file (> FILE) or "
	                    "another program");
}

static void report_missing(const struct stream_written *written)
{
	static const char *const names[] = { [SIDE_A] = "client", [SIDE_B] = "server" };
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		if (written->missing[side] > 0)
			stderr_error("tcpviz: the capture lacks %" PRIu64
			             " byte%s of the %s, which the output leaves out",
			    written->missing[side], written->missing[side] == 1 ? "" : "s",
			    names[side]);
}

static bool whole(struct print *p, struct err *err)
{
	struct run *run = p->run;
	uint32_t session = run->options->session;
	uint32_t sessions = model_sessions(run->model);
	if (session == 0 && sessions > 1)
		return err_set(err,
		    "the capture has %" PRIu32
		    " sessions: select one with --session N (--stats lists "
		    "them)",
		    sessions);
	if (session == 0)
		session = model_session_after(run->model, 0);
	/* print_run reports an empty capture. */
	if (session == 0)
		return true;
	struct byte_stream stream;
	struct stream_written written;
	byte_stream_read(run->model, session, run->options->bytes_of, UINT32_MAX, &stream);
	stream_write(run, &stream, stdout, &written);
	byte_stream_free(&stream);
	report_missing(&written);
	return true;
}

const struct printer print_bytes = { .check = check, .whole = whole };

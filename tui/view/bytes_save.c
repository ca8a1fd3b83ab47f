#include "tui/view/bytes_save.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "capture/os/save.h"
#include "capture/source/export.h"
#include "core/base/array.h"
#include "tui/run/stream_bytes.h"
#include "tui/text/human.h"

static void say_saved(const struct bytes_save *save, const struct stream_written *written)
{
	char count[HUMAN_TEXT], lacks[64] = "";
	uint64_t missing = written->missing[SIDE_A] + written->missing[SIDE_B];
	human_plural(written->bytes[SIDE_A] + written->bytes[SIDE_B], "byte", count, sizeof(count));
	if (missing > 0)
		snprintf(lacks, sizeof(lacks), "; the capture lacks %" PRIu64 " more", missing);
	shell_say(save->shell, "Saved %s to %s%s", count, save->path, lacks);
}

static bool write_file(struct bytes_save *save, bool may_replace, bool *exists,
    struct stream_written *written, struct err *err)
{
	struct run *run = save->shell->run;
	struct byte_stream stream;
	*exists = false;
	if (model_session(run->model, save->session) == NULL)
		return err_set(err, "session %" PRIu32 " is forgotten", save->session);
	struct save *file = save_begin(save->path, may_replace, exists, err);
	if (file == NULL)
		return false;
	byte_stream_read(run->model, save->session, save->sides, UINT32_MAX, &stream);
	stream_write(run, &stream, save_stream(file), written);
	byte_stream_free(&stream);
	return save_commit(file, err);
}

static void replace(void *owner);

static void keep(void *owner)
{
	struct bytes_save *save = owner;
	shell_say(save->shell, "Nothing saved");
}

static void try_to_write(struct bytes_save *save, bool may_replace)
{
	static const struct choice choices[] = { { 'y', "yes", replace }, { 'n', "no", keep } };
	struct stream_written written;
	struct err err;
	bool exists;
	char text[200];
	if (write_file(save, may_replace, &exists, &written, &err)) {
		say_saved(save, &written);
	} else if (exists) {
		snprintf(text, sizeof(text), "%.180s: replace it?", err.text);
		ask_choice(&save->shell->asking, text, choices, ARRAY_LEN(choices), save);
	} else {
		shell_fail(save->shell, &err);
	}
}

static void replace(void *owner)
{
	try_to_write(owner, true);
}

static void name_entered(void *owner, const char *text)
{
	struct bytes_save *save = owner;
	if (text[0] == '\0') {
		keep(save);
		return;
	}
	snprintf(save->path, sizeof(save->path), "%s", text);
	try_to_write(save, false);
}

void bytes_save_open(struct bytes_save *save, uint32_t session, enum byte_sides sides)
{
	static const char *const whose[] = {
		[BYTES_OF_A] = "client", [BYTES_OF_B] = "server", [BYTES_OF_BOTH] = "both"
	};
	char pcap[PROMPT_TEXT], name[PROMPT_TEXT];
	const struct run *run = save->shell->run;
	save->session = session;
	save->sides = sides;
	export_default_name(run->model, session, run->source, pcap, sizeof(pcap));
	char *end = strrchr(pcap, '.');
	snprintf(name, sizeof(name), "%.*s-%s.bytes",
	    (int)(end != NULL ? end - pcap : (ptrdiff_t)strlen(pcap)), pcap, whose[sides]);
	ask_line(
	    &save->shell->asking, "Save the bytes as:", name, &save->typed, name_entered, save);
}

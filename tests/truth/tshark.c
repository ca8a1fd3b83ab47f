#include "tshark.h"

#include <stdio.h>
#include <string.h>

#include "core/base/writer.h"

#define LINE 1024

/* Each field that has a note of the same name. */
static void write_command(const char *path, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	writer_print(&w, "exec 2>/dev/null; tshark -2 -n -r '%s' -T fields", path);
	for (unsigned note = 0; note < NOTE_COUNT; note++)
		if (TSHARK_NOTES & NOTE_BIT(note))
			writer_print(&w, " -e tcp.analysis.%s", note_name((enum note)note));
}

static uint64_t read_line(char *line)
{
	uint64_t notes = 0;
	for (unsigned note = 0; note < NOTE_COUNT && line != NULL; note++) {
		if (!(TSHARK_NOTES & NOTE_BIT(note)))
			continue;
		const char *field = strsep(&line, "\t\n");
		notes |= field[0] != '\0' ? NOTE_BIT(note) : 0;
	}
	return notes;
}

bool tshark_notes(const char *path, uint64_t *notes, size_t count)
{
	char command[2 * LINE], line[LINE];
	write_command(path, command, sizeof(command));
	FILE *in = popen(command, "r");
	if (in == NULL)
		return false;
	size_t frames = 0;
	for (; frames < count && fgets(line, sizeof(line), in) != NULL; frames++)
		notes[frames] = read_line(line);
	return pclose(in) == 0 && frames == count;
}

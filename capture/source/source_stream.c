/* Opening streams: pipes, sockets, standard input. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "capture/source/magic.h"
#include "capture/source/source_parts.h"

/* path: NULL if there is none. */
static bool open_capture(struct source *s, const char *path, struct err *err)
{
	char why[FORMAT_WHY];
	struct input *in = &s->part.input;
	input_init(in, stream_read, s->stream);
	if (source_open_part(s, why))
		return true;
	if (in->error != 0)
		return err_set(err, "cannot read %s: %s", s->name, strerror(in->error));
	return magic_explain(path, s->part.head, s->part.head_len, why, err);
}

bool source_from_descriptor(
    struct source *s, int fd, bool owned, const char *filter, struct err *err)
{
	s->stream = stream_new(fd, owned, s->stop_fd);
	/* A terminal would wait for someone to type a capture. */
	if (isatty(fd))
		return err_set(err,
		    "%s is a terminal, not a capture; pipe a capture into it: tcpdump -U -w - | "
		    "tcpviz -r -",
		    s->name);
	return open_capture(s, owned ? s->name : NULL, err) && source_adopt(s, filter, err) &&
	       source_add_spool(s, err);
}

enum source_failure source_open_stream(
    int fd, const char *filter, uint8_t index, struct source **out, struct err *err)
{
	*out = NULL;
	struct source *s = source_new(SOURCE_STREAM, "standard input", index, err);
	if (s == NULL)
		return SOURCE_FAILED;
	if (!source_from_descriptor(s, fd, false, filter, err)) {
		source_free(s);
		return SOURCE_FAILED;
	}
	*out = s;
	return SOURCE_OK;
}

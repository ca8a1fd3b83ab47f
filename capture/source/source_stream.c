/* Opening streams: pipes, sockets, standard input. */
#include <unistd.h>

#include "capture/source/source_parts.h"

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
	input_init(&s->part.input, stream_read, s->stream);
	const struct part_tables tables = source_tables(s);
	if (!part_open(&s->part, &tables, s->name, owned ? s->name : NULL, err) ||
	    !source_adopt(s, filter, err))
		return false;
	/* What is unpacked is stored already. */
	if (s->part.unpack != NULL)
		source_add_readback(s);
	return s->part.unpack != NULL || source_add_spool(s, err);
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

/* Opening streams: pipes, sockets, standard input. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "capture/source/magic.h"
#include "capture/source/source_parts.h"

/* path: NULL if there is none. */
static bool open_pcap(struct source *s, const char *path, struct err *err)
{
	char words[PCAP_ERRBUF_SIZE];
	size_t len;
	FILE *file = stream_open(s->stream);
	if (file == NULL)
		return err_set(err, "cannot read %s: %s", s->name, strerror(errno));
	s->pcap = pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, words);
	const uint8_t *head = stream_head(s->stream, &len);
	if (s->pcap == NULL) {
		bool unreadable = ferror(file) != 0;
		fclose(file);
		if (unreadable)
			return err_set(err, "cannot read %s: %s", s->name, words);
		return magic_explain(path, head, len, words, err);
	}
	atomic_store(&s->nanoseconds, magic_is_nanoseconds(head, len));
	return true;
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
	return open_pcap(s, owned ? s->name : NULL, err) && source_adopt(s, filter, err) &&
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

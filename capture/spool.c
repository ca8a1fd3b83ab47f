#include "capture/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/flush.h"
#include "capture/header.h"
#include "capture/shown.h"
#include "core/memory.h"

#define SNAPLEN 262144
#define FILE_HEADER 24
#define RECORD_HEADER 16
#define BUFFER 262144

struct spool {
	char folder[PATH_MAX - 32];
	pcap_t *format; /* link type and precision, for the dumper */
	FILE *file;     /* closed by the dumper */
	pcap_dumper_t *dumper;
	int reader; /* -1 once taken */
	uint64_t end;
	bool dirty;
	char buffer[BUFFER];
};

static bool failed(const struct spool *spool, int error, struct err *err)
{
	return err_set(err,
	    "cannot keep captured frames in %s: %s; make room there or set TMPDIR to another "
	    "folder",
	    shown_path(spool->folder).text, strerror(error));
}

/* Two opens, since a duplicated descriptor would share its position. */
static int open_unnamed(struct spool *spool)
{
	char path[PATH_MAX];
	snprintf(path, sizeof(path), "%s/tcpviz-spool-XXXXXX", spool->folder);
	int writer = mkostemp(path, O_CLOEXEC);
	if (writer < 0)
		return -1;
	spool->reader = open(path, O_RDONLY | O_CLOEXEC);
	/* From here on the kernel frees it when the process ends, however that comes about. */
	int error = errno;
	unlink(path);
	if (spool->reader < 0) {
		close(writer);
		errno = error;
		return -1;
	}
	return writer;
}

static bool open_dumper(struct spool *spool, int dlt)
{
	int fd = open_unnamed(spool);
	if (fd < 0)
		return false;
	spool->file = fdopen(fd, "w");
	if (spool->file == NULL) {
		close(fd);
		return false;
	}
	setvbuf(spool->file, spool->buffer, _IOFBF, sizeof(spool->buffer));
	spool->format =
	    pcap_open_dead_with_tstamp_precision(dlt, SNAPLEN, PCAP_TSTAMP_PRECISION_NANO);
	spool->dumper = pcap_dump_fopen(spool->format, spool->file);
	return spool->dumper != NULL && pcap_dump_flush(spool->dumper) == 0;
}

struct spool *spool_new(int dlt, struct err *err)
{
	const char *folder = getenv("TMPDIR");
	struct spool *spool = memory_zeroed(1, sizeof(*spool));
	snprintf(spool->folder, sizeof(spool->folder), "%s",
	    folder == NULL || *folder == '\0' ? "/tmp" : folder);
	spool->reader = -1;
	spool->end = FILE_HEADER;
	if (open_dumper(spool, dlt))
		return spool;
	failed(spool, errno, err);
	spool_free(spool);
	return NULL;
}

void spool_free(struct spool *spool)
{
	if (spool == NULL)
		return;
	if (spool->dumper != NULL)
		pcap_dump_close(spool->dumper);
	else if (spool->file != NULL)
		fclose(spool->file);
	if (spool->format != NULL)
		pcap_close(spool->format);
	if (spool->reader >= 0)
		close(spool->reader);
	free(spool);
}

int spool_take_reader(struct spool *spool)
{
	int fd = spool->reader;
	spool->reader = -1;
	return fd;
}

uint64_t spool_write(struct spool *spool, const struct frame *frame)
{
	uint64_t at = spool->end;
	struct pcap_pkthdr header;
	header_from_frame(frame, 1, &header);
	pcap_dump((u_char *)spool->dumper, &header, frame->bytes);
	spool->end += RECORD_HEADER + frame->caplen;
	spool->dirty = true;
	return at;
}

bool spool_flush(struct spool *spool, struct err *err)
{
	if (!spool->dirty)
		return true;
	spool->dirty = false;
	int error = flush_stream(spool->file);
	return error == 0 || failed(spool, error, err);
}

uint64_t spool_bytes(const struct spool *spool)
{
	return spool->end;
}

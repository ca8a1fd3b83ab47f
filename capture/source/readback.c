#include "capture/source/readback.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/source/pcap_header.h"
#include "core/base/memory.h"

struct readback {
	int fd;
	struct pcapng_blocks *blocks;
	pcap_t *pcap;  /* NULL: opened when needed */
	uint32_t runs; /* number of runs of the pcapng file that it has read */
	uint32_t section;
};

struct readback *readback_new(int fd, struct pcapng_blocks *blocks)
{
	struct readback *readback = memory_zeroed(1, sizeof(*readback));
	readback->fd = fd;
	readback->blocks = blocks;
	return readback;
}

static void forget(struct readback *readback)
{
	if (readback->pcap != NULL)
		pcap_close(readback->pcap);
	readback->pcap = NULL;
	readback->runs = 0;
	readback->section = 0;
}

void readback_free(struct readback *readback)
{
	if (readback == NULL)
		return;
	forget(readback);
	close(readback->fd);
	free(readback);
}

/* Opens by descriptor: the process may not be allowed to open the file by name any more. */
static bool open_again(struct readback *readback, struct err *err)
{
	char words[PCAP_ERRBUF_SIZE];
	if (readback->pcap != NULL)
		return true;
	int fd = fcntl(readback->fd, F_DUPFD_CLOEXEC, 0);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	if (file == NULL || fseeko(file, 0, SEEK_SET) != 0) {
		err_set(err, "%s", strerror(errno));
		if (file != NULL)
			fclose(file);
		else if (fd >= 0)
			close(fd);
		return false;
	}
	readback->pcap =
	    pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, words);
	if (readback->pcap != NULL)
		return true;
	fclose(file);
	return err_set(err, "%s", words);
}

/* Returns 1 for a frame, else the result of pcap_next_ex. */
static int next_frame(struct readback *readback, struct frame *out, struct pcap_pkthdr **header)
{
	assert(readback->pcap != NULL);
	const u_char *bytes;
	int got = pcap_next_ex(readback->pcap, header, &bytes);
	if (got == 1)
		pcap_header_to_frame(*header, bytes, 1, out);
	return got;
}

static bool frame_at(struct readback *readback, uint64_t offset, struct frame *out, struct err *err)
{
	FILE *file = pcap_file(readback->pcap);
	struct pcap_pkthdr *header;
	/* The file may have grown since an earlier call met its end. */
	clearerr(file);
	if (fseeko(file, (off_t)offset, SEEK_SET) != 0)
		return err_set(err, "%s", strerror(errno));
	int got = next_frame(readback, out, &header);
	if (got == 1)
		return true;
	return err_set(err, "%s",
	    got == PCAP_ERROR_BREAK ? "the file was truncated while it was read; open it again"
	                            : pcap_geterr(readback->pcap));
}

/* Makes libpcap read the interfaces that a frame at this offset depends on. Additional interfaces
 * of the same section do no harm; those of a later section do. */
static bool catch_up(struct readback *readback, uint64_t offset, struct err *err)
{
	uint32_t need = pcapng_blocks_runs_before(readback->blocks, offset);
	uint32_t section = need == 0 ? 0 : pcapng_blocks_run(readback->blocks, need - 1).section;
	if (readback->section > section)
		forget(readback);
	assert(readback->section <= section);
	if (!open_again(readback, err))
		return false;
	while (readback->runs < need) {
		struct pcapng_run run = pcapng_blocks_run(readback->blocks, readback->runs);
		struct frame unused;
		if (!frame_at(readback, run.at, &unused, err))
			return false;
		readback->runs++;
		readback->section = run.section;
	}
	return true;
}

bool readback_frame(struct readback *readback, uint64_t offset, struct frame *out, struct err *err)
{
	bool ready =
	    readback->blocks == NULL ? open_again(readback, err) : catch_up(readback, offset, err);
	if (ready && frame_at(readback, offset, out, err))
		return true;
	/* libpcap may have stopped at any offset. */
	forget(readback);
	return false;
}

static uint64_t position(const struct readback *readback)
{
	return (uint64_t)ftello(pcap_file(readback->pcap));
}

static uint64_t first_of(const struct readback_span *span)
{
	return span->first(span->first_ctx);
}

/* Skips forgotten frames, including those forgotten while they were read. A pcapng file is read
 * from its beginning, because earlier blocks may be needed. */
static int next_kept(struct readback *readback, struct readback_span *span, struct frame *frame,
    struct pcap_pkthdr **header)
{
	bool leaps = readback->blocks == NULL, forgotten;
	int got;
	do {
		uint64_t at = position(readback), first = first_of(span);
		if (leaps && at < first) {
			at = first;
			if (fseeko(pcap_file(readback->pcap), (off_t)first, SEEK_SET) != 0)
				return PCAP_ERROR;
		}
		if (at >= span->end || span->count-- == 0)
			return 0;
		got = next_frame(readback, frame, header);
		first = first_of(span);
		forgotten = leaps ? at < first : got == 1 && position(readback) <= first;
	} while (forgotten);
	return got;
}

bool readback_each(struct readback *readback, const struct readback_span *span,
    const struct readback_sink *sink, struct err *err)
{
	struct pcap_pkthdr *header;
	struct frame frame;
	int got;
	forget(readback);
	if (!open_again(readback, err))
		return false;
	struct readback_span left = *span;
	while ((got = next_kept(readback, &left, &frame, &header)) == 1) {
		if (span->filter != NULL &&
		    pcap_offline_filter(span->filter, header, frame.bytes) == 0)
			continue;
		if (!sink->frame(sink->ctx, &frame))
			break;
	}
	if (got < 0)
		err_set(err, "%s",
		    got == PCAP_ERROR_BREAK ? "the file was truncated while it was read; open it "
		                              "again"
		                            : pcap_geterr(readback->pcap));
	/* libpcap has read interfaces that are not counted in `runs`. */
	forget(readback);
	return got >= 0;
}

/* Opens bytes as a capture file and as a stream. Aborts if the frames differ from what libpcap
 * reads, or if a frame that is read back differs. In pcapng, libpcap refuses more than one link
 * type or snap length, rounds fine times otherwise and looks over some damage: there it is asked
 * only about files that both read to their end. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/source/format.h"
#include "capture/source/magic.h"
#include "capture/source/pcap_header.h"
#include "capture/source/source.h"
#include "core/base/memory.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fits into a pipe that has no reader yet. */
#define SIZE_MAX_PIPE 65536

struct taken {
	bool opened, complete; /* by libpcap */
	bool exact;            /* its times, too */
	bool failed;
	struct segment *segment;
	size_t count, room;
	uint64_t frames;
};

static struct segment *more(struct taken *t, size_t wanted)
{
	if (t->count + wanted > t->room) {
		t->room = (t->count + wanted) * 2;
		t->segment = memory_resize(t->segment, t->room, sizeof(*t->segment));
	}
	return t->segment + t->count;
}

/* Reads it with libpcap alone. */
static void read_plainly(const uint8_t *data, size_t size, struct taken *out)
{
	char words[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *header;
	const u_char *bytes;
	FILE *file = fmemopen((void *)(uintptr_t)data, size, "r");
	HOLDS(file != NULL);
	pcap_t *pcap =
	    pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, words);
	if (pcap == NULL) {
		fclose(file);
		return;
	}
	int dlt = format_link_type((uint32_t)pcap_datalink(pcap)), got = 1;
	out->opened = decode_supports(dlt);
	while (out->opened && (got = pcap_next_ex(pcap, &header, &bytes)) == 1) {
		struct frame frame;
		struct segment *segment = more(out, 1);
		/* Times of pcap are not signed (draft-ietf-opsawg-pcap, 5). */
		if (out->exact)
			header->ts.tv_sec = (uint32_t)header->ts.tv_sec;
		pcap_header_to_frame(header, bytes, 1, &frame);
		out->frames++;
		if (decode_frame(dlt, &frame, segment, NULL) == DECODE_SEGMENT) {
			segment->frame = (uint32_t)out->frames;
			out->count++;
		}
	}
	out->complete = got == PCAP_ERROR_BREAK;
	pcap_close(pcap);
}

static void take_all(struct source *s, struct taken *out)
{
	struct source_status status;
	do {
		struct pollfd fd = { .fd = source_fd(s), .events = POLLIN };
		/* libFuzzer's timer interrupts. */
		int ready;
		while ((ready = poll(&fd, 1, 20000)) < 0 && errno == EINTR)
			;
		HOLDS(ready == 1);
		source_status(s, &status);
		size_t got;
		while ((got = source_take(s, more(out, 256), 256)) > 0)
			out->count += got;
	} while (status.running);
	uint64_t unfit = 0;
	for (unsigned i = 0; i < DECODE_RESULTS; i++)
		unfit += status.unfit[i];
	HOLDS(status.segments == out->count && status.frames == unfit + out->count);
	if (status.failed)
		check_printable(status.message);
	out->frames = status.frames;
	out->failed = status.failed;
}

static void check_same(const struct segment *a, const struct segment *b, bool times)
{
	HOLDS(a->frame == b->frame && (!times || a->time_ns == b->time_ns) && a->hash == b->hash);
	HOLDS(a->seq == b->seq && a->ack == b->ack && a->len == b->len && a->flags == b->flags);
	HOLDS(endpoint_equal(&a->src, &b->src) && endpoint_equal(&a->dst, &b->dst));
}

/* In the order of reading, and backwards. */
static void check_read_back(struct source *s, const struct taken *t)
{
	for (size_t i = 0; i < 2 * t->count; i++) {
		const struct segment *want = &t->segment[i < t->count ? i : 2 * t->count - 1 - i];
		struct segment got;
		struct frame frame;
		struct err err = { "" };
		HOLDS(source_read_frame(s, want->offset, &frame, &err));
		HOLDS(decode_frame(frame.link_type, &frame, &got, NULL) == DECODE_SEGMENT);
		got.frame = want->frame;
		check_same(&got, want, true);
	}
}

static bool count_frame(void *ctx, const struct frame *frame)
{
	(void)frame;
	++*(uint64_t *)ctx;
	return true;
}

static void check_plain(const struct taken *taken, const struct taken *plain)
{
	HOLDS(taken->frames == plain->frames && taken->count == plain->count);
	for (size_t i = 0; i < taken->count; i++)
		check_same(&taken->segment[i], &plain->segment[i], plain->exact);
}

static struct taken check_source(
    enum source_failure opened, struct source *s, const struct taken *plain, const struct err *err)
{
	struct err why = { "" };
	struct taken taken = { .opened = opened == SOURCE_OK };
	HOLDS(taken.opened == plain->opened || !plain->exact);
	if (opened != SOURCE_OK) {
		HOLDS(err->text[0] != '\0');
		check_printable(err->text);
		return taken;
	}
	HOLDS(source_start(s, &why));
	take_all(s, &taken);
	if (plain->exact || (plain->complete && !taken.failed))
		check_plain(&taken, plain);
	check_read_back(s, &taken);
	uint64_t frames = 0;
	HOLDS(source_each_frame(s, count_frame, &frames, &why) && frames == taken.frames);
	source_free(s);
	return taken;
}

static struct taken check_file(const uint8_t *data, size_t size, const struct taken *plain)
{
	char path[64];
	struct err err = { "" };
	struct source *s = NULL;
	int fd = memfd_create("capture", MFD_CLOEXEC);
	HOLDS(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	enum source_failure opened = source_open_file(path, NULL, 0, &s, &err);
	struct taken taken = check_source(opened, s, plain, &err);
	close(fd);
	return taken;
}

static struct taken check_stream(const uint8_t *data, size_t size, const struct taken *plain)
{
	int ends[2];
	struct err err = { "" };
	struct source *s = NULL;
	HOLDS(pipe(ends) == 0 && write(ends[1], data, size) == (ssize_t)size);
	close(ends[1]);
	enum source_failure opened = source_open_stream(ends[0], NULL, 0, &s, &err);
	struct taken taken = check_source(opened, s, plain, &err);
	close(ends[0]);
	return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > SIZE_MAX_PIPE)
		return 0;
	struct taken plain = { .exact = magic_of(data, size) == MAGIC_PCAP };
	read_plainly(data, size, &plain);
	struct taken file = check_file(data, size, &plain);
	struct taken stream = check_stream(data, size, &plain);
	/* A stream whose first link type cannot be decoded may have others later. */
	if (file.opened)
		check_plain(&stream, &file);
	free(plain.segment);
	free(file.segment);
	free(stream.segment);
	return 0;
}

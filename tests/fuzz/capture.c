/* Opens bytes as a capture file and as a stream. Aborts if the frames differ from what libpcap
 * alone reads, or if a frame that is read back differs. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/source/pcap_header.h"
#include "capture/source/source.h"
#include "core/base/memory.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fits into a pipe that has no reader yet. */
#define SIZE_MAX_PIPE 65536

struct taken {
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

/* Reads it with libpcap alone. Returns false if libpcap cannot open it or the link type is not
 * supported. */
static bool read_plainly(const uint8_t *data, size_t size, struct taken *out)
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
		return false;
	}
	int dlt = pcap_datalink(pcap);
	bool known = decode_supports(dlt);
	while (known && pcap_next_ex(pcap, &header, &bytes) == 1) {
		struct frame frame;
		struct segment *segment = more(out, 1);
		pcap_header_to_frame(header, bytes, 1, &frame);
		out->frames++;
		if (decode_frame(dlt, &frame, segment, NULL) == DECODE_SEGMENT) {
			segment->frame = (uint32_t)out->frames;
			out->count++;
		}
	}
	pcap_close(pcap);
	return known;
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
}

static void check_same(const struct segment *a, const struct segment *b)
{
	HOLDS(a->frame == b->frame && a->time_ns == b->time_ns && a->hash == b->hash);
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
		int link = source_link_type(s);
		HOLDS(decode_frame(link, &frame, &got, NULL) == DECODE_SEGMENT);
		got.frame = want->frame;
		/* The spool only keeps times of the range of pcap files. */
		got.time_ns = source_kind(s) == SOURCE_FILE ? got.time_ns : want->time_ns;
		check_same(&got, want);
	}
}

static bool count_frame(void *ctx, const struct frame *frame)
{
	(void)frame;
	++*(uint64_t *)ctx;
	return true;
}

static void check_source(enum source_failure opened, struct source *s, bool known,
    const struct taken *plain, const struct err *err)
{
	struct err why = { "" };
	HOLDS((opened == SOURCE_OK) == known);
	if (opened != SOURCE_OK) {
		HOLDS(err->text[0] != '\0');
		check_printable(err->text);
		return;
	}
	struct taken taken = { 0 };
	HOLDS(source_start(s, &why));
	take_all(s, &taken);
	HOLDS(taken.frames == plain->frames && taken.count == plain->count);
	for (size_t i = 0; i < taken.count; i++)
		check_same(&taken.segment[i], &plain->segment[i]);
	check_read_back(s, &taken);
	uint64_t frames = 0;
	HOLDS(source_each_frame(s, count_frame, &frames, &why) && frames == taken.frames);
	free(taken.segment);
	source_free(s);
}

static void check_file(const uint8_t *data, size_t size, bool known, const struct taken *plain)
{
	char path[64];
	struct err err = { "" };
	struct source *s = NULL;
	int fd = memfd_create("capture", MFD_CLOEXEC);
	HOLDS(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	enum source_failure opened = source_open_file(path, NULL, 0, &s, &err);
	check_source(opened, s, known, plain, &err);
	close(fd);
}

static void check_stream(const uint8_t *data, size_t size, bool known, const struct taken *plain)
{
	int ends[2];
	struct err err = { "" };
	struct source *s = NULL;
	HOLDS(pipe(ends) == 0 && write(ends[1], data, size) == (ssize_t)size);
	close(ends[1]);
	enum source_failure opened = source_open_stream(ends[0], NULL, 0, &s, &err);
	check_source(opened, s, known, plain, &err);
	close(ends[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct taken plain = { 0 };
	if (size == 0 || size > SIZE_MAX_PIPE)
		return 0;
	bool known = read_plainly(data, size, &plain);
	check_file(data, size, known, &plain);
	check_stream(data, size, known, &plain);
	free(plain.segment);
	return 0;
}

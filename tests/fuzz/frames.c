/* Reads bytes as a capture of any format, from memory that is cut into pieces. Aborts if a frame
 * lies outside of the capture, or differs when it is read again by its offset or in a walk from the
 * beginning. */
#include <errno.h>
#include <string.h>

#include "capture/source/annex.h"
#include "capture/source/frames.h"
#include "capture/source/interfaces.h"
#include "capture/source/pcapng_map.h"
#include "capture/source/readback.h"
#include "core/base/memory.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST 4096

struct memory {
	const uint8_t *at;
	size_t size, piece; /* bytes that one read gives at most */
};

static ssize_t read_memory(void *ctx, uint64_t offset, uint8_t *out, size_t size)
{
	const struct memory *m = ctx;
	if (offset >= m->size)
		return 0;
	size_t left = m->size - (size_t)offset;
	size = size < left ? size : left;
	size = size < m->piece ? size : m->piece;
	memcpy(out, m->at + offset, size);
	return (ssize_t)size;
}

struct read {
	uint64_t offset;
	int64_t time_ns;
	uint32_t caplen, len, sum;
	int link_type;
	uint16_t interface;
};

static uint32_t add(uint32_t sum, const void *bytes, size_t len)
{
	for (const uint8_t *at = bytes, *end = at + len; at < end; at++)
		sum = (sum ^ *at) * 16777619;
	return sum;
}

/* Touches all bytes of a frame: a sanitizer finds those that are not its own. */
static struct read read_of(const struct frame *frame, uint64_t offset)
{
	struct read read = { .offset = offset,
		.time_ns = frame->time_ns,
		.caplen = frame->caplen,
		.len = frame->len,
		.link_type = frame->link_type,
		.interface = frame->interface };
	HOLDS(frame->len >= frame->caplen);
	read.sum = add(1, frame->bytes, frame->caplen);
	if (frame->comment != NULL)
		read.sum = add(read.sum, frame->comment, strlen(frame->comment));
	if (frame->process != NULL)
		read.sum = add(read.sum, frame->process, strlen(frame->process));
	return read;
}

static void check_same(const struct read *a, const struct read *b)
{
	HOLDS(a->offset == b->offset && a->time_ns == b->time_ns && a->caplen == b->caplen);
	HOLDS(a->len == b->len && a->sum == b->sum && a->link_type == b->link_type);
	HOLDS(a->interface == b->interface);
}

static void check_again(
    struct memory *m, const struct format *format, const struct read *reads, size_t count)
{
	struct readback *readback = readback_new(read_memory, m, format);
	struct frame frame;
	struct err err;
	for (size_t i = count; i > 0; i--) {
		HOLDS(readback_frame(readback, reads[i - 1].offset, &frame, &err));
		struct read again = read_of(&frame, reads[i - 1].offset);
		check_same(&again, &reads[i - 1]);
	}
	uint64_t at = readback_first(readback), end = count > 0 ? reads[count - 1].offset + 1 : 0;
	bool ended;
	size_t walked = 0;
	while (readback_next(readback, &at, end, &frame, &ended, &err)) {
		HOLDS(walked < count);
		struct read again = read_of(&frame, reads[walked].offset);
		check_same(&again, &reads[walked++]);
	}
	HOLDS(ended && walked == count);
	readback_free(readback);
}

static size_t read_all(struct frames *frames, size_t size, struct read *reads)
{
	struct frame frame;
	uint64_t offset;
	size_t count = 0;
	enum frames_result got = FRAMES_ONE;
	while (count < MOST && (got = frames_next(frames, &frame, &offset)) == FRAMES_ONE) {
		HOLDS(offset < size && frames_at(frames) <= size);
		HOLDS(count == 0 || offset > reads[count - 1].offset);
		reads[count++] = read_of(&frame, offset);
	}
	if (got == FRAMES_CUT || got == FRAMES_DAMAGED)
		check_printable(frames_why(frames));
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct read reads[MOST];
	struct memory m = { data, size, size % 7 == 0 ? 61 : 100000 };
	char why[FORMAT_WHY];
	struct input in;
	input_init(&in, read_memory, &m);
	in.seeks = size % 2 == 0;
	const struct frames_tables tables = { interfaces_new(), annex_new(), pcapng_map_new() };
	struct frames *frames = frames_open(&in, &tables, why);
	if (frames != NULL) {
		size_t count = read_all(frames, size, reads);
		check_again(&m, frames_format(frames), reads, count);
	} else {
		check_printable(why);
	}
	frames_free(frames);
	input_free(&in);
	interfaces_free(tables.interfaces);
	annex_free(tables.annex);
	pcapng_map_free(tables.map);
	return 0;
}

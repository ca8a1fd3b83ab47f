#include "capture/source/source.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/magic.h"
#include "capture/source/memory_ahead.h"
#include "capture/source/pcap_header.h"
#include "capture/source/source_parts.h"
#include "core/base/memory.h"

/* A device needs a large ring: its traffic comes in bursts and cannot wait. Files and streams fill
 * any ring, so theirs fits into a cache. */
#define RING_DEVICE 16384
#define RING_OTHERS 4096

static char *copy(const char *text)
{
	size_t size = strlen(text) + 1;
	return memcpy(memory_new(size), text, size);
}

struct source *source_new(enum source_kind kind, const char *name, uint8_t index, struct err *err)
{
	struct source *s = memory_zeroed(1, sizeof(*s));
	s->kind = kind;
	s->index = index;
	s->name = copy(name);
	s->expression = copy("");
	s->unit_ns = 1;
	s->joined = joined_new();
	s->origins = origins_new();
	s->interfaces = interfaces_new();
	s->annex = annex_new();
	s->part.fd = -1;
	s->stop_fd = eventfd(0, EFD_CLOEXEC);
	if (s->stop_fd >= 0)
		s->ring = ring_new(
		    kind == SOURCE_DEVICE ? RING_DEVICE : RING_OTHERS, sizeof(struct segment));
	if (s->ring != NULL)
		return s;
	err_set(err, "cannot open %s: %s", name, strerror(errno));
	source_free(s);
	return NULL;
}

void source_free(struct source *s)
{
	if (s == NULL)
		return;
	source_stop(s);
	if (s->pcap != NULL)
		pcap_close(s->pcap);
	frame_filter_free(s->filters);
	frame_filter_free(s->filters_again);
	readback_free(s->readback);
	part_close(&s->part);
	set_free(s->set);
	store_free(s->store);
	interfaces_free(s->interfaces);
	annex_free(s->annex);
	joined_free(s->joined);
	origins_free(s->origins);
	reassembly_free(s->rejoin);
	spool_free(s->spool);
	stream_free(s->stream);
	ring_free(s->ring);
	if (s->stop_fd >= 0)
		close(s->stop_fd);
	free(s->expression);
	free(s->only);
	free(s->name);
	free(s);
}

struct part_tables source_tables(struct source *s)
{
	return (struct part_tables){ s->interfaces, s->annex, &s->store };
}

/* The part that is read first. */
static const struct part *first_part(const struct source *s)
{
	return s->set != NULL ? set_first(s->set) : &s->part;
}

/* Says how much of the file cannot be read; a device or a stream would have to be waited for. */
static bool explain_link(const struct source *s, struct err *err)
{
	char frames[32] = "its frames";
	unsigned long long count = 0;
	/* Other files, or another interface of a stream, may have other link types. */
	if (s->set != NULL)
		return true;
	if (s->kind == SOURCE_FILE && probe_link(s, &count))
		return true;
	if (s->kind == SOURCE_STREAM && s->part.format.kind == FORMAT_PCAPNG)
		return true;
	if (s->kind == SOURCE_FILE)
		snprintf(frames, sizeof(frames),
		    count == 1 ? "its %llu frame" : "all its %llu frames", count);
	return err_set(err,
	    "%s cannot be decoded: %s have link type %s, in which tcpviz finds no TCP", s->name,
	    frames, s->link_name);
}

static bool check_link(struct source *s, struct err *err)
{
	int dlt = pcap_header_dlt(s->link_type);
	const char *name = pcap_datalink_val_to_name(dlt);
	const char *description = pcap_datalink_val_to_description(dlt);
	if (name == NULL)
		snprintf(s->link_name, sizeof(s->link_name), "link type %d", s->link_type);
	else
		snprintf(s->link_name, sizeof(s->link_name), "%s (%s)", name,
		    description == NULL ? "?" : description);
	return decode_supports(s->link_type) || explain_link(s, err);
}

static bool explain_filter(const char *expression, const char *words, struct err *err)
{
	return err_set(err,
	    "invalid filter expression \"%.200s\": %s; pcap-filter(7) describes the syntax",
	    expression, words);
}

static bool filter_device(struct source *s, const char *filter, struct err *err)
{
	struct bpf_program program;
	if (pcap_compile(s->pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) != 0)
		return explain_filter(filter, pcap_geterr(s->pcap), err);
	bool set = pcap_setfilter(s->pcap, &program) == 0;
	pcap_freecode(&program);
	return set || explain_filter(filter, pcap_geterr(s->pcap), err);
}

static bool set_filter(struct source *s, const char *filter, struct err *err)
{
	if (filter == NULL || *filter == '\0')
		return true;
	free(s->expression);
	s->expression = copy(filter);
	/* The kernel does not deliver frames that a device's filter rejects. In a file or stream
	 * they are counted. */
	if (s->kind == SOURCE_DEVICE)
		return filter_device(s, filter, err);
	struct err why;
	s->filters = frame_filter_new(s->link_type, filter, &why);
	return s->filters != NULL || explain_filter(filter, why.text, err);
}

/* What a device is, for captures that are saved. */
static void know_device(struct source *s)
{
	struct interface interface = { .name = s->name,
		.link_type = s->link_type,
		.snaplen = s->snaplen,
		.resolution = s->unit_ns == 1 ? 9 : 6 };
	interfaces_add(s->interfaces, &interface);
}

bool source_adopt(struct source *s, const char *filter, struct err *err)
{
	if (s->pcap != NULL) {
		s->link_type = format_link_type((uint32_t)pcap_datalink(s->pcap));
		s->snaplen = (uint32_t)pcap_snapshot(s->pcap);
		know_device(s);
		return check_link(s, err) && set_filter(s, filter, err);
	}
	/* A capture without an interface is empty. */
	s->link_type = LINK_ETHERNET;
	s->snaplen = FRAME_LARGEST;
	if (interfaces_count(s->interfaces) > 0) {
		const struct interface *first =
		    interfaces_at(s->interfaces, frames_interface(first_part(s)->frames));
		s->link_type = first->link_type;
		if (first->snaplen != 0 && first->snaplen < FRAME_LARGEST)
			s->snaplen = first->snaplen;
	}
	atomic_store(&s->nanoseconds, frames_nanoseconds(first_part(s)->frames));
	return check_link(s, err) && set_filter(s, filter, err);
}

void source_add_readback(struct source *s)
{
	const struct format *format = frames_format(s->part.frames);
	assert(s->readback == NULL);
	s->readback = s->part.unpack != NULL
	                  ? readback_new(unpack_read_again, s->part.unpack, format)
	                  : readback_new_file(s->part.fd, format);
}

bool source_add_spool(struct source *s, struct err *err)
{
	assert(s->spool == NULL && s->readback == NULL);
	s->spool = spool_new(err);
	if (s->spool == NULL)
		return false;
	s->part.fd = spool_take_reader(s->spool);
	s->readback = readback_new_file(s->part.fd, spool_format());
	return true;
}

void source_bound(struct source *s, uint64_t bytes, bool ring)
{
	assert(!s->started);
	s->limit = bytes;
	s->forgets = ring;
	if (s->spool != NULL)
		spool_bound(s->spool, bytes, ring);
	if (s->store != NULL && !ring)
		store_bound(s->store, bytes);
}

void source_decode_by(struct source *s, const struct decode_rules *rules)
{
	s->rules = *rules;
}

/* Starts the thread with all signals blocked; they are for the owner. */
static int start_thread(struct source *s)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&s->thread, NULL, reader_main, s);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

bool source_start(struct source *s, struct err *err)
{
	assert(!s->started && (s->pcap != NULL || first_part(s)->frames != NULL));
	if (s->kind == SOURCE_FILE)
		memory_ahead_begin();
	atomic_store(&s->phase, PHASE_RUNNING);
	int error = s->part.unpack == NULL || unpack_start(s->part.unpack) ? 0 : errno;
	error = error == 0 ? start_thread(s) : error;
	s->started = error == 0;
	if (s->started)
		return true;
	atomic_store(&s->phase, PHASE_OPENED);
	return err_set(err, "cannot start the thread that reads %s: %s", s->name, strerror(error));
}

void source_stop(struct source *s)
{
	if (!s->started)
		return;
	atomic_store(&s->stopping, true);
	if (s->part.unpack != NULL)
		unpack_stop(s->part.unpack);
	if (s->set != NULL)
		set_stop(s->set);
	ssize_t written = write(s->stop_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
	(void)written;
	ring_release(s->ring);
	pthread_join(s->thread, NULL);
	s->started = false;
}

int source_fd(const struct source *s)
{
	return ring_fd(s->ring);
}

/* Wakes an owner that asked for the status before taking, and would miss the end otherwise. */
static void signal_end(struct source *s, bool none)
{
	if (s->end_seen || atomic_load(&s->phase) != PHASE_ENDED)
		return;
	s->end_seen = none;
	ring_recall(s->ring);
}

const struct segment *source_front(struct source *s, size_t max, size_t *count)
{
	const struct segment *front = ring_front(s->ring, max, count);
	if (*count != 0)
		return front;
	/* The ring looks empty: from here on the thread wakes the owner again. The next look finds
	 * what came in between. */
	ring_acknowledge(s->ring);
	front = ring_front(s->ring, max, count);
	signal_end(s, *count == 0);
	return front;
}

void source_drop(struct source *s, size_t count)
{
	ring_drop(s->ring, count);
}

size_t source_take(struct source *s, struct segment *out, size_t max)
{
	size_t count = ring_pop(s->ring, out, max);
	assert(count <= max);
	if (count == max)
		return count;
	ring_acknowledge(s->ring);
	count += ring_pop(s->ring, out + count, max - count);
	signal_end(s, count == 0);
	return count;
}

static uint64_t get(const atomic_uint_fast64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

/* The drops that captures tell of. */
static void add_recorded_drops(const struct source *s, struct source_status *out)
{
	for (unsigned i = 0; i < interfaces_count(s->interfaces); i++) {
		const struct interface_counts *counts =
		    &interfaces_at(s->interfaces, (uint16_t)i)->counts;
		out->kernel_drops += get(&counts->system_dropped);
		out->interface_drops += get(&counts->dropped);
	}
}

void source_status(const struct source *s, struct source_status *out)
{
	const struct counters *from = &s->counters;
	enum phase phase = atomic_load(&s->phase);
	*out = (struct source_status){ .running = phase == PHASE_RUNNING,
		.paused = phase == PHASE_RUNNING && atomic_load(&s->paused),
		.frames = get(&from->frames),
		.segments = get(&from->segments),
		.filtered = get(&from->filtered),
		.bytes_read = get(&from->bytes_read),
		.bytes_total = s->bytes_total,
		.kernel_drops = get(&from->kernel_drops),
		.interface_drops = get(&from->interface_drops),
		.ring_drops = get(&from->ring_drops),
		.not_taken = get(&from->not_taken),
		.spool_bytes = get(&from->spool_bytes),
		.keeps_room = s->spool != NULL && spool_keeps_room(s->spool) };
	for (unsigned i = 0; i < DECODE_RESULTS; i++)
		out->unfit[i] = get(&from->unfit[i]);
	for (unsigned i = 0; i < OTHER_KINDS; i++)
		out->other[i] = get(&from->other[i]);
	out->joined = get(&from->joined);
	out->incomplete = get(&from->incomplete);
	out->overlaps = get(&from->overlaps);
	add_recorded_drops(s, out);
	if (s->store != NULL)
		out->spool_bytes = store_bytes(s->store);
	if (out->paused)
		spool_explain_full(s->spool, out->message, sizeof(out->message));
	if (phase != PHASE_ENDED)
		return;
	out->limited = s->limited;
	out->failed = s->failed;
	memcpy(out->message, s->message, sizeof(out->message));
}

enum source_kind source_kind(const struct source *s)
{
	return s->kind;
}

const char *source_name(const struct source *s)
{
	return s->name;
}

unsigned source_files(const struct source *s)
{
	return s->set != NULL ? set_files(s->set) : 1;
}

const char *source_file(const struct source *s, uint32_t frame, uint32_t *file_frame)
{
	*file_frame = frame;
	return s->set != NULL ? set_file(s->set, frame, file_frame) : s->name;
}

bool source_on_interface(const struct source *s, const struct interfaces *all, uint16_t interface)
{
	const char *name = interfaces_at(all, interface)->name;
	char number[8];
	snprintf(number, sizeof(number), "%u", interface);
	return (name != NULL && strcmp(name, s->only) == 0) || strcmp(number, s->only) == 0;
}

const char *source_filter(const struct source *s)
{
	return s->expression;
}

const struct interfaces *source_interfaces(const struct source *s)
{
	return s->interfaces;
}

struct annex *source_annex(const struct source *s)
{
	return s->annex;
}

bool source_annotated(const struct source *s)
{
	return atomic_load_explicit(&s->annotated, memory_order_relaxed);
}

const struct origins *source_origins(const struct source *s)
{
	return s->origins;
}

int source_link_type(const struct source *s)
{
	return s->link_type;
}

const char *source_link_name(const struct source *s)
{
	return s->link_name;
}

bool source_nanoseconds(const struct source *s)
{
	return atomic_load_explicit(&s->nanoseconds, memory_order_relaxed);
}

uint32_t source_snaplen(const struct source *s)
{
	return s->snaplen;
}

uint64_t source_first(const struct source *s)
{
	/* Offsets of a set grow with time only from block to block; its files keep all frames. */
	if (s->set != NULL)
		return 0;
	return s->spool != NULL ? spool_first(s->spool) : s->forgotten;
}

void source_forget(struct source *s, uint64_t before)
{
	s->forgotten = before;
	joined_forget(s->joined, before);
	if (s->spool != NULL)
		spool_forget(s->spool, before);
}

static bool forgotten(const struct source *s, struct err *err)
{
	return err_set(err,
	    "this frame of %s is no longer stored: the ring has replaced it by newer ones",
	    s->name);
}

/* The part of a frame that an offset names, which is taken out of it. */
static uint8_t part_of(const struct source *s, uint64_t *offset)
{
	if (!atomic_load_explicit(&s->parted, memory_order_relaxed))
		return 0;
	uint8_t part = (uint8_t)(*offset >> PART_SHIFT);
	*offset &= (UINT64_C(1) << PART_SHIFT) - 1;
	return part;
}

uint64_t source_offset(const struct source *s, uint64_t offset)
{
	(void)part_of(s, &offset);
	return offset;
}

static bool read_one(struct source *s, uint64_t offset, struct frame *out, struct err *err)
{
	bool read = offset >= source_first(s) &&
	            (s->set != NULL ? set_read_frame(s->set, offset, out, err)
	                            : readback_frame(s->readback, offset, out, err));
	out->rules = &s->rules;
	/* A frame that was forgotten while it was read may have been overwritten. */
	if (offset < source_first(s))
		return forgotten(s, err);
	return read || err_prefix(err, "cannot read a frame of %s again", s->name);
}

static void keep_whole(void *ctx, const struct reassembled *whole)
{
	*(struct frame *)ctx = whole->frame;
}

/* Puts together again what was. The time is that of the last piece. */
static bool read_joined(
    struct source *s, const uint64_t *pieces, uint32_t count, struct frame *out, struct err *err)
{
	struct segment segment;
	struct headers where;
	const struct joined_sink sink = { keep_whole, out };
	reassembly_free(s->rejoin);
	s->rejoin = reassembly_new();
	for (uint32_t i = 0; i < count; i++) {
		struct frame piece;
		if (!read_one(s, pieces[i], &piece, err))
			return false;
		*out = piece;
		/* Pieces lie near each other in time, but files may lie about it. */
		piece.time_ns = 0;
		int64_t time_ns = out->time_ns;
		reassembly_decode(
		    s->rejoin, piece.link_type, &piece, pieces[i], &sink, &segment, &where);
		out->time_ns = time_ns;
	}
	return true;
}

bool source_read_frame(struct source *s, uint64_t offset, struct frame *out, struct err *err)
{
	uint8_t part = part_of(s, &offset);
	uint32_t count;
	uint64_t *pieces = joined_find(s->joined, offset, &count);
	bool read = pieces != NULL ? read_joined(s, pieces, count, out, err)
	                           : read_one(s, offset, out, err);
	free(pieces);
	if (read)
		out->part = part;
	return read;
}

bool source_each_piece(struct source *s, uint64_t offset,
    bool (*frame)(void *ctx, const struct frame *frame), void *ctx, struct err *err)
{
	struct frame piece;
	(void)part_of(s, &offset);
	uint32_t count = 1;
	uint64_t *pieces = joined_find(s->joined, offset, &count);
	bool read = true;
	for (uint32_t i = 0; read && i < count; i++) {
		read = read_one(s, pieces != NULL ? pieces[i] : offset, &piece, err);
		if (read && !frame(ctx, &piece))
			break;
	}
	free(pieces);
	return read;
}

/* Frames of a file were not filtered yet; those of a spool were. */
static bool filter_again(struct source *s, const struct frame *frame)
{
	if (s->only != NULL && !source_on_interface(s, s->interfaces, frame->interface))
		return false;
	if (s->spool != NULL || s->filters == NULL)
		return true;
	if (s->filters_again == NULL)
		s->filters_again = frame_filter_new(s->link_type, s->expression, NULL);
	return s->filters_again != NULL && frame_filter_passes(s->filters_again, frame);
}

/* Who receives the frames of a set. */
struct receiver {
	struct source *source;
	bool (*frame)(void *ctx, const struct frame *frame);
	void *ctx;
};

static bool receive(void *ctx, const struct frame *frame)
{
	const struct receiver *to = ctx;
	return !filter_again(to->source, frame) || to->frame(to->ctx, frame);
}

bool source_frames_from(struct source *s, uint64_t *from,
    bool (*frame)(void *ctx, const struct frame *frame), void *ctx, struct err *err)
{
	if (s->set != NULL)
		return err_set(err, "several captures cannot be exported as their frames come");
	uint64_t end = get(&s->counters.end);
	if (*from == 0)
		*from = readback_first(s->readback);
	for (;;) {
		struct frame next;
		bool ended;
		if (*from < source_first(s))
			*from = source_first(s);
		uint64_t begin = *from;
		bool read = readback_next(s->readback, from, end, &next, &ended, err);
		/* Forgotten while it was read: it may have been overwritten. */
		if (begin < source_first(s) && begin < end)
			continue;
		if (ended)
			return true;
		if (!read)
			return err_prefix(err, "cannot read the frames of %s again", s->name);
		if (filter_again(s, &next) && !frame(ctx, &next))
			return true;
	}
}

bool source_each_frame(struct source *s, bool (*frame)(void *ctx, const struct frame *frame),
    void *ctx, struct err *err)
{
	if (s->set != NULL) {
		struct receiver to = { s, frame, ctx };
		return set_each_frame(s->set, get(&s->counters.frames), receive, &to, err) ||
		       err_prefix(err, "cannot read the frames of %s again", s->name);
	}
	uint64_t from = 0;
	return source_frames_from(s, &from, frame, ctx, err);
}

/* The thread of a source: reads frames, stores them, decodes them, hands segments over. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>

#include "capture/os/clock.h"
#include "capture/source/memory_ahead.h"
#include "capture/source/interfaces.h"
#include "capture/source/pcap_header.h"
#include "capture/source/source_parts.h"
#include "core/base/assertions.h"
#include "core/decode/chain.h"
#include "core/record/packet.h"

/* frames per hand-over: with fewer, waking the owner costs more than reading the frames */
#define BATCH 512
#define STATS_EVERY_NS 200000000
#define STATS_EVERY_MS 200
/* The least size of a frame in a file; the number of frames after which their mean size is known;
 * the margin for its error. */
#define FRAME_LEAST 70
#define LEFT_KNOWN 1000
#define LEFT_MORE 1.05
#define GATHERED_NS 200000000 /* upper bound of the time that stopping takes */
#define RETRY_MS 250          /* how often a full disk is checked */

/* As struct counters, without the cost of atomics. */
struct tally {
	uint64_t frames, segments, filtered, unfit[DECODE_RESULTS], bytes_read, ring_drops, kept;
	uint64_t not_taken, other[OTHER_KINDS];
	uint64_t end; /* offset behind the last frame of a file */
};

struct reader {
	struct source *source;
	struct tally tally;
	struct tally published; /* last values given to the owner */
	struct headers where;   /* of the frame just decoded */
	struct reassembly *reassembly;
	bool ended;           /* by a failure or a limit */
	bool full;            /* the spool's disk is full: nothing is stored */
	int64_t retry_at;     /* when it is checked again */
	unsigned pending;     /* frames since the last hand-over */
	struct segment spare; /* for a segment that does not fit into the ring */
	int64_t stats_at;     /* when the kernel was last asked for its counters */
	bool stats_due;
	int asked;   /* the interface, plus 1, that `wanted` is about; 0: none */
	bool wanted; /* its frames were asked for */
	bool down;   /* the interface went down; it may come back or be gone for good */
};

__attribute__((format(printf, 2, 3))) static void fail(struct reader *r, const char *format, ...)
{
	if (r->ended)
		return;
	va_list args;
	va_start(args, format);
	vsnprintf(r->source->message, sizeof(r->source->message), format, args);
	va_end(args);
	r->source->failed = true;
	r->ended = true;
}

static bool is_stop_requested(const struct reader *r)
{
	return atomic_load_explicit(&r->source->stopping, memory_order_relaxed);
}

static bool stopping(const struct reader *r)
{
	return r->ended || is_stop_requested(r);
}

static void put(atomic_uint_fast64_t *counter, uint64_t value)
{
	atomic_store_explicit(counter, value, memory_order_relaxed);
}

static void publish_joined(struct reader *r)
{
	struct counters *to = &r->source->counters;
	struct reassembly_counts counts;
	reassembly_counts(r->reassembly, &counts);
	put(&to->joined, counts.complete);
	put(&to->incomplete, counts.incomplete);
	put(&to->overlaps, counts.overlaps);
}

/* In pcapng only the times themselves show their precision. */
static void note_precision(struct source *s)
{
	if ((s->part.frames != NULL && frames_nanoseconds(s->part.frames)) ||
	    (s->set != NULL && set_nanoseconds(s->set)))
		atomic_store_explicit(&s->nanoseconds, true, memory_order_relaxed);
}

static void publish_tally(struct reader *r)
{
	struct counters *to = &r->source->counters;
	const struct tally *from = &r->tally;
	r->published = *from;
	put(&to->frames, from->frames);
	put(&to->segments, from->segments);
	put(&to->filtered, from->filtered);
	put(&to->bytes_read, from->bytes_read);
	put(&to->ring_drops, from->ring_drops);
	put(&to->not_taken, from->not_taken);
	for (unsigned i = 0; i < DECODE_RESULTS; i++)
		put(&to->unfit[i], from->unfit[i]);
	for (unsigned i = 0; i < OTHER_KINDS; i++)
		put(&to->other[i], from->other[i]);
	publish_joined(r);
	put(&to->end, from->end);
	note_precision(r->source);
	if (r->source->spool == NULL)
		return;
	put(&to->spool_bytes, spool_bytes(r->source->spool));
	put(&to->end, spool_end(r->source->spool));
}

/* Reports that the disk is full, and how many frames were not stored since. */
static void report_full(struct reader *r)
{
	struct source *s = r->source;
	r->full = true;
	r->retry_at = clock_monotonic() + RETRY_MS * INT64_C(1000000);
	put(&s->counters.not_taken, r->tally.not_taken);
	atomic_store(&s->paused, true);
	ring_wake(s->ring);
}

static bool spool_accepted(struct reader *r, enum spool_result result, const struct err *err)
{
	switch (result) {
	case SPOOL_DONE:
		r->full = false;
		atomic_store(&r->source->paused, false);
		break;
	case SPOOL_FULL:
		report_full(r);
		break;
	default:
		r->tally = r->published;
		ring_take_back(r->source->ring);
		fail(r, "capture stopped: %s; what was captured is kept", err->text);
	}
	return result == SPOOL_DONE;
}

static bool flush(struct reader *r)
{
	struct err err = { "" };
	return spool_accepted(r, spool_flush(r->source->spool, &err), &err);
}

/* Waits until the disk has space; a stream loses nothing meanwhile. Returns false if the thread
 * must end. */
static bool wait_for_disk(struct reader *r)
{
	struct pollfd stop = { .fd = r->source->stop_fd, .events = POLLIN };
	while (r->full && !stopping(r)) {
		poll(&stop, 1, RETRY_MS);
		flush(r);
	}
	return !r->full && !r->ended;
}

/* Discards what still waits for the disk at the end, and counts it. */
static void give_up_waiting(struct reader *r)
{
	uint64_t lost = r->tally.not_taken + r->tally.kept - r->published.kept;
	r->tally = r->published;
	r->tally.not_taken = lost;
	assert(r->tally.segments <= r->tally.frames);
	ring_take_back(r->source->ring);
	put(&r->source->counters.not_taken, lost);
}

/* Publishes segments after their frames are in the spool. Returns false if the thread must end. */
static bool hand_over(struct reader *r)
{
	struct source *s = r->source;
	bool device = s->kind == SOURCE_DEVICE;
	if (s->spool != NULL && !flush(r)) {
		/* A device cannot wait. Its frames are counted until the disk has space. */
		if (r->full && device)
			return true;
		if (!wait_for_disk(r))
			return false;
	}
	r->pending = 0;
	publish_tally(r);
	ring_publish(s->ring);
	return true;
}

/* Returns the slot for the next segment. If the ring is full, a device's segment is counted as
 * dropped and its frame stays in the spool, because a device cannot wait. Returns NULL if the
 * thread must end. */
static struct segment *room(struct reader *r)
{
	struct ring *ring = r->source->ring;
	struct segment *slot;
	while ((slot = ring_slot(ring)) == NULL) {
		if (r->source->kind == SOURCE_DEVICE)
			return &r->spare;
		if (!hand_over(r) || is_stop_requested(r))
			return NULL;
		ring_wait_room(ring, -1);
	}
	return slot;
}

static bool hand_over_when_idle(void *ctx)
{
	struct reader *r = ctx;
	return r->pending == 0 || hand_over(r);
}

/* Estimates the number of segments still to come from the file's size and the part that was
 * read. */
static size_t left(const struct reader *r)
{
	uint64_t total = r->source->bytes_total, at = r->tally.bytes_read,
	         segments = r->tally.segments;
	if (at >= total)
		return 0;
	if (segments < LEFT_KNOWN)
		return (total - at) / FRAME_LEAST;
	return (size_t)((double)(total - at) * (double)segments / (double)at * LEFT_MORE);
}

/* Prepares memory before the owner gets the first segment of a chunk. */
static void prepare_memory(struct reader *r)
{
	struct source *s = r->source;
	if (s->kind == SOURCE_FILE && r->tally.segments % (1U << PACKET_CHUNK_BITS) == 0)
		memory_ahead_prepare(left(r));
}

/* The source and the frame that completes a packet, for note_joined(). */
struct joining {
	struct source *source;
	uint64_t offset;
};

static void note_joined(void *ctx, const struct reassembled *whole)
{
	const struct joining *joining = ctx;
	joined_add(joining->source->joined, joining->offset, whole->offset, whole->count);
}

/* The number of the interface and the tunnels that the frame just decoded came through. Sessions
 * may cross interfaces, as where a router or bonded links are captured. */
static uint16_t origin_of(const struct reader *r, const struct frame *frame)
{
	struct origins *origins = r->source->origins;
	bool tunnels = chain_any(&r->where);
	if (!tunnels && frame->interface == 0)
		return 0;
	uint64_t key = tunnels ? chain_key(frame, &r->where) : 0;
	/* The golden ratio's odd multiples are as good as random. */
	key ^= frame->interface * UINT64_C(0x9e3779b97f4a7c15);
	uint16_t origin = key != 0 ? origins_find(origins, key) : ORIGIN_OTHERS;
	if (origin != 0)
		return origin;
	char via[CHAIN_TEXT] = "";
	if (tunnels)
		chain_format(frame, &r->where, via, sizeof(via));
	return origins_add(
	    origins, key, tunnels ? chain_path_key(frame, &r->where) : 0, via, frame->interface);
}

/* Decodes a frame, or the packet that it completes. */
static enum decode_result decode(
    struct reader *r, const struct frame *frame, uint64_t offset, struct segment *out)
{
	int link_type = frame->link_type;
	enum decode_result result = decode_frame(link_type, frame, out, &r->where);
	if (r->where.fragment.ip_version == 0) {
		if (result == DECODE_SEGMENT)
			out->origin = origin_of(r, frame);
		return result;
	}
	struct joining joining = { r->source, offset };
	struct joined_sink sink = { note_joined, &joining };
	struct frame piece = *frame;
	result = reassembly_decode(r->reassembly, link_type, &piece, offset, &sink, out, &r->where);
	if (result == DECODE_SEGMENT)
		out->origin = origin_of(r, &piece);
	return result;
}

/* Counts a frame without a segment. Of several packets in a frame only the first counts. */
static void count_unfit(struct reader *r, enum decode_result result, unsigned part)
{
	r->tally.unfit[result] += part == 0;
	if (result == DECODE_NOT_TCP)
		r->tally.other[r->where.other] += part == 0;
}

/* Decodes a frame, or a part of it, that is kept at this offset. */
static bool take_part(struct reader *r, const struct frame *frame, uint64_t offset)
{
	struct source *s = r->source;
	struct segment *segment = room(r);
	if (segment == NULL)
		return false;
	enum decode_result result = decode(r, frame, offset, segment);
	assert_costly(result < DECODE_RESULTS);
	if (result != DECODE_SEGMENT) {
		count_unfit(r, result, frame->part);
		return true;
	}
	if (segment == &r->spare) {
		r->tally.ring_drops++;
		return true;
	}
	assert_costly(offset <= SEGMENT_OFFSET_MOST && r->tally.frames > 0);
	segment->offset = (offset | (uint64_t)frame->part << PART_SHIFT) & SEGMENT_OFFSET_MOST;
	segment->frame = (uint32_t)r->tally.frames;
	segment->source = s->index;
	prepare_memory(r);
	ring_fill(s->ring);
	r->tally.segments++;
	return true;
}

/* More of them than offsets can name are not looked at. */
#define PARTS_MOST 63

static bool take_kept(struct reader *r, const struct frame *frame, uint64_t offset)
{
	if (!take_part(r, frame, offset))
		return false;
	unsigned parts = r->where.parts < PARTS_MOST ? r->where.parts : PARTS_MOST;
	if (parts < 2)
		return true;
	atomic_store_explicit(&r->source->parted, true, memory_order_relaxed);
	struct frame again = *frame;
	for (unsigned part = 1; part < parts; part++) {
		again.part = (uint8_t)part;
		if (!take_part(r, &again, offset))
			return false;
	}
	return true;
}

static bool within_limit(const struct reader *r, const struct frame *frame)
{
	const struct source *s = r->source;
	if (s->spool != NULL)
		return spool_fits(s->spool, frame);
	return s->forgets || s->limit == 0 || r->tally.end <= s->limit;
}

/* Counts a frame for its interface. Only this thread does. */
static void count_interface(struct source *s, const struct frame *frame)
{
	atomic_uint_fast64_t *frames =
	    &interfaces_at(s->interfaces, frame->interface)->counts.frames;
	put(frames, atomic_load_explicit(frames, memory_order_relaxed) + 1);
}

static bool spool_keep(struct reader *r, const struct frame *frame, uint64_t *offset)
{
	assert(r->source->spool != NULL);
	struct source *s = r->source;
	struct err err = { "" };
	while (!spool_accepted(r, spool_write(s->spool, frame, offset, &err), &err)) {
		bool waits = r->full && s->kind != SOURCE_DEVICE;
		if (waits && wait_for_disk(r))
			continue;
		r->tally.not_taken += r->full;
		return false;
	}
	return true;
}

/* Writes a frame to the spool, if there is one. Returns false if it was not stored. */
static bool keep(struct reader *r, const struct frame *frame, uint64_t *offset)
{
	struct source *s = r->source;
	if (!within_limit(r, frame)) {
		s->limited = true;
		r->ended = true;
		return false;
	}
	if (s->spool != NULL && !spool_keep(r, frame, offset))
		return false;
	r->tally.kept++;
	return true;
}

static bool is_on_interface(struct reader *r, uint16_t interface)
{
	if (r->asked != interface + 1) {
		r->asked = interface + 1;
		r->wanted = source_on_interface(r->source, r->source->interfaces, interface);
	}
	return r->wanted;
}

/* Handles one frame, which lies at this offset of the file. */
static bool take(struct reader *r, struct frame *frame, uint64_t offset)
{
	struct source *s = r->source;
	if (r->full) {
		r->tally.not_taken++;
		return true;
	}
	r->tally.frames++;
	r->pending++;
	if ((s->only != NULL && !is_on_interface(r, frame->interface)) ||
	    (s->filters != NULL && !frame_filter_passes(s->filters, frame))) {
		r->tally.filtered++;
		return r->pending < BATCH || hand_over(r);
	}
	frame->rules = &s->rules;
	uint64_t stored = offset;
	if (!keep(r, frame, &stored)) {
		r->tally.frames -= !r->ended || s->limited;
		if (s->spool == NULL && s->set == NULL)
			r->tally.end = offset;
		if (s->spool == NULL && s->set == NULL && s->part.unpack == NULL)
			r->tally.bytes_read = offset;
		return r->full;
	}
	count_interface(s, frame);
	if (frame->comment != NULL || frame->process != NULL)
		atomic_store_explicit(&s->annotated, true, memory_order_relaxed);
	return take_kept(r, frame, stored) && (r->pending < BATCH || hand_over(r));
}

static void explain_end(struct reader *r, enum frames_result got)
{
	const struct frames *frames = r->source->part.frames;
	struct unpack *unpack = r->source->part.unpack;
	if (got != FRAMES_ONE && unpack != NULL && unpack_limited(unpack)) {
		r->source->limited = true;
		return;
	}
	if (got == FRAMES_ONE || got == FRAMES_END || got == FRAMES_STOPPED || stopping(r))
		return;
	if (unpack != NULL && *unpack_why(unpack) != '\0')
		fail(r, "cut short after packet %llu: %s", (unsigned long long)r->tally.frames,
		    unpack_why(unpack));
	fail(r, "%s after packet %llu, byte %llu: %s",
	    got == FRAMES_CUT ? "cut short" : "not readable", (unsigned long long)r->tally.frames,
	    (unsigned long long)frames_at(frames), frames_why(frames));
}

/* Reads a file or a stream to the end. */
static void read_sequence(struct reader *r)
{
	struct source *s = r->source;
	struct frames *frames = s->part.frames;
	enum frames_result got = FRAMES_ONE;
	struct frame frame;
	uint64_t at;
	if (s->part.unpack != NULL)
		unpack_on_idle(s->part.unpack, hand_over_when_idle, r);
	else if (s->stream != NULL)
		stream_on_idle(s->stream, hand_over_when_idle, r);
	while (!stopping(r) && (got = frames_next(frames, &frame, &at)) == FRAMES_ONE) {
		r->tally.end = frames_at(frames);
		r->tally.bytes_read =
		    s->part.unpack != NULL ? unpack_taken(s->part.unpack) : r->tally.end;
		if (!take(r, &frame, at))
			break;
	}
	explain_end(r, got);
}

/* Damage ends one file; the others are read on. */
static void note_damage(struct reader *r)
{
	struct source *s = r->source;
	if (!s->failed)
		snprintf(s->message, sizeof(s->message), "%s", set_why(s->set));
	s->failed = true;
}

/* Reads several files in order of time. */
static void read_set(struct reader *r)
{
	struct source *s = r->source;
	struct frame frame;
	uint64_t at;
	set_on_idle(s->set, hand_over_when_idle, r);
	while (!stopping(r)) {
		enum frames_result got = set_next(s->set, &frame, &at);
		s->limited |= set_limited(s->set);
		if (got == FRAMES_END || got == FRAMES_STOPPED)
			return;
		r->tally.bytes_read = r->tally.end = set_bytes(s->set);
		if (got != FRAMES_ONE)
			note_damage(r);
		else if (!take(r, &frame, at))
			return;
	}
}

static void on_frame(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct reader *r = (struct reader *)user;
	struct frame frame;
	if (r->ended)
		return;
	pcap_header_to_frame(header, bytes, r->source->unit_ns, &frame);
	frame.link_type = r->source->link_type;
	take(r, &frame, 0);
}

static void ask_stats(struct reader *r)
{
	struct pcap_stat stat;
	r->stats_at = clock_monotonic();
	r->stats_due = false;
	if (pcap_stats(r->source->pcap, &stat) != 0)
		return;
	put(&r->source->counters.kernel_drops, stat.ps_drop);
	put(&r->source->counters.interface_drops, stat.ps_ifdrop);
}

/* Waits for frames, but no longer than the next check: drops after a burst, and the existence of an
 * interface that went down, which libpcap checks only when it is asked for frames. */
static void wait_for_frames(struct reader *r)
{
	struct source *s = r->source;
	int fd = pcap_get_selectable_fd(s->pcap);
	struct pollfd fds[] = { { .fd = s->stop_fd, .events = POLLIN },
		{ .fd = fd, .events = POLLIN } };
	int timeout = r->stats_due || r->down || r->full ? STATS_EVERY_MS : -1;
	poll(fds, 2, fd < 0 ? 10 : timeout);
	r->down |= (fds[1].revents & POLLERR) != 0;
}

static void read_device(struct reader *r)
{
	struct source *s = r->source;
	/* The device is non-blocking: the thread waits in poll(), which a stop request
	 * interrupts. */
	while (!stopping(r)) {
		wait_for_frames(r);
		int got = pcap_dispatch(s->pcap, BATCH, on_frame, (u_char *)r);
		if (got < 0 && !stopping(r))
			fail(r, "%s: %s; what was captured is kept", s->name, pcap_geterr(s->pcap));
		if (got > 0) {
			r->stats_due = true;
			r->down = false;
		}
		bool due = !r->full || clock_monotonic() >= r->retry_at;
		if ((r->pending > 0 || r->full) && due && !hand_over(r))
			return;
		if (r->stats_due && clock_monotonic() - r->stats_at >= STATS_EVERY_NS)
			ask_stats(r);
	}
}

/* Reads the frames that the kernel had gathered when the stop was requested; one may be delivered
 * as late as the gathering time. The time is limited because traffic may not stop. */
static void read_gathered(struct reader *r)
{
	struct pollfd fd = { .fd = pcap_get_selectable_fd(r->source->pcap), .events = POLLIN };
	int64_t deadline = clock_monotonic() + GATHERED_NS;
	int got = fd.fd >= 0 ? poll(&fd, 1, 2 * GATHER_MS + 1) : 1;
	while (!r->ended && got > 0 && clock_monotonic() < deadline)
		got = pcap_dispatch(r->source->pcap, BATCH, on_frame, (u_char *)r);
}

void *reader_main(void *arg)
{
	struct reader reader = { .source = arg, .reassembly = reassembly_new() };
	struct source *s = arg;
	pthread_setname_np(pthread_self(), "reader");
	if (s->kind == SOURCE_DEVICE) {
		read_device(&reader);
		read_gathered(&reader);
	} else if (s->set != NULL) {
		read_set(&reader);
	} else {
		read_sequence(&reader);
	}
	hand_over(&reader);
	if (reader.full)
		give_up_waiting(&reader);
	/* The last burst may have caused drops, too. */
	if (s->kind == SOURCE_DEVICE)
		ask_stats(&reader);
	reassembly_free(reader.reassembly);
	/* After the last segment was published: an owner that sees the end can take all of them. */
	atomic_store(&s->phase, PHASE_ENDED);
	ring_publish(s->ring);
	return NULL;
}

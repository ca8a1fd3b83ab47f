#include "capture/source/export.h"

#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "capture/os/flush.h"
#include "capture/os/save.h"
#include "capture/source/pcap_header.h"
#include "capture/source/pcapng_write.h"
#include "core/base/memory.h"

struct writing {
	const struct export_target *target;
	struct source *source;
	struct save *save; /* NULL if it goes to the caller's stream */
	FILE *stream;
	pcap_dumper_t *dumper;       /* pcap: on the stream, which the save closes */
	struct pcapng_write *pcapng; /* or NULL */
	int64_t unit_ns;
	int link_type; /* pcap */
	uint64_t frames;
	bool several; /* pcap cannot hold the frames: they have several link types */

	/* Comments of all frames: */
	uint32_t packet; /* the next one whose frame may come */
	uint8_t *bytes;  /* a copy of the frame, as comments may read others */
	uint32_t room;
};

bool export_is_pcapng(const char *path)
{
	const char *end = strrchr(path, '.');
	return end != NULL && strcasecmp(end, ".pcapng") == 0;
}

static bool begin_pcap(struct writing *w, struct err *err)
{
	bool nano = source_nanoseconds(w->source);
	w->link_type = source_link_type(w->source);
	pcap_t *format = pcap_open_dead_with_tstamp_precision(pcap_header_dlt(w->link_type),
	    (int)source_snaplen(w->source),
	    nano ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO);
	w->dumper = pcap_dump_fopen(format, w->stream);
	if (w->dumper == NULL)
		err_set(err, "cannot write a capture of link type %s: %s",
		    source_link_name(w->source), pcap_geterr(format));
	pcap_close(format);
	return w->dumper != NULL;
}

static bool begin(struct writing *w, struct source *source, const struct export_target *target,
    bool *exists, struct err *err)
{
	bool nano = source_nanoseconds(source);
	*w = (struct writing){ .target = target,
		.source = source,
		.unit_ns = nano ? 1 : NS_PER_US,
		.stream = target->stream };
	if (exists != NULL)
		*exists = false;
	if (w->stream == NULL)
		w->save = save_begin(target->path, target->replace, exists, err);
	if (w->save != NULL)
		w->stream = save_stream(w->save);
	if (w->stream == NULL)
		return false;
	if (export_is_pcapng(target->path)) {
		w->pcapng = pcapng_write_begin(
		    w->stream, source_interfaces(source), source_annex(source), nano);
		return true;
	}
	if (begin_pcap(w, err))
		return true;
	if (w->save != NULL)
		save_abort(w->save);
	return false;
}

/* Returns false after a write error, which the commit reports, or where pcap ends. */
static bool write_frame(struct writing *w, const struct frame *frame, const char *comment)
{
	struct pcap_pkthdr header;
	if (w->pcapng != NULL) {
		pcapng_write_frame(w->pcapng, frame, comment);
	} else if (frame->link_type != w->link_type) {
		w->several = true;
		return false;
	} else {
		pcap_header_from_frame(frame, w->unit_ns, &header);
		pcap_dump((u_char *)w->dumper, &header, frame->bytes);
	}
	w->frames++;
	return ferror(w->stream) == 0;
}

static bool finish(struct writing *w, bool whole, uint64_t *frames, struct err *err)
{
	if (w->pcapng != NULL)
		pcapng_write_end(w->pcapng);
	free(w->bytes);
	if (w->several)
		whole = err_set(err,
		    "the frames have several link types, which a pcap file cannot hold: give a "
		    "name that ends in .pcapng");
	if (!whole) {
		if (w->save != NULL)
			save_abort(w->save);
		return false;
	}
	if (frames != NULL)
		*frames = w->frames;
	if (w->save != NULL)
		return save_commit(w->save, err);
	int error = flush_stream(w->stream);
	return error == 0 || err_set(err, "cannot write the capture: %s", strerror(error));
}

/* A piece of a packet; the last one of them has its comment. */
struct piece {
	struct writing *writing;
	const char *comment;
	struct frame frame; /* not written yet */
	uint8_t *bytes;
	uint32_t room;
	bool waits;
};

static bool write_piece(struct piece *p, const char *comment)
{
	p->waits = false;
	return write_frame(p->writing, &p->frame, comment);
}

/* Copies a frame: the next one read takes its place. */
static void hold(const struct frame *frame, struct frame *out, uint8_t **bytes, uint32_t *room)
{
	*out = *frame;
	if (frame->caplen > *room) {
		*room = frame->caplen;
		*bytes = memory_resize(*bytes, *room, 1);
	}
	if (frame->caplen > 0)
		memcpy(*bytes, frame->bytes, frame->caplen);
	out->bytes = *bytes;
}

static bool take_piece(void *ctx, const struct frame *frame)
{
	struct piece *p = ctx;
	if (p->comment == NULL)
		return write_frame(p->writing, frame, NULL);
	if (p->waits && !write_piece(p, NULL))
		return false;
	hold(frame, &p->frame, &p->bytes, &p->room);
	p->waits = true;
	return true;
}

static bool write_packet(
    struct writing *w, uint32_t number, const struct packet *packet, struct err *err)
{
	const struct export_target *to = w->target;
	char text[EXPORT_COMMENT] = "";
	struct piece piece = { .writing = w };
	if (w->pcapng != NULL && to->comment != NULL) {
		to->comment(to->ctx, number, text, sizeof(text));
		piece.comment = text;
	}
	bool read = source_each_piece(w->source, packet->offset, take_piece, &piece, err);
	if (read && piece.waits)
		write_piece(&piece, text);
	free(piece.bytes);
	/* In a ring, new frames may replace the oldest while they are exported. */
	return read || packet->offset < source_first(w->source);
}

bool export_session(const struct model *m, uint32_t session, struct source *source,
    const struct export_target *target, bool *exists, uint64_t *frames, struct err *err)
{
	const struct session *chosen = model_session(m, session);
	struct writing w;
	bool whole = true;
	if (exists != NULL)
		*exists = false;
	if (chosen == NULL)
		return err_set(err, "there is no session %u to export", session);
	if (!begin(&w, source, target, exists, err))
		return false;
	for (uint32_t number = chosen->first; number != 0 && whole;) {
		const struct packet *packet = model_packet(m, number);
		whole = write_packet(&w, number, packet, err);
		number = packet->next;
		if (ferror(w.stream) != 0 || w.several)
			break;
	}
	return finish(&w, whole, frames, err);
}

bool export_chosen(const struct model *m, const struct export_choice *choice, struct source *source,
    const struct export_target *target, bool *exists, uint64_t *frames, struct err *err)
{
	struct writing w;
	bool whole = true;
	/* A frame may hold several packets. */
	uint64_t written = UINT64_MAX;
	if (!begin(&w, source, target, exists, err))
		return false;
	for (uint32_t n = model_first(m); n <= model_packets(m) && whole; n++) {
		const struct packet *packet = model_packet(m, n);
		bool of_it = choice->session == 0 || packet->session == choice->session;
		if (!of_it || packet->offset == written || !choice->wants(choice->ctx, n))
			continue;
		written = packet->offset;
		whole = write_packet(&w, n, packet, err);
		if (ferror(w.stream) != 0 || w.several)
			break;
	}
	return finish(&w, whole, frames, err);
}

/* The packet of a frame that is read back at a place; 0: there is none. Frames and packets come in
 * the same order. */
static uint32_t packet_at(struct writing *w, uint64_t place)
{
	const struct model *m = w->target->model;
	for (; w->packet != 0 && w->packet <= model_packets(m); w->packet++) {
		const struct packet *p = model_packet(m, w->packet);
		if (p == NULL)
			continue;
		uint64_t at =
		    source_files(w->source) > 1 ? p->frame : source_offset(w->source, p->offset);
		if (at >= place)
			return at == place ? w->packet : 0;
	}
	return 0;
}

static bool write_any(void *ctx, const struct frame *frame)
{
	struct writing *w = ctx;
	const struct export_target *to = w->target;
	char text[EXPORT_COMMENT] = "";
	uint32_t packet = 0;
	if (w->pcapng != NULL && to->comment != NULL)
		packet = packet_at(w, frame->place);
	if (packet == 0)
		return write_frame(w, frame, NULL);
	struct frame held;
	char *notes = frame->comment != NULL ? strdup(frame->comment) : NULL;
	hold(frame, &held, &w->bytes, &w->room);
	held.comment = notes;
	held.process = NULL;
	to->comment(to->ctx, packet, text, sizeof(text));
	bool written = write_frame(w, &held, text);
	free(notes);
	return written;
}

bool export_all(struct source *source, const struct export_target *target, bool *exists,
    uint64_t *frames, struct err *err)
{
	struct writing w;
	if (!begin(&w, source, target, exists, err))
		return false;
	w.packet = target->model != NULL ? model_first(target->model) : 0;
	return finish(&w, source_each_frame(source, write_any, &w, err), frames, err);
}

struct export_flow {
	struct writing writing;
	struct export_target target;
	uint64_t next; /* offset of the next frame */
};

struct export_flow *export_flow_new(struct source *source, FILE *stream, struct err *err)
{
	struct export_flow *flow = memory_zeroed(1, sizeof(*flow));
	flow->target = (struct export_target){ .path = "-", .stream = stream };
	if (begin(&flow->writing, source, &flow->target, NULL, err)) {
		fflush(stream);
		return flow;
	}
	free(flow);
	return NULL;
}

bool export_flow_more(struct export_flow *flow, struct err *err)
{
	struct writing *w = &flow->writing;
	if (w->several)
		return true;
	bool read = source_frames_from(w->source, &flow->next, write_any, w, err);
	fflush(w->stream);
	if (w->several)
		return err_set(err,
		    "frames of another link type follow, which pcap cannot hold: the "
		    "export ends here");
	return read;
}

void export_flow_free(struct export_flow *flow)
{
	free(flow);
}

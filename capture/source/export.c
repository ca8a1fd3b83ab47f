#include "capture/source/export.h"

#include <pcap/pcap.h>
#include <string.h>

#include "capture/os/flush.h"
#include "capture/os/save.h"
#include "capture/source/pcap_header.h"

struct writing {
	struct save *save; /* NULL if it goes to the caller's stream */
	FILE *stream;
	pcap_dumper_t *dumper; /* on the stream, which the save closes */
	int64_t unit_ns;
	uint64_t frames;
};

static bool begin(struct writing *w, const struct source *source,
    const struct export_target *target, bool *exists, struct err *err)
{
	bool nano = source_nanoseconds(source);
	*w = (struct writing){ .unit_ns = nano ? 1 : NS_PER_US, .stream = target->stream };
	if (exists != NULL)
		*exists = false;
	if (w->stream == NULL)
		w->save = save_begin(target->path, target->replace, exists, err);
	if (w->save != NULL)
		w->stream = save_stream(w->save);
	if (w->stream == NULL)
		return false;
	pcap_t *format = pcap_open_dead_with_tstamp_precision(
	    pcap_header_dlt(source_link_type(source)), (int)source_snaplen(source),
	    nano ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO);
	w->dumper = pcap_dump_fopen(format, w->stream);
	if (w->dumper == NULL) {
		err_set(err, "cannot write a capture of link type %s: %s", source_link_name(source),
		    pcap_geterr(format));
		save_abort(w->save);
	}
	pcap_close(format);
	return w->dumper != NULL;
}

/* Returns false after a write error, which the commit reports. */
static bool write_frame(void *ctx, const struct frame *frame)
{
	struct writing *w = ctx;
	struct pcap_pkthdr header;
	pcap_header_from_frame(frame, w->unit_ns, &header);
	pcap_dump((u_char *)w->dumper, &header, frame->bytes);
	w->frames++;
	return ferror(w->stream) == 0;
}

static bool finish(struct writing *w, bool whole, uint64_t *frames, struct err *err)
{
	if (!whole) {
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

/* Writes the frames of a packet. False if that fails; ferror() tells a write error. */
static bool write_packet(
    struct writing *w, struct source *source, const struct packet *packet, struct err *err)
{
	bool read = source_each_piece(source, packet->offset, write_frame, w, err);
	/* In a ring, new frames may replace the oldest while they are exported. */
	return read || packet->offset < source_first(source);
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
		number = packet->next;
		whole = write_packet(&w, source, packet, err);
		if (ferror(w.stream) != 0)
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
		whole = write_packet(&w, source, packet, err);
		if (ferror(w.stream) != 0)
			break;
	}
	return finish(&w, whole, frames, err);
}

bool export_all(struct source *source, const struct export_target *target, bool *exists,
    uint64_t *frames, struct err *err)
{
	struct writing w;
	if (!begin(&w, source, target, exists, err))
		return false;
	return finish(&w, source_each_frame(source, write_frame, &w, err), frames, err);
}

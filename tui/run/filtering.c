#include "tui/run/filtering.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/os/services.h"
#include "capture/source/frame_filter.h"
#include "core/base/memory.h"
#include "core/decode/reread.h"
#include "core/record/origin.h"
#include "tui/run/origin_text.h"

static void free_bpfs(struct frame_filter **bpf, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		frame_filter_free(bpf[i]);
	free(bpf);
}

/* Compiles the BPF expressions of a filter. Returns NULL with the error set if one is wrong. */
static struct frame_filter **compile_bpfs(
    const struct run *run, const struct filter *filter, struct filter_error *error)
{
	unsigned count = filter_bpfs(filter);
	struct frame_filter **bpf = memory_zeroed(count + 1, sizeof(struct frame_filter *));
	int link = run->source != NULL ? source_link_type(run->source) : 1;
	for (unsigned i = 0; i < count; i++) {
		struct err err;
		size_t at, len;
		bpf[i] = frame_filter_new(link, filter_bpf(filter, i, &at, &len), &err);
		if (bpf[i] != NULL)
			continue;
		*error = (struct filter_error){ .at = at, .len = len };
		snprintf(error->text, sizeof(error->text), "bpf: %.180s", err.text);
		free_bpfs(bpf, i);
		return NULL;
	}
	return bpf;
}

bool filtering_set(
    struct filtering *f, struct run *run, const char *text, struct filter_error *error)
{
	struct filter *filter = filter_compile(text, error);
	if (filter == NULL)
		return false;
	struct frame_filter **bpf = compile_bpfs(run, filter, error);
	if (bpf == NULL) {
		filter_free(filter);
		return false;
	}
	filtering_end(f);
	if (filter_is_empty(filter)) {
		filter_free(filter);
		free(bpf);
		return true;
	}
	*f = (struct filtering){ .run = run, .filter = filter, .bpf = bpf };
	return true;
}

bool filtering_begin(struct filtering *f, struct run *run, struct err *err)
{
	struct filter_error error;
	const char *text = run->options->terms;
	return text == NULL || filtering_set(f, run, text, &error) ||
	       err_set(err, "--filter: %s", error.text);
}

void filtering_end(struct filtering *f)
{
	if (f->filter != NULL)
		free_bpfs(f->bpf, filter_bpfs(f->filter));
	filter_free(f->filter);
	*f = (struct filtering){ 0 };
}

const char *filtering_text(const struct filtering *f)
{
	return f->filter != NULL ? filter_text(f->filter) : "";
}

static bool read_frame(struct filtering *f, uint32_t packet, struct frame *out)
{
	bool read = f->run->source != NULL && run_frame(f->run, packet, out, NULL);
	f->unread |= !read;
	return read;
}

static bool payload(void *owner, uint32_t packet, struct bytes *out)
{
	struct filtering *f = owner;
	struct frame frame;
	return read_frame(f, packet, &frame) && peek_payload(frame.link_type, &frame, out);
}

static bool bpf(void *owner, unsigned n, uint32_t packet)
{
	struct filtering *f = owner;
	struct frame frame;
	return read_frame(f, packet, &frame) && frame_filter_passes(f->bpf[n], &frame);
}

static const char *interface(void *owner, uint32_t packet)
{
	const struct run *run = ((const struct filtering *)owner)->run;
	if (run->source == NULL)
		return NULL;
	uint16_t origin = model_packet(run->model, packet)->origin;
	return origin_interface_name(
	    run, origins_at(source_origins(run->source), origin)->interface);
}

struct filter_source filtering_source(const struct filtering *f)
{
	return (struct filter_source){
		.m = f->run->model,
		.service = services_name,
		.payload = payload,
		.bpf = bpf,
		.interface = interface,
		/* Reading notes that a frame could not be read. */
		.owner = (void *)(uintptr_t)f,
	};
}

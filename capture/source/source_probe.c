/* A look into a file before it is opened for good. */
#include "capture/source/source_parts.h"
#include "core/base/writer.h"

struct probe {
	struct input in;
	struct frames_tables tables;
	struct frames *frames; /* NULL: cannot be opened */
};

static void begin(struct probe *p, const struct source *s)
{
	char why[FORMAT_WHY];
	p->tables = (struct frames_tables){ interfaces_new(), annex_new(), pcapng_map_new() };
	if (s->part.unpack != NULL)
		input_init(&p->in, unpack_read, s->part.unpack);
	else
		input_init_file(&p->in, s->part.fd);
	p->frames = frames_open(&p->in, &p->tables, why);
}

static void end(struct probe *p)
{
	frames_free(p->frames);
	input_free(&p->in);
	interfaces_free(p->tables.interfaces);
	annex_free(p->tables.annex);
	pcapng_map_free(p->tables.map);
}

static bool next(struct probe *p, struct frame *frame)
{
	uint64_t at;
	return p->frames != NULL && frames_next(p->frames, frame, &at) == FRAMES_ONE;
}

bool probe_link(const struct source *s, unsigned long long *count)
{
	struct probe p;
	struct frame frame;
	bool found = false;
	begin(&p, s);
	*count = 0;
	while (!found && next(&p, &frame)) {
		found = decode_supports(frame.link_type);
		++*count;
	}
	end(&p);
	return found;
}

static bool has_interface(const struct probe *p, const struct source *s, unsigned from)
{
	unsigned count = interfaces_count(p->tables.interfaces);
	for (unsigned i = from; i < count; i++)
		if (source_on_interface(s, p->tables.interfaces, (uint16_t)i))
			return true;
	return false;
}

static void list_interfaces(const struct probe *p, char *names, size_t size)
{
	struct writer w = writer_begin(names, size);
	unsigned count = interfaces_count(p->tables.interfaces);
	for (unsigned i = 0; i < count; i++) {
		const char *name = interfaces_at(p->tables.interfaces, (uint16_t)i)->name;
		writer_print(&w, "%s%u%s%s", i > 0 ? ", " : "", i, name != NULL ? " " : "",
		    name != NULL ? name : "");
	}
}

bool probe_interface(const struct source *s, char *names, size_t size)
{
	struct probe p;
	struct frame frame;
	begin(&p, s);
	unsigned known = 0;
	bool found, more;
	do {
		found = has_interface(&p, s, known);
		known = interfaces_count(p.tables.interfaces);
		more = !found && next(&p, &frame);
	} while (more);
	list_interfaces(&p, names, size);
	end(&p);
	return found;
}

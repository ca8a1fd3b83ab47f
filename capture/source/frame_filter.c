#include "capture/source/frame_filter.h"

#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source/format.h"
#include "capture/source/pcap_header.h"
#include "core/base/memory.h"

struct program {
	int link_type;
	bool valid;
	struct bpf_program program;
};

struct frame_filter {
	char *expression;
	struct program *program;
	unsigned count;
};

static struct program *add(struct frame_filter *f, int link_type, struct err *err)
{
	f->program = memory_resize(f->program, f->count + 1, sizeof(*f->program));
	struct program *p = &f->program[f->count++];
	*p = (struct program){ .link_type = link_type };
	pcap_t *dead = pcap_open_dead(pcap_header_dlt(link_type), FRAME_LARGEST);
	if (dead == NULL) {
		err_set(err, "no memory");
		return p;
	}
	p->valid = pcap_compile(dead, &p->program, f->expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
	if (!p->valid)
		err_set(err, "%s", pcap_geterr(dead));
	pcap_close(dead);
	return p;
}

struct frame_filter *frame_filter_new(int link_type, const char *expression, struct err *err)
{
	struct frame_filter *f = memory_zeroed(1, sizeof(*f));
	size_t size = strlen(expression) + 1;
	f->expression = memcpy(memory_new(size), expression, size);
	if (add(f, link_type, err)->valid)
		return f;
	frame_filter_free(f);
	return NULL;
}

void frame_filter_free(struct frame_filter *f)
{
	if (f == NULL)
		return;
	for (unsigned i = 0; i < f->count; i++)
		pcap_freecode(&f->program[i].program);
	free(f->program);
	free(f->expression);
	free(f);
}

bool frame_filter_passes(struct frame_filter *f, const struct frame *frame)
{
	struct program *p = f->program;
	while (p < f->program + f->count && p->link_type != frame->link_type)
		p++;
	if (p == f->program + f->count)
		p = add(f, frame->link_type, NULL);
	struct pcap_pkthdr header = { .caplen = frame->caplen, .len = frame->len };
	return p->valid && pcap_offline_filter(&p->program, &header, frame->bytes) != 0;
}

#include "capture/source/filters.h"

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

struct filters {
	char *expression;
	struct program *program;
	unsigned count;
};

bool filters_explain(const char *expression, const char *words, struct err *err)
{
	return err_set(err,
	    "invalid filter expression \"%.200s\": %s; pcap-filter(7) describes the syntax",
	    expression, words);
}

static struct program *add(struct filters *filters, int link_type, struct err *err)
{
	filters->program =
	    memory_resize(filters->program, filters->count + 1, sizeof(*filters->program));
	struct program *p = &filters->program[filters->count++];
	*p = (struct program){ .link_type = link_type };
	pcap_t *dead = pcap_open_dead(pcap_header_dlt(link_type), FRAME_LARGEST);
	if (dead == NULL)
		return p;
	p->valid =
	    pcap_compile(dead, &p->program, filters->expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
	if (!p->valid)
		filters_explain(filters->expression, pcap_geterr(dead), err);
	pcap_close(dead);
	return p;
}

struct filters *filters_new(const char *expression, int link_type, struct err *err)
{
	struct filters *filters = memory_zeroed(1, sizeof(*filters));
	size_t size = strlen(expression) + 1;
	filters->expression = memcpy(memory_new(size), expression, size);
	if (add(filters, link_type, err)->valid)
		return filters;
	filters_free(filters);
	return NULL;
}

void filters_free(struct filters *filters)
{
	if (filters == NULL)
		return;
	for (unsigned i = 0; i < filters->count; i++)
		pcap_freecode(&filters->program[i].program);
	free(filters->program);
	free(filters->expression);
	free(filters);
}

bool filters_pass(struct filters *filters, const struct frame *frame)
{
	struct program *p = filters->program;
	while (p < filters->program + filters->count && p->link_type != frame->link_type)
		p++;
	if (p == filters->program + filters->count)
		p = add(filters, frame->link_type, NULL);
	struct pcap_pkthdr header = { .caplen = frame->caplen, .len = frame->len };
	return p->valid && pcap_offline_filter(&p->program, &header, frame->bytes) != 0;
}

#include "capture/source/frame_filter.h"

#include <pcap/pcap.h>
#include <stdlib.h>

#include "core/base/memory.h"

#define SNAPLEN 262144

struct frame_filter {
	struct bpf_program program;
};

struct frame_filter *frame_filter_new(int link_type, const char *expression, struct err *err)
{
	struct frame_filter *f = memory_zeroed(1, sizeof(*f));
	pcap_t *pcap = pcap_open_dead(link_type, SNAPLEN);
	bool good = pcap != NULL &&
	            pcap_compile(pcap, &f->program, expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
	if (!good) {
		err_set(err, "%s", pcap != NULL ? pcap_geterr(pcap) : "no memory");
		free(f);
		f = NULL;
	}
	if (pcap != NULL)
		pcap_close(pcap);
	return f;
}

void frame_filter_free(struct frame_filter *f)
{
	if (f == NULL)
		return;
	pcap_freecode(&f->program);
	free(f);
}

bool frame_filter_passes(const struct frame_filter *f, const struct frame *frame)
{
	struct pcap_pkthdr header = { .caplen = frame->caplen, .len = frame->len };
	return pcap_offline_filter(&f->program, &header, frame->bytes) != 0;
}

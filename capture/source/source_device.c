/* Opening devices. */
#include <net/if.h>
#include <string.h>

#include "capture/os/printable_path.h"
#include "capture/source/source_parts.h"

#define SNAPLEN 262144
/* bytes: holds bursts of tens of thousands of frames while the thread waits for a processor */
#define KERNEL_BUFFER (16 << 20)
static bool denied(int status, const char *words)
{
	return status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED ||
	       strstr(words, "Operation not permitted") != NULL;
}

static bool is_known(const char *device, pcap_if_t *all)
{
	for (pcap_if_t *each = all; each != NULL; each = each->next)
		if (strcmp(each->name, device) == 0)
			return true;
	return if_nametoindex(device) != 0;
}

/* Lists the network interfaces, without buses and log devices. */
static void list_names(pcap_if_t *all, char *out, size_t size)
{
	size_t used = 0;
	out[0] = '\0';
	for (pcap_if_t *each = all; each != NULL; each = each->next) {
		if (strcmp(each->name, "any") != 0 && if_nametoindex(each->name) == 0)
			continue;
		int len =
		    snprintf(out + used, size - used, "%s%s", used == 0 ? "" : ", ", each->name);
		if (len < 0 || (size_t)len >= size - used) {
			out[used] = '\0';
			return;
		}
		used += (size_t)len;
	}
}

bool source_print_devices(FILE *out, struct err *err)
{
	char words[PCAP_ERRBUF_SIZE];
	pcap_if_t *all;
	if (pcap_findalldevs(&all, words) != 0)
		return err_set(err, "cannot list the interfaces: %s", words);
	for (pcap_if_t *each = all; each != NULL; each = each->next) {
		bool any = strcmp(each->name, "any") == 0;
		if (any || if_nametoindex(each->name) != 0)
			fprintf(out, "%-16s %s\n", each->name,
			    any                              ? "all interfaces"
			    : each->flags & PCAP_IF_LOOPBACK ? "loopback, this machine only"
			    : !(each->flags & PCAP_IF_UP)    ? "down"
			    : each->flags & PCAP_IF_RUNNING  ? "up"
			                                     : "up, not connected");
	}
	pcap_freealldevs(all);
	return true;
}

/* Returns true, with the message in err, if the failure is that there is no such device. */
static bool explain_unknown(const char *device, struct err *err)
{
	char words[PCAP_ERRBUF_SIZE], names[256];
	pcap_if_t *all = NULL;
	if (pcap_findalldevs(&all, words) != 0)
		all = NULL;
	bool known = is_known(device, all);
	list_names(all, names, sizeof(names));
	if (all != NULL)
		pcap_freealldevs(all);
	if (known)
		return false;
	if (names[0] == '\0')
		err_set(err,
		    "there is no interface %s, nor any other that this user can capture on; use "
		    "sudo",
		    printable_path(device).text);
	else
		err_set(err, "there is no interface %s; available: %s", printable_path(device).text,
		    names);
	return true;
}

static enum source_failure explain(
    const char *device, int status, const char *words, struct err *err)
{
	struct printable_path name = printable_path(device);
	if (*words == '\0')
		words = pcap_statustostr(status);
	if (explain_unknown(device, err))
		return SOURCE_FAILED;
	if (denied(status, words)) {
		err_set(err,
		    "no permission to capture on %s: %s; use root (sudo) or the capability "
		    "CAP_NET_RAW",
		    name.text, words);
		return SOURCE_DENIED;
	}
	if (status == PCAP_ERROR_IFACE_NOT_UP)
		err_set(err,
		    "cannot capture on %s: the interface is down; bring it up: ip link set %s up",
		    name.text, device);
	else
		err_set(err, "cannot capture on %s: %s", name.text, words);
	return SOURCE_FAILED;
}

static void set_up(pcap_t *pcap)
{
	pcap_set_snaplen(pcap, SNAPLEN);
	pcap_set_promisc(pcap, 0);
	pcap_set_timeout(pcap, GATHER_MS);
	pcap_set_buffer_size(pcap, KERNEL_BUFFER);
	/* Fails if the system offers only us, which it then delivers. */
	(void)pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
}

static enum source_failure open_device(struct source *s, struct err *err)
{
	char words[PCAP_ERRBUF_SIZE] = "";
	s->pcap = pcap_create(s->name, words);
	if (s->pcap == NULL)
		return explain(s->name, PCAP_ERROR, words, err);
	set_up(s->pcap);
	int status = pcap_activate(s->pcap);
	if (status < 0)
		return explain(s->name, status, pcap_geterr(s->pcap), err);
	/* The thread waits in poll(), which a stop request interrupts. */
	if (pcap_setnonblock(s->pcap, 1, words) != 0)
		return explain(s->name, PCAP_ERROR, words, err);
	bool nano = pcap_get_tstamp_precision(s->pcap) == PCAP_TSTAMP_PRECISION_NANO;
	s->unit_ns = nano ? 1 : 1000;
	atomic_store(&s->nanoseconds, nano);
	return SOURCE_OK;
}

static bool finish(struct source *s, const char *filter, struct err *err)
{
	/* On "any", version 2 of the cooked header names the interface. */
	if (strcmp(s->name, "any") == 0)
		(void)pcap_set_datalink(s->pcap, DLT_LINUX_SLL2);
	return source_adopt(s, filter, err) && source_add_spool(s, err);
}

enum source_failure source_open_device(
    const char *device, const char *filter, uint8_t index, struct source **out, struct err *err)
{
	*out = NULL;
	struct source *s = source_new(SOURCE_DEVICE, device, index, err);
	if (s == NULL)
		return SOURCE_FAILED;
	enum source_failure failure = open_device(s, err);
	if (failure == SOURCE_OK && !finish(s, filter, err))
		failure = SOURCE_FAILED;
	if (failure == SOURCE_OK)
		*out = s;
	else
		source_free(s);
	return failure;
}

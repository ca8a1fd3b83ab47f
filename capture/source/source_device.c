/* Opening devices. */
#include <assert.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "capture/os/printable_path.h"
#include "capture/source/source_parts.h"
#include "core/base/memory.h"
#include "core/base/writer.h"

#define SNAPLEN 262144
#define DEVICE_NAME 64 /* with the NUL: longer than any name of an interface */
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
	unsigned number = 0;
	/* Devices that are not listed count, too: the numbers are tcpdump's. */
	for (pcap_if_t *each = all; each != NULL; each = each->next) {
		bool any = strcmp(each->name, "any") == 0;
		number++;
		if (any || if_nametoindex(each->name) != 0)
			fprintf(out, "%2u %-16s %s\n", number, each->name,
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

static void set_up(pcap_t *pcap, bool immediate)
{
	pcap_set_snaplen(pcap, SNAPLEN);
	pcap_set_promisc(pcap, 0);
	pcap_set_timeout(pcap, GATHER_MS);
	pcap_set_immediate_mode(pcap, immediate);
	pcap_set_buffer_size(pcap, KERNEL_BUFFER);
	/* Fails if the system offers only us, which it then delivers. */
	(void)pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
}

/* What is opened for a list of devices. */
struct opening {
	const struct source_devices *asked;
	char name[SOURCE_DEVICES_MOST][DEVICE_NAME]; /* without numbers and repetitions */
	unsigned count;
	const char *device; /* libpcap's: the only one, or "any" */
	char title[SOURCE_DEVICES_MOST * (DEVICE_NAME + 2)];
	char only[SOURCE_DEVICES_MOST * 24]; /* expression for the interfaces, if several */
};

/* The n-th of libpcap's list; false if there is none. */
static bool find_number(unsigned long n, char out[DEVICE_NAME])
{
	char words[PCAP_ERRBUF_SIZE];
	pcap_if_t *all = NULL;
	if (pcap_findalldevs(&all, words) != 0)
		return false;
	const pcap_if_t *each = all;
	while (each != NULL && --n > 0)
		each = each->next;
	bool found = each != NULL && strlen(each->name) < DEVICE_NAME;
	if (found)
		snprintf(out, DEVICE_NAME, "%s", each->name);
	pcap_freealldevs(all);
	return found;
}

static bool resolve(const char *asked, char out[DEVICE_NAME], struct err *err)
{
	char *end;
	unsigned long n = strtoul(asked, &end, 10);
	bool number = *asked >= '0' && *asked <= '9' && *end == '\0';
	if (number && if_nametoindex(asked) == 0)
		return (n != 0 && find_number(n, out)) ||
		       err_set(err, "there is no interface number %.20s; -D lists them", asked);
	if (strlen(asked) >= DEVICE_NAME)
		return err_set(
		    err, "there is no interface %s; -D lists them", printable_path(asked).text);
	snprintf(out, DEVICE_NAME, "%s", asked);
	return true;
}

static bool has(const struct opening *o, const char *name)
{
	for (unsigned i = 0; i < o->count; i++)
		if (strcmp(o->name[i], name) == 0)
			return true;
	return false;
}

static bool list(struct opening *o, struct err *err)
{
	assert(o->asked->count > 0 && o->asked->count <= SOURCE_DEVICES_MOST);
	for (unsigned i = 0; i < o->asked->count; i++) {
		if (!resolve(o->asked->name[i], o->name[o->count], err))
			return false;
		o->count += !has(o, o->name[o->count]);
	}
	return true;
}

/* Writes the expression that selects the interfaces on "any". */
static bool select_interfaces(struct opening *o, struct err *err)
{
	struct writer only = writer_begin(o->only, sizeof(o->only));
	for (unsigned i = 0; i < o->count; i++) {
		unsigned index = if_nametoindex(o->name[i]);
		if (index == 0 && explain_unknown(o->name[i], err))
			return false;
		if (index == 0)
			return err_set(
			    err, "%s is no network interface: capture on it alone", o->name[i]);
		writer_print(&only, "%sifindex %u", i > 0 ? " or " : "", index);
	}
	return true;
}

static bool prepare(struct opening *o, struct err *err)
{
	if (!list(o, err))
		return false;
	o->device = o->count == 1 ? o->name[0] : "any";
	struct writer title = writer_begin(o->title, sizeof(o->title));
	for (unsigned i = 0; i < o->count; i++)
		writer_print(&title, "%s%s", i > 0 ? ", " : "", o->name[i]);
	if (has(o, "any"))
		snprintf(o->title, sizeof(o->title), "any");
	else if (o->count > 1)
		return select_interfaces(o, err);
	return true;
}

static void set_direction(pcap_t *pcap, enum source_direction direction)
{
	static const pcap_direction_t directions[] = {
		[DIRECTION_BOTH] = PCAP_D_INOUT,
		[DIRECTION_IN] = PCAP_D_IN,
		[DIRECTION_OUT] = PCAP_D_OUT,
	};
	/* Linux has all of them, on every device. */
	(void)pcap_setdirection(pcap, directions[direction]);
}

static enum source_failure open_device(struct source *s, const struct opening *o, struct err *err)
{
	char words[PCAP_ERRBUF_SIZE] = "";
	s->pcap = pcap_create(o->device, words);
	if (s->pcap == NULL)
		return explain(o->device, PCAP_ERROR, words, err);
	set_up(s->pcap, o->asked->immediate);
	int status = pcap_activate(s->pcap);
	if (status < 0)
		return explain(o->device, status, pcap_geterr(s->pcap), err);
	/* The thread waits in poll(), which a stop request interrupts. */
	if (pcap_setnonblock(s->pcap, 1, words) != 0)
		return explain(o->device, PCAP_ERROR, words, err);
	set_direction(s->pcap, o->asked->direction);
	bool nano = pcap_get_tstamp_precision(s->pcap) == PCAP_TSTAMP_PRECISION_NANO;
	s->unit_ns = nano ? 1 : 1000;
	atomic_store(&s->nanoseconds, nano);
	return SOURCE_OK;
}

/* Leaves out the other interfaces; the user's own expression has been checked. */
static bool select_only(struct source *s, const char *only, struct err *err)
{
	bool all = s->expression[0] == '\0';
	size_t size = strlen(only) + strlen(s->expression) + 16;
	char *joined = memory_new(size);
	snprintf(
	    joined, size, "(%s)%s%s%s", only, all ? "" : " and (", s->expression, all ? "" : ")");
	struct bpf_program program = { 0 };
	bool set = pcap_compile(s->pcap, &program, joined, 1, PCAP_NETMASK_UNKNOWN) == 0 &&
	           pcap_setfilter(s->pcap, &program) == 0;
	pcap_freecode(&program);
	free(joined);
	return set ||
	       err_set(err, "cannot select the interfaces %s: %s", s->name, pcap_geterr(s->pcap));
}

static bool finish(struct source *s, const struct opening *o, const char *filter, struct err *err)
{
	/* On "any", version 2 of the cooked header names the interface. */
	if (strcmp(o->device, "any") == 0)
		(void)pcap_set_datalink(s->pcap, DLT_LINUX_SLL2);
	return source_adopt(s, filter, err) &&
	       (o->only[0] == '\0' || select_only(s, o->only, err)) && source_add_spool(s, err);
}

enum source_failure source_open_devices(const struct source_devices *devices, const char *filter,
    uint8_t index, struct source **out, struct err *err)
{
	struct opening o = { .asked = devices };
	*out = NULL;
	if (!prepare(&o, err))
		return SOURCE_FAILED;
	struct source *s = source_new(SOURCE_DEVICE, o.title, index, err);
	if (s == NULL)
		return SOURCE_FAILED;
	enum source_failure failure = open_device(s, &o, err);
	if (failure == SOURCE_OK && !finish(s, &o, filter, err))
		failure = SOURCE_FAILED;
	if (failure == SOURCE_OK)
		*out = s;
	else
		source_free(s);
	return failure;
}

enum source_failure source_open_device(
    const char *device, const char *filter, uint8_t index, struct source **out, struct err *err)
{
	const struct source_devices one = { .name = { device }, .count = 1 };
	return source_open_devices(&one, filter, index, out, err);
}

size_t source_sockets(const struct source *s, int *out, size_t max)
{
	if (s->kind != SOURCE_DEVICE || s->pcap == NULL || max == 0)
		return 0;
	out[0] = pcap_fileno(s->pcap);
	return out[0] >= 0;
}

#include "capture/lab/sockopt.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "capture/lab/units.h"
#include "core/base/array.h"

#define SECOND INT64_C(1000000000)
#define MILLISECOND INT64_C(1000000)

static const struct sockopt {
	const char *name;
	int level, option;
	enum lab_unit unit;
	int64_t scale; /* the kernel's unit, in our units; 0: on or off */
	const char *help;
} options[] = {
	{ "nodelay", IPPROTO_TCP, TCP_NODELAY, LAB_UNIT_NONE, 0,
	    "turns Nagle's algorithm off: small writes are sent at once" },
	{ "cork", IPPROTO_TCP, TCP_CORK, LAB_UNIT_NONE, 0,
	    "only full segments are sent until it is turned off" },
	{ "quickack", IPPROTO_TCP, TCP_QUICKACK, LAB_UNIT_NONE, 0,
	    "acknowledges at once, until the kernel returns to delayed ACKs" },
	{ "fast-open", IPPROTO_TCP, TCP_FASTOPEN_CONNECT, LAB_UNIT_NONE, 0,
	    "connect sends nothing before the first send, whose data goes with the SYN" },
	{ "fast-open-queue", IPPROTO_TCP, TCP_FASTOPEN, LAB_UNIT_NONE, 1,
	    "greatest number of SYNs with data that wait at a listener" },
	{ "keepalive", SOL_SOCKET, SO_KEEPALIVE, LAB_UNIT_NONE, 0,
	    "sends keep-alive probes to an idle peer" },
	{ "keepalive-idle", IPPROTO_TCP, TCP_KEEPIDLE, LAB_UNIT_TIME, SECOND,
	    "silence before the first keep-alive probe (whole seconds)" },
	{ "keepalive-every", IPPROTO_TCP, TCP_KEEPINTVL, LAB_UNIT_TIME, SECOND,
	    "time between keep-alive probes (whole seconds)" },
	{ "keepalive-count", IPPROTO_TCP, TCP_KEEPCNT, LAB_UNIT_NONE, 1,
	    "number of unanswered keep-alive probes that end the connection" },
	{ "user-timeout", IPPROTO_TCP, TCP_USER_TIMEOUT, LAB_UNIT_TIME, MILLISECOND,
	    "ends the connection when data stays unacknowledged for that long" },
	{ "syn-retries", IPPROTO_TCP, TCP_SYNCNT, LAB_UNIT_NONE, 1,
	    "how often connect retransmits its SYN" },
	{ "rcvbuf", SOL_SOCKET, SO_RCVBUF, LAB_UNIT_SIZE, 1,
	    "receive buffer; the kernel doubles it and stops tuning it" },
	{ "sndbuf", SOL_SOCKET, SO_SNDBUF, LAB_UNIT_SIZE, 1,
	    "send buffer; the kernel doubles it and stops tuning it" },
	{ "window-clamp", IPPROTO_TCP, TCP_WINDOW_CLAMP, LAB_UNIT_SIZE, 1,
	    "largest receive window to offer" },
	{ "mss", IPPROTO_TCP, TCP_MAXSEG, LAB_UNIT_SIZE, 1, "largest segment" },
	{ "unsent", IPPROTO_TCP, TCP_NOTSENT_LOWAT, LAB_UNIT_SIZE, 1,
	    "limit of unsent data that the socket accepts" },
};

bool sockopt_find(const char *name, size_t *option)
{
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		if (strcmp(options[i].name, name) == 0) {
			*option = i;
			return true;
		}
	}
	return false;
}

bool sockopt_parse(size_t option, const char *word, int64_t *value, struct err *err)
{
	const struct sockopt *o = &options[option];
	if (o->scale == 0) {
		*value = word != NULL && strcmp(word, "on") == 0;
		return *value == 1 || (word != NULL && strcmp(word, "off") == 0) ||
		       err_set(err, "%s takes the value on or off", o->name);
	}
	if (word == NULL)
		return err_set(
		    err, "%s needs a value, as %s %s", o->name, o->name, lab_unit_example(o->unit));
	if (!lab_unit_read(o->unit, word, value, err))
		return false;
	if (*value % o->scale != 0 || *value / o->scale > INT32_MAX)
		return err_set(err, "%s is too large, or finer than the kernel's unit", o->name);
	return true;
}

bool sockopt_set(int fd, size_t option, int64_t value)
{
	const struct sockopt *o = &options[option];
	int number = (int)(o->scale == 0 ? value : value / o->scale);
	return setsockopt(fd, o->level, o->option, &number, sizeof(number)) == 0;
}

const char *sockopt_name(size_t option)
{
	return option < ARRAY_LEN(options) ? options[option].name : NULL;
}

const char *sockopt_help(size_t option)
{
	return option < ARRAY_LEN(options) ? options[option].help : NULL;
}

#include "tui/command/options_table.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/lab/knob.h"
#include "core/base/array.h"
#include "core/base/memory.h"
#include "core/filter/filter.h"
#include "core/ladder/ladder.h"

#define WIDTH_MAX 1000

static void *field(struct options *o, const struct option_row *row)
{
	return (char *)o + row->at;
}

static bool take_flag(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	(void)value;
	(void)err;
	*(bool *)field(o, row) = true;
	return true;
}

/* The parser asks which options were given. */
static bool take_nothing(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	(void)o;
	(void)row;
	(void)value;
	(void)err;
	return true;
}

static bool take_text(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	if (*value == '\0')
		return err_set(err, "--%s needs %s, but it is empty", row->name, row->arg);
	*(const char **)field(o, row) = value;
	return true;
}

/* Names the place in the text, and what stands before and behind it. */
static bool take_terms(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	struct filter_error e;
	struct filter *filter = filter_compile(value, &e);
	filter_free(filter);
	if (filter == NULL)
		return err_set(err, "--%s: %s: %.*s>>>%.*s<<<%s", row->name, e.text, (int)e.at,
		    value, (int)e.len, value + e.at, value + e.at + e.len);
	return take_text(o, row, value, err);
}

static bool take_device(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	struct source_devices *d = &o->devices;
	if (*value == '\0')
		return err_set(err, "--%s needs %s, but it is empty", row->name, row->arg);
	if (!o->device_given)
		d->count = 0;
	if (d->count == SOURCE_DEVICES_MOST)
		return err_set(err, "at most %d interfaces; --%s any captures on all",
		    SOURCE_DEVICES_MOST, row->name);
	o->device_given = true;
	d->name[d->count++] = value;
	return true;
}

static bool take_direction(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	static const struct {
		const char *word;
		enum source_direction direction;
	} words[] = { { "in", DIRECTION_IN }, { "out", DIRECTION_OUT },
		{ "inout", DIRECTION_BOTH } };
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].word, value) == 0) {
			o->devices.direction = words[i].direction;
			return true;
		}
	return err_set(err, "--%s is in, out or inout, not '%.40s'", row->name, value);
}

/* "udp.port=9999,vxlan"; tshark's form with "==" is accepted too. */
static bool take_udp_rule(struct decode_rules *rules, const char *value)
{
	char *end;
	value += strspn(value, "=");
	unsigned long port = strtoul(value, &end, 10);
	if (!isdigit((unsigned char)*value) || port == 0 || port > UINT16_MAX || *end != ',' ||
	    rules->udp_count == DECODE_PORTS_MOST)
		return false;
	enum layer_kind layer = layer_find(end + 1);
	rules->udp[rules->udp_count].port = (uint16_t)port;
	rules->udp[rules->udp_count].layer = (uint8_t)layer;
	rules->udp_count++;
	return layer != LAYER_KINDS;
}

static bool take_decode(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	static const char by_port[] = "udp.port=";
	struct decode_rules *rules = field(o, row);
	if (strcmp(value, "esp.null") == 0)
		return rules->esp_null = true;
	if (strncmp(value, by_port, sizeof(by_port) - 1) == 0 &&
	    take_udp_rule(rules, value + sizeof(by_port) - 2))
		return true;
	return err_set(err,
	    "--decode takes udp.port=PORT,PROTOCOL (at most %d of them) or esp.null, not '%.80s'",
	    DECODE_PORTS_MOST, value);
}

static bool parse_number(
    const struct option_row *row, const char *value, uint32_t *out, struct err *err)
{
	char *end;
	errno = 0;
	unsigned long number = strtoul(value, &end, 10);
	/* strtoul accepts signs and blanks, which are errors here. */
	bool digits = isdigit((unsigned char)*value) && *end == '\0' && errno == 0;
	if (!digits || number < row->low || number > row->high)
		return err_set(err, "--%s needs a number from %u to %u, not '%.40s'", row->name,
		    row->low, row->high, value);
	*out = (uint32_t)number;
	return true;
}

static bool take_number(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	return parse_number(row, value, field(o, row), err);
}

static bool take_bytes(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	static const struct {
		const char *letter;
		uint64_t times;
	} units[] = { { "", 1 }, { "k", 1000 }, { "M", 1000000 }, { "G", 1000000000 } };
	char *end;
	errno = 0;
	unsigned long long number = strtoull(value, &end, 10);
	bool digits = isdigit((unsigned char)*value) && errno == 0 && number != 0;
	for (size_t i = 0; i < ARRAY_LEN(units) && digits; i++)
		if (strcmp(end, units[i].letter) == 0 && number <= UINT64_MAX / units[i].times) {
			*(uint64_t *)field(o, row) = number * units[i].times;
			return true;
		}
	return err_set(err, "--%s needs a size such as 500M or 2G, not '%.40s'", row->name, value);
}

static bool take_port(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	uint32_t port;
	if (!parse_number(row, value, &port, err))
		return false;
	*(uint16_t *)field(o, row) = (uint16_t)port;
	return true;
}

static bool take_reply(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	(void)row;
	(void)err;
	o->reply = REPLY_TEXT;
	o->reply_text = value;
	if (strcmp(value, "none") == 0)
		o->reply = REPLY_NONE;
	else if (strcmp(value, "echo") == 0)
		o->reply = REPLY_ECHO;
	return true;
}

static bool take_output(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	enum options_output wanted = (enum options_output)row->low;
	if (o->output != OUTPUT_SCREEN && o->output != wanted)
		return err_set(err,
		    "--text, --json, --stats, --sessions, --export and --stream-bytes exclude each "
		    "other: give one");
	o->output = wanted;
	return row->arg == NULL || take_text(o, row, value, err);
}

static bool take_stream_bytes(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	static const struct {
		const char *word;
		enum byte_sides sides;
	} words[] = { { "ab", BYTES_OF_A }, { "ba", BYTES_OF_B }, { "both", BYTES_OF_BOTH } };
	const struct option_row output = { .low = row->low };
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].word, value) == 0) {
			o->bytes_of = words[i].sides;
			return take_output(o, &output, NULL, err);
		}
	return err_set(err, "--%s is ab, ba or both, not '%.40s'", row->name, value);
}

/* Adds a change of the lab's link: checked here, applied when the lab is open. */
static bool add_change(struct options *o, const char *option, const char *text, struct err *err)
{
	struct lab_change change;
	if (!lab_change_parse(text, &change, err))
		return err_prefix(err, "--%s", option);
	if (o->changes == LAB_CHANGES_MAX)
		return err_set(err, "more than %d changes of the link", LAB_CHANGES_MAX);
	size_t size = strlen(text) + 1;
	o->change[o->changes++] = memcpy(memory_new(size), text, size);
	return true;
}

/* The lab's knobs have their own names as options. */
static bool take_knob(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	char text[128];
	snprintf(text, sizeof(text), "%s %.80s", row->name, value != NULL ? value : "on");
	return add_change(o, row->name, text, err);
}

static bool take_link(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	return add_change(o, row->name, value, err);
}

static bool take_seed(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	char *end;
	errno = 0;
	o->seed = strtoull(value, &end, 10);
	o->seeded = true;
	return (isdigit((unsigned char)*value) && *end == '\0' && errno == 0) ||
	       err_set(err, "--%s needs a number from 0 to %llu, not '%.40s'", row->name,
	           (unsigned long long)UINT64_MAX, value);
}

static bool take_at(
    struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	o->at = value;
	return strcmp(value, "a") == 0 || strcmp(value, "b") == 0 ||
	       err_set(err, "--%s is a or b, not '%.40s'", row->name, value);
}

#define AT(member) offsetof(struct options, member)

const struct option_row option_table[OPTS] = {
	[OPT_READ] = { .letter = 'r',
	    .name = "read",
	    .arg = "FILE",
	    .group = GROUP_INPUT,
	    .take = take_text,
	    .at = AT(file),
	    .help =
	        "Read a capture (pcap, pcapng or snoop, also compressed with gzip, zstd, lz4 or "
	        "xz) from FILE; '-' reads a stream from standard "
	        "input, as written by 'tcpdump -U -w -'; keys then come from the terminal." },
	[OPT_INTERFACE] = { .letter = 'i',
	    .name = "interface",
	    .arg = "IFACE",
	    .live_only = true,
	    .group = GROUP_INPUT,
	    .take = take_device,
	    .help = "Capture live from IFACE, a name or a number of -D (default: any). May be "
	            "repeated: several interfaces are captured together, in order of time." },
	[OPT_LIST] = { .letter = 'D',
	    .name = "list-interfaces",
	    .group = GROUP_INPUT,
	    .help = "List the interfaces and their numbers." },
	[OPT_DIRECTION] = { .letter = 'Q',
	    .name = "direction",
	    .arg = "in|out|inout",
	    .live_only = true,
	    .group = GROUP_INPUT,
	    .take = take_direction,
	    .help = "Capture only what this machine receives or sends (default: inout)." },
	[OPT_IMMEDIATE] = { .name = "immediate-mode",
	    .live_only = true,
	    .group = GROUP_INPUT,
	    .take = take_flag,
	    .at = AT(devices.immediate),
	    .help =
	        "Take each frame from the kernel as it arrives, instead of gathering frames for "
	        "1 ms. At high rates more may be dropped." },
	[OPT_FILTER_FILE] = { .letter = 'F',
	    .name = "expression-file",
	    .arg = "FILE",
	    .group = GROUP_INPUT,
	    .take = take_text,
	    .at = AT(filter_file),
	    .help = "Read the filter expression from FILE; # begins a comment." },
	[OPT_COUNT] = { .letter = 'c',
	    .name = "count",
	    .arg = "N",
	    .group = GROUP_INPUT,
	    .take = take_number,
	    .at = AT(count),
	    .low = 1,
	    .high = UINT32_MAX,
	    .help = "Stop after N segments. In the lab, N at each vantage point; --json without "
	            "--at prints the first N of both together." },
	[OPT_LIMIT_PACKETS] = { .name = "limit-packets",
	    .arg = "N",
	    .group = GROUP_INPUT,
	    .take = take_number,
	    .at = AT(limit_packets),
	    .low = 1,
	    .high = UINT32_MAX,
	    .help = "Capture at most N segments; the screen shows the limit and reports when it is "
	            "reached. With --ring, keep the newest N." },
	[OPT_LIMIT_BYTES] = { .name = "limit-bytes",
	    .arg = "SIZE",
	    .group = GROUP_INPUT,
	    .take = take_bytes,
	    .at = AT(limit_bytes),
	    .help = "Capture at most SIZE bytes of frames on disk, such as 500M or 2G (k, M and G "
	            "are powers of 1000). With --ring, keep the newest SIZE bytes." },
	[OPT_RING] = { .name = "ring",
	    .group = GROUP_INPUT,
	    .take = take_flag,
	    .at = AT(ring),
	    .help = "At --limit-packets or --limit-bytes do not stop, but forget the oldest "
	            "segments, their sessions and frames: memory and disk stay bounded in a long "
	            "capture (default limits: 1000000 segments and 1G). Frame numbers do not "
	            "change. --text and --json print segments of a live capture or a stream before "
	            "they are forgotten; all other output has only what is kept." },
	[OPT_DECODE] = { .name = "decode",
	    .arg = "RULE",
	    .group = GROUP_INPUT,
	    .take = take_decode,
	    .at = AT(decode),
	    .help = "Decode tunnels on other ports: udp.port=9999,vxlan expects VXLAN on UDP "
	            "port 9999 (also vxlan-gpe, geneve, gtp, capwap, teredo, lisp, tzsp, l2tp, "
	            "mpls, gre, nsh, esp, ethernet, ip, ppp); esp.null reads ESP that is not "
	            "encrypted. "
	            "May be repeated." },
	[OPT_PRIVATE] = { .name = "private",
	    .live_only = true,
	    .group = GROUP_INPUT,
	    .take = take_flag,
	    .at = AT(private_network),
	    .help = "Work in a private network namespace that has only a loopback interface. This "
	            "needs no privileges. It is the default if the user may not capture and asks "
	            "for no other traffic." },
	[OPT_USER] = { .letter = 'Z',
	    .name = "user",
	    .arg = "USER",
	    .group = GROUP_INPUT,
	    .take = take_text,
	    .at = AT(user),
	    .help = "When started as root, switch to USER after devices and sockets are open "
	            "(default: the user who called sudo, else nobody)." },
	[OPT_NO_CONFINEMENT] = { .name = "no-confinement",
	    .group = GROUP_INPUT,
	    .take = take_flag,
	    .at = AT(no_confinement),
	    .help = "Do not restrict the calls and files of the process that reads packets "
	            "(seccomp, Landlock)." },
	[OPT_CONFINEMENT] = { .name = "confinement",
	    .group = GROUP_INPUT,
	    .take = take_flag,
	    .at = AT(confinement),
	    .help = "Open everything, print what each process and thread may do (user, "
	            "capabilities, seccomp, Landlock, namespaces), and exit." },
	[OPT_PORT] = { .letter = 'p',
	    .name = "port",
	    .arg = "PORT",
	    .live_only = true,
	    .group = GROUP_TRAFFIC,
	    .take = take_port,
	    .at = AT(port),
	    .low = 1,
	    .high = UINT16_MAX,
	    .help = "Port of the embedded server and of the default expression (default: 8000)." },
	[OPT_BIND] = { .name = "bind",
	    .arg = "ADDR",
	    .live_only = true,
	    .group = GROUP_TRAFFIC,
	    .take = take_text,
	    .at = AT(bind),
	    .help = "Address that the embedded server listens on (default: all, IPv4 and IPv6)." },
	[OPT_REPLY] = { .name = "reply",
	    .arg = "none|echo|TEXT",
	    .live_only = true,
	    .group = GROUP_TRAFFIC,
	    .take = take_reply,
	    .help = "Reply of the embedded server to each message (default: none)." },
	[OPT_SERVER] = { .name = "server",
	    .live_only = true,
	    .group = GROUP_TRAFFIC,
	    .take = take_nothing,
	    .help = "Start the embedded server, whatever the expression. Without an expression it "
	            "always starts; with one, only if --server, --port, --bind, --reply, --demo or "
	            "--private asks for it." },
	[OPT_NO_SERVER] = { .name = "no-server",
	    .live_only = true,
	    .group = GROUP_TRAFFIC,
	    .take = take_nothing,
	    .help = "Do not start the embedded server." },
	[OPT_CONNECT] = { .name = "connect",
	    .arg = "HOST:PORT",
	    .live_only = true,
	    .group = GROUP_TRAFFIC,
	    .take = take_text,
	    .at = AT(connect),
	    .help =
	        "Address that the built-in client connects to (default: the embedded server)." },
	[OPT_DEMO] = { .name = "demo",
	    .live_only = true,
	    .group = GROUP_TRAFFIC,
	    .take = take_flag,
	    .at = AT(demo),
	    .help = "Let the built-in client play a session: connect, send 11111, later 123321, "
	            "then reset." },
	[OPT_DELAY] = { .name = "delay",
	    .arg = "TIME",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "One-way delay of the link, such as 20ms." },
	[OPT_JITTER] = { .name = "jitter",
	    .arg = "TIME",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Variation of the delay by up to TIME, without reordering." },
	[OPT_RATE] = { .name = "rate",
	    .arg = "RATE",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Rate of the link in bits per second, such as 10mbit." },
	[OPT_QUEUE] = { .name = "queue",
	    .arg = "SIZE",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Limit of the queue before the rate, such as 64kb; packets beyond it are "
	            "dropped." },
	[OPT_MARK] = { .name = "mark-above",
	    .arg = "SIZE",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Queue length above which packets are marked with ECN." },
	[OPT_LOSS] = { .name = "loss",
	    .arg = "PORTION",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Probability that a segment is lost, such as 2%." },
	[OPT_DUPLICATION] = { .name = "duplication",
	    .arg = "PORTION",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Probability that a segment is duplicated." },
	[OPT_REORDERING] = { .name = "reordering",
	    .arg = "PORTION",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Probability that a segment is delayed and overtaken by others." },
	[OPT_REORDERING_BY] = { .name = "reordering-by",
	    .arg = "TIME",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Delay of those segments." },
	[OPT_CORRUPTION] = { .name = "corruption",
	    .arg = "PORTION",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Probability that a bit of a segment is flipped." },
	[OPT_PATH_MTU] = { .name = "path-mtu",
	    .arg = "SIZE",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Largest IP packet that passes; for larger ones ICMP informs the sender." },
	[OPT_BLACK_HOLE] = { .name = "black-hole",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Drop packets over the path MTU without ICMP." },
	[OPT_CUT] = { .name = "cut",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_knob,
	    .help = "Start with the link cut: no packet passes." },
	[OPT_LINK] = { .name = "link",
	    .arg = "CHANGE",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_link,
	    .help =
	        "Change of the link, in one direction or both, such as 'a>b loss 2%', 'drop a>b "
	        "data 3' or 'hold b>a ack all by 30ms'. May be repeated." },
	[OPT_SEED] = { .name = "seed",
	    .arg = "N",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_seed,
	    .help = "Seed of the random numbers: the same seed gives the same segments the same "
	            "fate, if the kernels send the same segments." },
	[OPT_IPV6] = { .name = "ipv6",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_flag,
	    .at = AT(ipv6),
	    .help = "Use IPv6 between the hosts." },
	[OPT_SUPER_SEGMENTS] = { .name = "super-segments",
	    .lab_only = true,
	    .group = GROUP_LAB,
	    .take = take_flag,
	    .at = AT(super_segments),
	    .help = "Enable segmentation offload: frames of up to 64 KiB are captured." },
	[OPT_NUMERIC] = { .letter = 'n',
	    .name = "numeric",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(numeric),
	    .help = "Show port numbers instead of service names." },
	[OPT_RAW_SEQ] = { .letter = 'S',
	    .name = "raw-seq",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(raw_seq),
	    .help = "Show raw sequence numbers instead of relative ones." },
	[OPT_UTC] = { .name = "utc",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(utc),
	    .help = "Show times in UTC instead of local time (TZ)." },
	[OPT_QUIET] = { .letter = 'q',
	    .name = "quiet",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(quiet),
	    .help = "Shorter labels: flags and length only." },
	[OPT_LINK_HEADER] = { .letter = 'e',
	    .name = "link-header",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(link_header),
	    .help = "Let --text print the link header of each segment below its arrow. On the "
	            "screen it is in the details (Enter)." },
	[OPT_ASCII] = { .name = "ascii",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(ascii),
	    .help =
	        "Draw with ASCII characters only (default if the locale is not UTF-8). Without a "
	        "locale (LANG), the terminal is asked." },
	[OPT_PLAIN] = { .name = "plain",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(plain),
	    .help = "Answer the screen's keys with lines of text: for screen readers and simple "
	            "terminals. Keys may come from a pipe." },
	[OPT_UTF8] = { .name = "utf8",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(utf8),
	    .help = "Draw with all characters, whatever the locale and the type of terminal." },
	[OPT_NO_COLOR] = { .name = "no-color",
	    .group = GROUP_SCREEN,
	    .take = take_flag,
	    .at = AT(no_color),
	    .help = "Use no colours; NO_COLOR in the environment does the same." },
	[OPT_TEXT] = { .name = "text",
	    .group = GROUP_PRINT,
	    .take = take_output,
	    .low = OUTPUT_TEXT,
	    .help = "Print the ladder of each session as text, and its story." },
	[OPT_EXPLAIN] = { .name = "explain",
	    .group = GROUP_PRINT,
	    .take = take_flag,
	    .at = AT(explain),
	    .help = "Let --text print the explanation of each segment below its arrow." },
	[OPT_JSON] = { .name = "json",
	    .group = GROUP_PRINT,
	    .take = take_output,
	    .low = OUTPUT_JSON,
	    .help = "Print one JSON object per segment, one per line." },
	[OPT_STATS] = { .name = "stats",
	    .group = GROUP_PRINT,
	    .take = take_output,
	    .low = OUTPUT_STATS,
	    .help =
	        "Print counts of events in the capture, and figures of each session, worst first: "
	        "how it ended, handshake RTT, idle time (silences of a second or more), and for "
	        "each side segments, bytes, goodput, retransmissions, and minimum, mean and "
	        "maximum RTT at the capture point. With --session also how much of the session was "
	        "captured, throughput and goodput, how the time was spent, and the session's "
	        "story." },
	[OPT_SESSIONS] = { .name = "sessions",
	    .group = GROUP_PRINT,
	    .take = take_output,
	    .low = OUTPUT_SESSIONS,
	    .help = "Print one JSON object per session, one per line, as sessions end: addresses, "
	            "figures, where the time went, the verdict and the story. Keeps the newest "
	            "1,000,000 segments, or what --ring and --limit-packets say." },
	[OPT_EXPORT] = { .letter = 'w',
	    .name = "export",
	    .arg = "FILE",
	    .group = GROUP_PRINT,
	    .take = take_output,
	    .at = AT(export_path),
	    .low = OUTPUT_EXPORT,
	    .help =
	        "Write the frames to FILE as pcap at the end of the input or on ^C; - is standard "
	        "output. With -U, - or a named pipe gets each frame as it comes." },
	[OPT_STREAM_BYTES] = { .name = "stream-bytes",
	    .arg = "ab|ba|both",
	    .group = GROUP_PRINT,
	    .take = take_stream_bytes,
	    .low = OUTPUT_BYTES,
	    .help =
	        "Write the bytes that the client (ab), the server (ba) or both sent in a session, "
	        "raw and in order, each once; --session selects it if there are several. A "
	        "message on standard error counts bytes that the capture lacks." },
	[OPT_PAYLOAD] = { .name = "payload",
	    .group = GROUP_PRINT,
	    .take = take_flag,
	    .at = AT(payload),
	    .help = "Let --json add the captured payload of each segment, in base64." },
	[OPT_FORCE] = { .name = "force",
	    .group = GROUP_PRINT,
	    .take = take_flag,
	    .at = AT(force),
	    .help = "Let --export replace an existing file." },
	[OPT_FOLLOW] = { .name = "follow",
	    .group = GROUP_INPUT,
	    .take = take_flag,
	    .at = AT(follow),
	    .help =
	        "Go on with what is written to the newest file, and with the file that takes its "
	        "name or, of a folder, with those that come into it." },
	[OPT_COMMENTS] = { .name = "comments",
	    .group = GROUP_PRINT,
	    .take = take_flag,
	    .at = AT(comments),
	    .help =
	        "With --export to a name ending in .pcapng: write the notes and the explanation "
	        "of each segment as a comment of its packet, which Wireshark shows." },
	[OPT_FILTER] = { .name = "filter",
	    .arg = "TERMS",
	    .group = GROUP_SCREEN,
	    .take = take_terms,
	    .at = AT(terms),
	    .help = "Only the sessions and segments that match: port:443 note:retransmission "
	            "rtt>100ms. On the screen, f changes it; the manual has all terms." },
	[OPT_SESSION] = { .name = "session",
	    .arg = "N",
	    .group = GROUP_PRINT,
	    .take = take_number,
	    .at = AT(session),
	    .low = 1,
	    .high = UINT32_MAX,
	    .help = "Only session N; sessions are numbered from 1 in order of appearance." },
	[OPT_AT] = { .name = "at",
	    .arg = "a|b",
	    .lab_only = true,
	    .group = GROUP_PRINT,
	    .take = take_at,
	    .help =
	        "Use the capture of one host of the lab. Without it, --json prints both, --export "
	        "writes a file for each (with -a and -b in their names), and other output shows "
	        "host a." },
	[OPT_WIDTH] = { .name = "width",
	    .arg = "N",
	    .group = GROUP_PRINT,
	    .take = take_number,
	    .at = AT(width),
	    .low = LADDER_WIDTH_MIN,
	    .high = WIDTH_MAX,
	    .help = "Width of --text in columns (default: the terminal's width, or else as wide as "
	            "the labels need)." },
	[OPT_TOP] = { .name = "top",
	    .arg = "N",
	    .group = GROUP_PRINT,
	    .take = take_number,
	    .at = AT(top),
	    .high = UINT32_MAX,
	    .help =
	        "Number of sessions that --stats or --sessions lists, worst first (--stats: 1000 "
	        "if not given; 0: all)." },
	[OPT_HELP] = { .letter = 'h',
	    .name = "help",
	    .group = GROUP_OTHER,
	    .help = "Print this text." },
	[OPT_VERSION] = { .letter = 'V',
	    .name = "version",
	    .group = GROUP_OTHER,
	    .help = "Print the version." },
};

const char *const option_group_name[] = {
	[GROUP_INPUT] = "Capture",
	[GROUP_TRAFFIC] = "Server and client",
	[GROUP_LAB] = "The lab's link",
	[GROUP_SCREEN] = "Appearance",
	[GROUP_PRINT] = "Output without a screen",
	[GROUP_OTHER] = "Other",
};
static_assert(ARRAY_LEN(option_group_name) == GROUPS, "every group has a name");

#include "core/base/fold.h"
#include "core/filter/value.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/model/verdict.h"
#include "core/record/note.h"
#include "core/record/session.h"
#include "core/record/tcpstate.h"

struct unit {
	const char *name;
	double times;
};

static const struct unit counts[] = { { "", 1 }, { "k", 1e3 }, { "K", 1e3 }, { "M", 1e6 },
	{ "G", 1e9 } };
static const struct unit sizes[] = { { "", 1 }, { "B", 1 }, { "k", 1e3 }, { "K", 1e3 },
	{ "kB", 1e3 }, { "KB", 1e3 }, { "KiB", 1024 }, { "Ki", 1024 }, { "M", 1e6 }, { "MB", 1e6 },
	{ "MiB", 1048576 }, { "Mi", 1048576 }, { "G", 1e9 }, { "GB", 1e9 }, { "GiB", 1073741824 },
	{ "Gi", 1073741824 } };
static const struct unit times[] = { { "ns", 1 }, { "us", 1e3 }, { "\u00b5s", 1e3 }, { "ms", 1e6 },
	{ "s", 1e9 }, { "min", 60e9 }, { "h", 3600e9 } };
static const struct unit percents[] = { { "%", 1 }, { "", 1 } };

static const struct {
	const struct unit *unit;
	size_t units;
	const char *wrong;
} numbers[VALUE_KINDS] = {
	[VALUE_COUNT] = { counts, ARRAY_LEN(counts), "needs a number, as 100 or 10k" },
	[VALUE_BYTES] = { sizes, ARRAY_LEN(sizes), "needs a size, as 1500, 10k or 1M" },
	[VALUE_TIME] = { times, ARRAY_LEN(times), "needs a time with its unit, as 100ms or 2s" },
	[VALUE_PERCENT] = { percents, ARRAY_LEN(percents), "needs a percentage, as 2%" },
};

bool filter_value_is_number(enum filter_value kind)
{
	return numbers[kind].unit != NULL;
}

/* Reads digits with a decimal point; strtod() would take the locale's. Returns the rest. */
static const char *read_decimal(const char *text, double *out)
{
	double parts = 0, scale = 1;
	for (; isdigit((unsigned char)*text); text++)
		parts = parts * 10 + (*text - '0');
	if (*text == '.')
		for (text++; isdigit((unsigned char)*text); text++) {
			parts = parts * 10 + (*text - '0');
			scale *= 10;
		}
	*out = parts / scale;
	return text;
}

/* Reads "1.5M" up to the end or a dash. Returns the rest; NULL if it is no number. */
static const char *read_one(enum filter_value kind, const char *text, double *out)
{
	size_t digits = strspn(text, "0123456789.");
	if (digits == 0 || digits > 24 || !isdigit((unsigned char)*text))
		return NULL;
	double number;
	const char *end = read_decimal(text, &number);
	if (end != text + digits)
		return NULL;
	size_t len = strcspn(end, "-");
	if (len == 0 && number == 0) {
		*out = 0;
		return end;
	}
	for (size_t i = 0; i < numbers[kind].units; i++) {
		const struct unit *unit = &numbers[kind].unit[i];
		if (strlen(unit->name) == len && memcmp(unit->name, end, len) == 0) {
			*out = number * unit->times;
			return end + len;
		}
	}
	return NULL;
}

static const char *read_number(enum filter_value kind, const char *text, struct operand *o)
{
	const char *rest = read_one(kind, text, &o->number.low);
	o->number.high = o->number.low;
	bool range = rest != NULL && *rest == '-' && (o->op == OP_HAS || o->op == OP_IS);
	if (range)
		rest = read_one(kind, rest + 1, &o->number.high);
	if (rest == NULL || *rest != '\0')
		return numbers[kind].wrong;
	return o->number.low <= o->number.high ? NULL : "needs a range from low to high";
}

/* Reads digits up to a limit. Returns the rest; NULL if there are none, or too many. */
static const char *read_digits(const char *text, unsigned limit, unsigned *out)
{
	*out = 0;
	if (!isdigit((unsigned char)*text))
		return NULL;
	for (; isdigit((unsigned char)*text); text++) {
		*out = *out * 10 + (unsigned)(*text - '0');
		if (*out > limit)
			return NULL;
	}
	return text;
}

static const char *read_port(const char *text, struct operand *o)
{
	unsigned low, high;
	if (!isdigit((unsigned char)*text)) {
		o->port.named = true;
		return *text != '\0' ? NULL : "needs a port: 443, 8000-8010 or a name";
	}
	const char *rest = read_digits(text, UINT16_MAX, &low);
	high = low;
	if (rest != NULL && *rest == '-')
		rest = read_digits(rest + 1, UINT16_MAX, &high);
	if (rest == NULL || *rest != '\0' || low > high)
		return "needs a port: 443, 8000-8010 or a name";
	o->port.low = (uint16_t)low;
	o->port.high = (uint16_t)high;
	return NULL;
}

static bool read_v4(const char *text, size_t len, struct addr *out)
{
	uint8_t b[4];
	const char *end = text + len;
	for (unsigned i = 0; i < 4; i++) {
		unsigned byte;
		const char *rest = text < end ? read_digits(text, UINT8_MAX, &byte) : NULL;
		bool last = i == 3;
		if (rest == NULL || rest > end || (last ? rest != end : *rest != '.'))
			return false;
		b[i] = (uint8_t)byte;
		text = rest + 1;
	}
	*out = addr_from_v4(b);
	return true;
}

/* Reads one group of hexadecimal digits. Returns its length; 0 if there is none. */
static size_t read_group(const char *text, const char *end, uint8_t out[2])
{
	unsigned group = 0;
	size_t len = 0;
	for (; text + len < end && isxdigit((unsigned char)text[len]); len++) {
		int c = fold_byte(text[len]);
		group = group * 16 + (unsigned)(isdigit(c) ? c - '0' : c - 'a' + 10);
		if (len >= 4)
			return 0;
	}
	out[0] = (uint8_t)(group >> 8);
	out[1] = (uint8_t)group;
	return len;
}

/* RFC 4291, 2.2, without an IPv4 address at the end. */
static bool read_v6(const char *text, size_t len, struct addr *out)
{
	const char *end = text + len;
	uint8_t b[16] = { 0 };
	size_t used = 0, gap = SIZE_MAX;
	if (len >= 2 && text[0] == ':' && text[1] == ':') {
		gap = 0;
		text += 2;
	}
	while (text < end) {
		size_t digits = used < 16 ? read_group(text, end, b + used) : 0;
		if (digits == 0)
			return false;
		used += 2;
		text += digits;
		if (text == end)
			break;
		if (*text++ != ':' || (text == end))
			return false;
		if (*text == ':') {
			if (gap != SIZE_MAX)
				return false;
			gap = used;
			text++;
		}
	}
	if (gap == SIZE_MAX ? used != 16 : used > 14)
		return false;
	if (gap != SIZE_MAX) {
		memmove(b + 16 - (used - gap), b + gap, used - gap);
		memset(b + gap, 0, 16 - used);
	}
	*out = addr_from_v6(b);
	return true;
}

static const char *read_host(const char *text, struct operand *o)
{
	static const char wrong[] = "needs an address or a network, as 10.0.0.0/8 or [2001:db8::1]";
	size_t len = strcspn(text, "/");
	bool v4 = read_v4(text, len, &o->host.addr);
	if (!v4 && !read_v6(text, len, &o->host.addr))
		return wrong;
	unsigned most = v4 ? 32 : 128, bits = most;
	if (text[len] == '/') {
		const char *rest = read_digits(text + len + 1, most, &bits);
		if (rest == NULL || *rest != '\0')
			return wrong;
	}
	o->host.bits = bits + 128 - most;
	return NULL;
}

/* Compares names, where "_", "-" and a blank are the same, and case does not count. */
static bool same_name(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++) {
		int x = fold_byte(*a), y = fold_byte(*b);
		x = x == '_' || x == ' ' ? '-' : x;
		y = y == '_' || y == ' ' ? '-' : y;
		if (x != y)
			return false;
	}
	return *a == *b;
}

static const char *read_note(const char *text, struct operand *o)
{
	o->notes = same_name(text, "any")       ? NOTES_MASK
	           : same_name(text, "problem") ? NOTES_TROUBLE | NOTES_RESET
	                                        : 0;
	for (unsigned i = 0; i < NOTE_COUNT; i++)
		if (same_name(text, note_name((enum note)i)) ||
		    same_name(text, note_words((enum note)i)))
			o->notes |= NOTE_BIT(i);
	return o->notes != 0 ? NULL : "is no note, such as retransmission";
}

uint64_t filter_notes_like(const char *text)
{
	uint64_t notes = 0;
	for (unsigned i = 0; i < NOTE_COUNT; i++)
		if (strcasestr(note_name((enum note)i), text) != NULL ||
		    strcasestr(note_words((enum note)i), text) != NULL)
			notes |= NOTE_BIT(i);
	return notes;
}

static const char *read_state(const char *text, struct operand *o)
{
	o->state.states = 0;
	o->state.ends = 0;
	for (unsigned i = 0; i < STATE_COUNT; i++)
		if (same_name(text, tcp_state_name((enum tcp_state)i)) ||
		    same_name(text, tcp_state_short((enum tcp_state)i)))
			o->state.states = (uint16_t)(o->state.states | 1U << i);
	for (unsigned i = SESSION_OPEN; i <= SESSION_REFUSED; i++)
		if (same_name(text, session_end_name((enum session_end)i)))
			o->state.ends = (uint8_t)(o->state.ends | 1U << i);
	bool known = o->state.states != 0 || o->state.ends != 0;
	return known ? NULL : "is no state, such as established or refused";
}

static const struct {
	char letter;
	const char *name;
	uint16_t flag;
} flags[] = { { 'S', "syn", TCP_SYN }, { 'F', "fin", TCP_FIN }, { 'R', "rst", TCP_RST },
	{ 'P', "psh", TCP_PSH }, { '.', "ack", TCP_ACK }, { 'U', "urg", TCP_URG },
	{ 'E', "ece", TCP_ECE }, { 'W', "cwr", TCP_CWR }, { 'e', "ae", TCP_AE } };

static const char *read_flags(const char *text, struct operand *o)
{
	o->flags = 0;
	for (size_t i = 0; i < ARRAY_LEN(flags); i++)
		if (same_name(text, flags[i].name)) {
			o->flags = flags[i].flag;
			return NULL;
		}
	for (; *text != '\0'; text++) {
		uint16_t flag = 0;
		for (size_t i = 0; i < ARRAY_LEN(flags); i++)
			if (flags[i].letter == *text)
				flag = flags[i].flag;
		if (flag == 0)
			return "needs flags as tcpdump writes them: S F R P . U E W e";
		o->flags |= flag;
	}
	return o->flags != 0 ? NULL : "needs flags as tcpdump writes them: S F R P . U E W e";
}

static const char *read_dir(const char *text, struct operand *o)
{
	bool ab = same_name(text, "ab") || same_name(text, "client");
	o->dir = ab ? SIDE_A : SIDE_B;
	return ab || same_name(text, "ba") || same_name(text, "server")
	           ? NULL
	           : "needs ab (from the client) or ba (from the server)";
}

static const char *read_verdict(const char *text, struct operand *o)
{
	o->verdict.kinds = 0;
	o->verdict.causes = 0;
	for (unsigned i = VERDICT_NONE + 1; i < VERDICT_KINDS; i++)
		if (same_name(
		        text, verdict_word(&(struct verdict){ .kind = (enum verdict_kind)i })))
			o->verdict.kinds |= 1U << i;
	for (unsigned i = 0; i < TIME_CAUSES; i++)
		if (same_name(text, time_cause_name((enum time_cause)i)))
			o->verdict.causes |= 1U << i;
	bool known = o->verdict.kinds != 0 || o->verdict.causes != 0;
	return known ? NULL : "is no verdict, such as receive_window or loss_recovery";
}

const char *filter_value_read(enum filter_value kind, const char *text, struct operand *o)
{
	if (filter_value_is_number(kind))
		return read_number(kind, text, o);
	if (o->op != OP_HAS && o->op != OP_IS)
		return "is compared with : or = only";
	switch (kind) {
	case VALUE_HOST:
		return read_host(text, o);
	case VALUE_PORT:
		return read_port(text, o);
	case VALUE_NOTE:
		return read_note(text, o);
	case VALUE_STATE:
		return read_state(text, o);
	case VALUE_FLAGS:
		return read_flags(text, o);
	case VALUE_DIR:
		return read_dir(text, o);
	case VALUE_VERDICT:
		return read_verdict(text, o);
	default:
		return *text != '\0' ? NULL : "needs a text after the colon";
	}
}

const char *filter_value_at(enum filter_value kind, unsigned n)
{
	static const char *const states[] = { "open", "closed", "reset", "refused", "unknown",
		"listen", "syn-sent", "syn-received", "established", "fin-wait-1", "fin-wait-2",
		"close-wait", "closing", "last-ack", "time-wait" };
	static const char *const dirs[] = { "ab", "ba" };
	if (kind == VALUE_NOTE)
		return n < NOTE_COUNT        ? note_name((enum note)n)
		       : n == NOTE_COUNT     ? "any"
		       : n == NOTE_COUNT + 1 ? "problem"
		                             : NULL;
	if (kind == VALUE_STATE)
		return n < ARRAY_LEN(states) ? states[n] : NULL;
	if (kind == VALUE_FLAGS)
		return n < ARRAY_LEN(flags) ? flags[n].name : NULL;
	if (kind == VALUE_VERDICT)
		return n < TIME_CAUSES ? time_cause_name((enum time_cause)n) : NULL;
	return kind == VALUE_DIR && n < ARRAY_LEN(dirs) ? dirs[n] : NULL;
}

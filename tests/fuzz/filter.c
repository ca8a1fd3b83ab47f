/* Compiles bytes as a filter, and applies it to a few sessions: it compiles, or the error is within
 * the text; scan and walk agree; "not" selects the other sessions; completion stays in the text. */
#include "core/filter/filter.h"

#include <string.h>

#include "core/filter/complete.h"
#include "core/filter/scan.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXT_MOST 600
#define SESSIONS 3
#define NEEDLE "GET / HTTP"

/* A handshake, data sent twice and its ACK; then what the session's number asks for. */
static const struct {
	bool from_a;
	uint32_t seq, ack;
	unsigned len, flags;
} steps[] = {
	{ true, 0, 0, 0, TCP_SYN },
	{ false, 0, 1, 0, TCP_SYN | TCP_ACK },
	{ true, 1, 1, 10, TCP_ACK | TCP_PSH },
	{ true, 1, 1, 10, TCP_ACK | TCP_PSH },
	{ false, 1, 11, 0, TCP_ACK },
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

static struct model *make(void)
{
	struct model *m = model_new();
	static const uint8_t a[4] = { 10, 0, 0, 1 }, b[4] = { 10, 0, 0, 2 };
	for (uint32_t i = 0; i < SESSIONS * STEPS; i++) {
		uint32_t session = i / STEPS, n = i % STEPS;
		struct endpoint client = { addr_from_v4(a), (uint16_t)(4000 + session) };
		struct endpoint server = { addr_from_v4(b), 443 };
		/* The second session has no handshake, the third ends with it. */
		if ((session == 1 && n < 2) || (session == 2 && n > 1))
			continue;
		struct segment s = {
			.time_ns = (int64_t)i * 300000000,
			.frame = i + 1,
			.src = steps[n].from_a ? client : server,
			.dst = steps[n].from_a ? server : client,
			.seq = 1000 + steps[n].seq,
			.ack = 1000 + steps[n].ack,
			.len = steps[n].len & 0xff,
			.flags = (uint16_t)steps[n].flags,
			.win = 1000,
		};
		model_add(m, &s);
	}
	return m;
}

static const char *name_port(uint16_t port)
{
	return port == 443 ? "https" : NULL;
}

static bool payload(void *owner, uint32_t packet, struct bytes *out)
{
	(void)owner;
	*out = (struct bytes){ (const uint8_t *)NEEDLE, strlen(NEEDLE) };
	return packet % 2 == 1;
}

static bool odd(void *owner, unsigned n, uint32_t packet)
{
	(void)owner, (void)n;
	return packet % 2 == 1;
}

static void apply(const struct filter *f, const char *text)
{
	struct model *m = make();
	struct filter_source in = { .m = m, .service = name_port, .payload = payload, .bpf = odd };
	struct filter_scan *scan = filter_scan_new(f);
	struct filter_memo memo = { 0 };
	char other[TEXT_MOST + 8];
	struct filter_error error;
	snprintf(other, sizeof(other), "not(%s)", text);
	struct filter *complement = filter_is_empty(f) ? NULL : filter_compile(other, &error);
	while (!filter_scan_step(scan, &in, model_packets(m), 2))
		;
	for (uint32_t n = 1; n <= model_packets(m); n++)
		filter_packet(f, &in, n, &memo);
	for (uint32_t n = 1; n <= model_sessions(m); n++) {
		bool fits = filter_session(f, &in, n);
		HOLDS(filter_scan_session(scan, &in, n) == fits);
		HOLDS(complement == NULL || filter_session(complement, &in, n) == !fits);
	}
	filter_free(complement);
	filter_scan_free(scan);
	model_free(m);
}

static void complete(const char *text)
{
	char out[FILTER_COMPLETION_TEXT];
	size_t from, cursor = strlen(text);
	size_t count = filter_complete(text, cursor, 0, &from, out, sizeof(out));
	HOLDS(from <= cursor && (count > 0) == (out[0] != '\0'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct filter_error error;
	size = size < TEXT_MOST ? size : TEXT_MOST;
	/* A separate allocation, so a sanitizer reports a read beyond the end. */
	char *text = malloc(size + 1);
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	struct filter *f = filter_compile(text, &error);
	if (f == NULL) {
		HOLDS(error.text[0] != '\0');
		HOLDS(error.at <= strlen(text) && error.len <= strlen(text) - error.at);
	} else {
		HOLDS(strcmp(filter_text(f), text) == 0);
		apply(f, text);
	}
	complete(text);
	filter_free(f);
	free(text);
	return 0;
}

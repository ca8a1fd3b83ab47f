#include "random.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "core/base/array.h"

#define PERCENT 100
/* Most bytes that a connection moves, and over the longest paths. */
#define MOST_BYTES 300000
#define LONGEST_PATHS_BYTES 60000

struct draw {
	struct drawn *out;
	uint64_t chance;
	uint32_t round_trip_us;
};

static uint32_t below(struct draw *d, uint32_t n)
{
	return (uint32_t)(chance_next(&d->chance) % n);
}

static bool happens(struct draw *d, uint32_t percent)
{
	return below(d, PERCENT) < percent;
}

static uint32_t between(struct draw *d, uint32_t least, uint32_t most)
{
	return least + below(d, most - least + 1);
}

/* As likely between 1 and 10 as between 10 and 100. */
static uint32_t of_any_size(struct draw *d, uint32_t least, uint32_t most)
{
	unsigned doublings = 0;
	while (least << (doublings + 1) <= most)
		doublings++;
	uint32_t from = least << below(d, doublings + 1);
	return between(d, from, 2 * from < most ? 2 * from : most);
}

/* Picks a choice; one that is listed more often is more likely. */
#define ONE_OF(d, choices) (choices)[below(d, ARRAY_LEN(choices))]

__attribute__((format(printf, 3, 4))) static void append(
    char *text, size_t size, const char *format, ...)
{
	va_list args;
	size_t used = strlen(text);
	va_start(args, format);
	vsnprintf(text + used, size - used, format, args);
	va_end(args);
}

#define LINK(d, ...) append((d)->out->link, sizeof((d)->out->link), "; " __VA_ARGS__)
#define SETTING(d, ...) append((d)->out->settings, sizeof((d)->out->settings), " " __VA_ARGS__)

/* Both ways, or one of them. */
static const char *way(struct draw *d)
{
	static const char *const ways[] = { "", "", "a>b ", "a>b ", "b>a " };
	return ONE_OF(d, ways);
}

static void draw_path(struct draw *d)
{
	uint32_t there = of_any_size(d, 200, 150000), back = there;
	if (happens(d, 30))
		back = of_any_size(d, 200, 300000);
	snprintf(d->out->link, sizeof(d->out->link), "a>b delay %uus; b>a delay %uus", there, back);
	d->round_trip_us = there + back;
	if (happens(d, 15))
		LINK(d, "%sjitter %uus", way(d), between(d, 100, there / 2 + 200));
	if (happens(d, 20)) {
		uint32_t kbit = of_any_size(d, 1000, 50000);
		LINK(d, "rate %ukbit; queue %ukb", kbit, of_any_size(d, 8, 100));
		if (happens(d, 40))
			LINK(d, "mark-above %ukb", between(d, 4, 30));
	}
	if (happens(d, 4))
		LINK(d, "path-mtu %u", between(d, 1280, 1480));
}

static void draw_loss(struct draw *d)
{
	static const uint32_t permille[] = { 5, 10, 10, 20, 20, 30, 50, 100, 200 };
	static const char *const lost[] = { "data", "data", "any", "ack", "again", "fin" };
	if (happens(d, 60))
		LINK(d, "%sloss %.1f%%", way(d), (double)ONE_OF(d, permille) / 10);
	if (happens(d, 20)) {
		uint32_t first = between(d, 1, 120), more = of_any_size(d, 1, 30) - 1;
		LINK(d, "drop %s%s %u-%u", way(d), ONE_OF(d, lost), first, first + more);
	}
	if (happens(d, 4))
		LINK(d, "drop %s%s for %ums", way(d), ONE_OF(d, lost), between(d, 50, 900));
	if (happens(d, 4))
		LINK(d, "drop syn %u; drop syn-ack %u", between(d, 1, 3), between(d, 1, 3));
}

static void draw_order(struct draw *d)
{
	static const uint32_t permille[] = { 5, 10, 20, 20, 40, 100 };
	static const char *const held[] = { "data", "any", "ack" };
	if (happens(d, 35)) {
		uint32_t by = happens(d, 30) ? d->round_trip_us + between(d, 100, 20000)
		                             : of_any_size(d, 200, 20000);
		LINK(d, "%sreordering %.1f%%", way(d), (double)ONE_OF(d, permille) / 10);
		LINK(d, "reordering-by %uus", by);
	}
	for (int spikes = happens(d, 20) ? (int)between(d, 1, 3) : 0; spikes > 0; spikes--) {
		uint32_t first = between(d, 1, 150), more = of_any_size(d, 1, 80) - 1;
		LINK(d, "hold %s%s %u-%u by %ums", way(d), ONE_OF(d, held), first, first + more,
		    of_any_size(d, 5, 900));
	}
	if (happens(d, 25))
		LINK(d, "%sduplication %.1f%%", way(d), (double)ONE_OF(d, permille) / 10);
	/* Frames that the devices segment have no checksum yet. */
	if (!d->out->plan.super_segments && happens(d, 2))
		LINK(d, "%scorruption %.1f%%", way(d), (double)ONE_OF(d, permille) / 10);
}

static void draw_kernel(struct draw *d)
{
	static const struct {
		uint32_t percent;
		const char *setting;
	} settings[] = {
		{ 12, "tcp_sack=0" },
		{ 3, "a:tcp_sack=0" },
		{ 12, "tcp_timestamps=0" },
		{ 3, "b:tcp_timestamps=0" },
		{ 6, "tcp_window_scaling=0" },
		{ 10, "tcp_early_retrans=0" },
		{ 6, "tcp_recovery=0" },
		{ 6, "tcp_dsack=0" },
		{ 6, "tcp_frto=0" },
		{ 8, "tcp_comp_sack_nr=0" },
		{ 4, "tcp_reordering=10" },
		{ 3, "tcp_thin_linear_timeouts=1" },
		{ 4, "tcp_slow_start_after_idle=0" },
		{ 3, "tcp_retrans_collapse=0" },
		{ 3, "tcp_mtu_probing=1" },
		{ 10, "tcp_ecn=1" },
	};
	static const char *const controls[] = { "reno", "cubic", "cubic", "bbr" };
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		if (happens(d, settings[i].percent))
			SETTING(d, "%s", settings[i].setting);
	d->out->plan.congestion = ONE_OF(d, controls);
	if (d->out->plan.opening == OPEN_FAST)
		SETTING(d, "tcp_fastopen=1543");
}

static void draw_questions(struct draw *d)
{
	struct plan *p = &d->out->plan;
	uint32_t most = 1000000 / (d->round_trip_us + 20000);
	p->rounds = between(d, 3, most > 30 ? 30 : most + 4);
	p->pause_ms = happens(d, 50) ? between(d, 1, 100) : 0;
	p->a_sends = of_any_size(d, 1, 5000);
	p->b_sends = of_any_size(d, 1, 12000);
}

static void draw_traffic(struct draw *d)
{
	struct plan *p = &d->out->plan;
	uint32_t most = d->round_trip_us > 100000 ? LONGEST_PATHS_BYTES : MOST_BYTES;
	uint32_t kind = below(d, PERCENT);
	if (kind < 30) {
		draw_questions(d);
	} else {
		p->a_sends = between(d, 10000, most);
		p->b_sends = kind < 50 ? between(d, 10000, most / 2) : between(d, 0, 3000);
	}
	if (happens(d, 12)) {
		p->piece = of_any_size(d, 10, 4000);
		p->piece_ms = happens(d, 50) ? between(d, 1, 20) : 0;
		p->a_sends = p->a_sends < p->piece * 60 ? p->a_sends : p->piece * 60;
		p->b_sends = p->b_sends < p->piece * 60 ? p->b_sends : p->piece * 60;
	}
	p->no_delay = happens(d, 30);
	if (happens(d, 12)) {
		p->b_buffer = of_any_size(d, 4000, 40000);
		p->b_sleeps_ms = p->rounds == 0 && happens(d, 50) ? between(d, 300, 1500) : 0;
	}
	if (happens(d, 10))
		p->b_rests_ms = between(d, 2, 20);
	p->idle_ms = happens(d, 6) ? between(d, 1100, 2500) : 0;
}

static void draw_ends(struct draw *d)
{
	static const enum closing closings[] = { CLOSE_A_FIRST, CLOSE_A_FIRST, CLOSE_B_FIRST,
		CLOSE_BOTH, CLOSE_HALF, CLOSE_ABORT, CLOSE_B_ABORT, CLOSE_UNREAD };
	static const enum opening openings[] = { OPEN_FAST, OPEN_BY_BOTH, OPEN_REFUSED };
	struct plan *p = &d->out->plan;
	p->closing = ONE_OF(d, closings);
	p->opening = happens(d, 10) ? ONE_OF(d, openings) : OPEN_BY_A;
	p->twice = happens(d, 5) && p->opening == OPEN_BY_A;
	p->ipv6 = happens(d, 20);
	p->super_segments = happens(d, 12);
	if (happens(d, 12))
		p->mtu = happens(d, 30) ? 9000 : between(d, 1280, 1499);
}

/* Drawn last, to keep earlier draws the same for a seed. */
static void draw_more(struct draw *d)
{
	static const char *const doubled[] = { "data", "data", "any", "ack", "again", "fin", "syn",
		"syn-ack" };
	struct plan *p = &d->out->plan;
	for (int late = happens(d, 15) ? (int)between(d, 1, 3) : 0; late > 0; late--) {
		uint32_t first = of_any_size(d, 1, 120), more = of_any_size(d, 1, 8) - 1;
		LINK(d, "duplicate %s%s %u-%u by %ums", way(d), ONE_OF(d, doubled), first,
		    first + more, of_any_size(d, 1, 1200));
	}
	if (!p->super_segments && happens(d, 6)) {
		uint32_t first = of_any_size(d, 1, 80);
		LINK(d, "corrupt %s%s %u-%u", way(d), ONE_OF(d, doubled), first,
		    first + below(d, 3));
	}
	if (p->opening == OPEN_BY_A && !p->twice && happens(d, 20))
		p->beside = between(d, 1, BESIDE_MOST);
}

void random_plan(struct drawn *out, uint64_t seed)
{
	struct draw d = { .out = out, .chance = seed * UINT64_C(0x2545f4914f6cdd1d) };
	*out = (struct drawn){ 0 };
	snprintf(out->name, sizeof(out->name), "random-%" PRIu64, seed);
	draw_ends(&d);
	draw_path(&d);
	draw_loss(&d);
	draw_order(&d);
	draw_traffic(&d);
	draw_kernel(&d);
	draw_more(&d);
	out->plan.name = out->name;
	out->plan.link = out->link;
	out->plan.settings = out->settings[0] != '\0' ? out->settings + 1 : NULL;
}

static void print_number(const char *name, uint32_t n)
{
	if (n > 0)
		printf(", .%s = %u", name, n);
}

static void print_flag(const char *name, bool is)
{
	if (is)
		printf(", .%s = true", name);
}

void plan_print(const struct plan *p)
{
	static const char *const openings[] = { "OPEN_BY_A", "OPEN_BY_BOTH", "OPEN_FAST",
		"OPEN_REFUSED" };
	static const char *const closings[] = { "CLOSE_A_FIRST", "CLOSE_B_FIRST", "CLOSE_BOTH",
		"CLOSE_HALF", "CLOSE_ABORT", "CLOSE_B_ABORT", "CLOSE_UNREAD" };
	printf("{ .name = \"%s\", .link = \"%s\"", p->name, p->link);
	if (p->settings != NULL)
		printf(", .settings = \"%s\"", p->settings);
	if (p->congestion != NULL)
		printf(", .congestion = \"%s\"", p->congestion);
	print_number("a_sends", p->a_sends);
	print_number("b_sends", p->b_sends);
	print_number("piece", p->piece);
	print_number("piece_ms", p->piece_ms);
	print_number("rounds", p->rounds);
	print_number("pause_ms", p->pause_ms);
	print_number("b_sleeps_ms", p->b_sleeps_ms);
	print_number("b_rests_ms", p->b_rests_ms);
	print_number("b_buffer", p->b_buffer);
	print_number("idle_ms", p->idle_ms);
	print_number("mtu", p->mtu);
	print_number("beside", p->beside);
	printf(", .opening = %s, .closing = %s", openings[p->opening], closings[p->closing]);
	print_flag("no_delay", p->no_delay);
	print_flag("twice", p->twice);
	print_flag("ipv6", p->ipv6);
	print_flag("super_segments", p->super_segments);
	printf(" },\n");
}

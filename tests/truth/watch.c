#include "watch.h"

#include <err.h>
#include <stdlib.h>

#include "capture/os/clock.h"
#include "core/base/err.h"
#include "core/base/memory.h"

/* The two callers: the link's thread, and the one that plays. */
enum { BY_LINK, BY_PLAYER, ASKERS };

struct watch {
	struct kernel_view_reader *kernel[ASKERS][LAB_HOSTS];
	struct look *look;
	size_t count, room;
};

struct opening {
	struct watch *watch;
	enum lab_place host;
};

static bool open_here(void *ctx, struct err *why)
{
	struct opening *o = ctx;
	for (int i = 0; i < ASKERS; i++) {
		o->watch->kernel[i][o->host] = kernel_view_open(why);
		if (o->watch->kernel[i][o->host] == NULL)
			return false;
	}
	return true;
}

struct watch *watch_open(struct lab_net *net)
{
	struct watch *w = memory_zeroed(1, sizeof(*w));
	struct err why;
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		struct opening opening = { w, (enum lab_place)host };
		if (!lab_net_run(net, opening.host, open_here, &opening, &why))
			errx(1, "watch: %s", why.text);
	}
	return w;
}

void watch_free(struct watch *w)
{
	for (int i = 0; i < ASKERS; i++)
		for (int host = LAB_A; host < LAB_HOSTS; host++)
			kernel_view_close(w->kernel[i][host]);
	free(w->look);
	free(w);
}

static struct look *new_look(struct watch *w)
{
	if (w->count == w->room) {
		w->room = w->room == 0 ? 4096 : 2 * w->room;
		w->look = memory_resize(w->look, w->room, sizeof(*w->look));
	}
	return &w->look[w->count];
}

static void look_at(void *ctx, enum lab_place host, const struct fate *fate)
{
	struct watch *w = ctx;
	struct kernel_view_reader *kernel = w->kernel[BY_LINK][host];
	bool sent = host == (fate->way == LAB_AB ? LAB_A : LAB_B);
	const struct endpoint *local = sent ? &fate->src : &fate->dst;
	const struct endpoint *peer = sent ? &fate->dst : &fate->src;
	struct look *look = new_look(w);
	struct kernel_view v;
	/* Asks twice: the first answer may wait for other users of the socket and for segments that
	 * arrive meanwhile; only the second one starts after that. */
	if (!kernel_view_read(kernel, local, peer, &v, NULL))
		return;
	look->from_ns = clock_wall();
	if (!kernel_view_read(kernel, local, peer, &v, NULL))
		return;
	look->until_ns = clock_wall();
	look->number = fate->number;
	look->way = fate->way;
	look->host = (uint8_t)host;
	look->sent = sent;
	look->state = v.state;
	look->recovery = v.recovery;
	look->timeouts = v.timeouts;
	look->unsent = v.unsent;
	w->count++;
}

static void not_yet(void *ctx, enum lab_place host)
{
	(void)ctx, (void)host;
}

static bool is_content(void *ctx)
{
	(void)ctx;
	return false;
}

const struct lab_link_watch watch_for_link = {
	.sent = look_at,
	.handing = not_yet,
	.handed = look_at,
	.paused = is_content,
};

enum tcp_state watch_state(
    struct watch *w, enum lab_place host, const struct endpoint *local, const struct endpoint *peer)
{
	struct kernel_view v;
	struct err why;
	if (!kernel_view_read(w->kernel[BY_PLAYER][host], local, peer, &v, &why))
		errx(1, "watch: %s", why.text);
	return (enum tcp_state)v.state;
}

const struct look *watch_looks(const struct watch *w, size_t *count)
{
	*count = w->count;
	return w->look;
}

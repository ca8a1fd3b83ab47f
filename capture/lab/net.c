#include "capture/lab/net.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/lab/device.h"
#include "capture/os/capability.h"
#include "capture/os/private_network.h"
#include "core/base/array.h"
#include "core/base/memory.h"

struct lab_net {
	int ns[LAB_PLACES]; /* keeps the namespace alive; -1: not made yet */
	struct lab_net_options options;
};

/* Locally administered addresses; the last byte names the host. */
static const struct lab_device devices[LAB_HOSTS] = {
	{ "host-a", { 0x02, 0, 0, 0, 0, 0x0a } },
	{ "host-b", { 0x02, 0, 0, 0, 0, 0x0b } },
};
static const struct lab_device link_ends[LAB_HOSTS] = {
	{ "link-a", { 0x02, 0, 0, 0, 0x11, 0x0a } },
	{ "link-b", { 0x02, 0, 0, 0, 0x11, 0x0b } },
};

static const uint8_t last_byte[LAB_PLACES] = { [LAB_A] = 1, [LAB_B] = 2, [LAB_LINK] = 254 };

struct addr lab_net_addr(enum lab_place place, bool ipv6)
{
	const uint8_t v4[4] = { 10, 9, 0, last_byte[place] };
	const uint8_t v6[16] = { 0xfd, 0, 0, 9, [15] = last_byte[place] };
	return ipv6 ? addr_from_v6(v6) : addr_from_v4(v4);
}

const char *lab_net_device(enum lab_place place)
{
	return place == LAB_LINK ? link_ends[LAB_A].name : devices[place].name;
}

const char *lab_net_link_end(enum lab_place host)
{
	return link_ends[host].name;
}

bool lab_net_enter(struct err *err)
{
	if (capability_has(CAP_SYS_ADMIN) && capability_has(CAP_NET_ADMIN) &&
	    capability_has(CAP_NET_RAW))
		return true;
	return private_network_enter(err);
}

/* Work for a thread in another namespace than the process. */
struct ns_work {
	int ns; /* namespace to enter; -1: make one */
	bool (*work)(void *ctx, struct err *err);
	void *ctx;
	struct err *err;
	bool done;
};

static void *run(void *arg)
{
	struct ns_work *e = arg;
	int moved = e->ns < 0 ? unshare(CLONE_NEWNET) : setns(e->ns, CLONE_NEWNET);
	if (moved != 0)
		err_set(e->err,
		    "cannot %s a network namespace for the lab: %s; run it as root (sudo), or "
		    "where user namespaces are allowed",
		    e->ns < 0 ? "make" : "enter", strerror(errno));
	else
		e->done = e->work(e->ctx, e->err);
	return NULL;
}

static bool run_in_namespace(struct ns_work *e)
{
	pthread_t thread;
	sigset_t all, old;
	/* Signals are for other threads. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int error = pthread_create(&thread, NULL, run, e);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error != 0)
		return err_set(e->err,
		    "cannot start a thread for the lab's network: %s; raise ulimit -u or close "
		    "other programs",
		    strerror(error));
	pthread_join(thread, NULL);
	return e->done;
}

bool lab_net_run(struct lab_net *net, enum lab_place place,
    bool (*work)(void *ctx, struct err *err), void *ctx, struct err *err)
{
	struct ns_work ns_work = { .ns = net->ns[place], .work = work, .ctx = ctx, .err = err };
	return run_in_namespace(&ns_work);
}

static bool open_namespace(void *ctx, struct err *err)
{
	int *ns = ctx;
	*ns = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	return *ns >= 0 || err_set(err, "cannot hold the lab's network: /proc: %s; mount /proc",
	                       strerror(errno));
}

static bool write_setting(const char *path, const char *value, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err,
		    "cannot open %s in the lab: %s; this kernel does not have it, or does not show "
		    "it to network namespaces",
		    path, strerror(errno));
	ssize_t n = write(fd, value, strlen(value));
	int error = errno;
	close(fd);
	return n >= 0 ||
	       err_set(err, "cannot set %s to \"%s\" in the lab: %s", path, value, strerror(error));
}

/* Suppresses traffic that hosts send on their own, and makes orphaned sockets end soon: a namespace
 * lives as long as the kernel retries their FIN, 100 s by default. Settings that the kernel does
 * not have are skipped. */
static void limit_own_traffic(void)
{
	static const struct {
		const char *path, *value;
	} settings[] = {
		{ "/proc/sys/net/ipv6/conf/default/accept_dad", "0" },
		{ "/proc/sys/net/ipv6/conf/default/dad_transmits", "0" },
		{ "/proc/sys/net/ipv6/conf/default/router_solicitations", "0" },
		{ "/proc/sys/net/ipv6/conf/default/accept_ra", "0" },
		{ "/proc/sys/net/ipv6/conf/default/addr_gen_mode", "1" },
		{ "/proc/sys/net/ipv4/tcp_orphan_retries", LAB_ORPHAN_RETRIES },
	};
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		write_setting(settings[i].path, settings[i].value, NULL);
}

static bool prepare_host(void *ctx, struct err *err)
{
	limit_own_traffic();
	return open_namespace(ctx, err) && lab_device_up("lo", err);
}

static bool prepare_link(void *ctx, struct err *err)
{
	/* The link's devices carry frames and have no addresses. */
	write_setting("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1", NULL);
	return open_namespace(ctx, err);
}

static bool make_place(struct lab_net *net, enum lab_place place, struct err *err)
{
	struct ns_work ns_work = {
		.ns = -1,
		.work = place == LAB_LINK ? prepare_link : prepare_host,
		.ctx = &net->ns[place],
		.err = err,
	};
	return run_in_namespace(&ns_work);
}

static bool make_cables(void *ctx, struct err *err)
{
	struct lab_net *net = ctx;
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		if (!lab_device_pair(
		        &link_ends[host], &devices[host], net->ns[host], net->options.mtu, err) ||
		    !lab_device_up(link_ends[host].name, err))
			return false;
	}
	return true;
}

struct host_work {
	const struct lab_net *net;
	enum lab_place host;
};

/* Sets the host's own address and the neighbour entry of the other host. */
static bool give_address(const struct host_work *w, bool ipv6, struct err *err)
{
	const char *name = devices[w->host].name;
	enum lab_place other = w->host == LAB_A ? LAB_B : LAB_A;
	struct addr mine = lab_net_addr(w->host, ipv6), theirs = lab_net_addr(other, ipv6);
	return lab_device_address(name, &mine, err) &&
	       (w->net->options.resolve ||
	           lab_device_neighbour(name, &theirs, devices[other].mac, err));
}

/* Without IPv6 a device sends nothing on its own, so captures begin with the scenario. */
static void silence_ipv6(const char *device)
{
	char path[96];
	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/disable_ipv6", device);
	write_setting(path, "1", NULL);
}

static bool set_up_host(void *ctx, struct err *err)
{
	const struct host_work *w = ctx;
	const char *name = devices[w->host].name;
	if (!w->net->options.super_segments && !lab_device_plain(name, err))
		return false;
	bool ipv6 = w->net->options.ipv6;
	if (!ipv6)
		silence_ipv6(name);
	return lab_device_up(name, err) && give_address(w, false, err) &&
	       (!ipv6 || give_address(w, true, err));
}

static bool make(struct lab_net *net, struct err *err)
{
	for (int place = LAB_A; place < LAB_PLACES; place++) {
		if (!make_place(net, (enum lab_place)place, err))
			return false;
	}
	if (!lab_net_run(net, LAB_LINK, make_cables, net, err))
		return false;
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		struct host_work work = { net, (enum lab_place)host };
		if (!lab_net_run(net, work.host, set_up_host, &work, err))
			return false;
	}
	return true;
}

struct lab_net *lab_net_open(const struct lab_net_options *options, struct err *err)
{
	struct lab_net *net = memory_zeroed(1, sizeof(*net));
	for (int place = LAB_A; place < LAB_PLACES; place++)
		net->ns[place] = -1;
	net->options = *options;
	if (net->options.mtu == 0)
		net->options.mtu = LAB_MTU;
	if (make(net, err))
		return net;
	lab_net_free(net);
	return NULL;
}

void lab_net_free(struct lab_net *net)
{
	if (net == NULL)
		return;
	for (int place = LAB_A; place < LAB_PLACES; place++) {
		if (net->ns[place] >= 0)
			close(net->ns[place]);
	}
	free(net);
}

bool lab_net_ipv6(const struct lab_net *net)
{
	return net->options.ipv6;
}

int lab_net_fd(const struct lab_net *net, enum lab_place place)
{
	return net->ns[place];
}

struct setting {
	char path[128];
	const char *value;
};

/* Writes the path of a setting below /proc/sys/net. Returns false for names that lead elsewhere. */
static bool setting_path(const char *name, char *path, size_t size)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz0123456789_-/.";
	size_t len = strlen(name);
	if (len == 0 || len > 80 || name[strspn(name, safe)] != '\0' || strstr(name, "..") != NULL)
		return false;
	bool whole = strpbrk(name, "/.") != NULL;
	snprintf(path, size, "/proc/sys/net/%s%s", whole ? "" : "ipv4/", name);
	for (char *c = path; *c != '\0'; c++)
		*c = *c == '.' ? '/' : *c;
	return true;
}

/* /proc/sys/net shows each thread the settings of its own network namespace. */
static bool set_here(void *ctx, struct err *err)
{
	const struct setting *s = ctx;
	return write_setting(s->path, s->value, err);
}

bool lab_net_sysctl(
    struct lab_net *net, enum lab_place host, const char *name, const char *value, struct err *err)
{
	struct setting setting = { .value = value };
	if (!setting_path(name, setting.path, sizeof(setting.path)))
		return err_set(err,
		    "a kernel setting is named by small letters, digits and _, as tcp_sack or "
		    "ipv6.conf.all.hop_limit");
	return lab_net_run(net, host, set_here, &setting, err);
}

struct socket_work {
	int family, type, protocol, fd;
};

static bool open_socket(void *ctx, struct err *err)
{
	struct socket_work *w = ctx;
	w->fd = socket(w->family, w->type | SOCK_CLOEXEC | SOCK_NONBLOCK, w->protocol);
	return w->fd >= 0 || err_set(err, "cannot open a socket in the lab: %s", strerror(errno));
}

int lab_net_socket(
    struct lab_net *net, enum lab_place place, int family, int type, int protocol, struct err *err)
{
	struct socket_work work = { family, type, protocol, -1 };
	return lab_net_run(net, place, open_socket, &work, err) ? work.fd : -1;
}

struct drop_count {
	const char *const *names;
	size_t count;
	uint64_t dropped;
};

static bool count_here(void *ctx, struct err *err)
{
	(void)err;
	struct drop_count *c = ctx;
	for (size_t i = 0; i < c->count; i++)
		c->dropped += lab_device_dropped(c->names[i]);
	return true;
}

uint64_t lab_net_dropped(struct lab_net *net)
{
	const char *const in_link[] = { link_ends[LAB_A].name, link_ends[LAB_B].name };
	struct drop_count sum = { .names = in_link, .count = LAB_HOSTS };
	lab_net_run(net, LAB_LINK, count_here, &sum, NULL);
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		sum.names = &devices[host].name;
		sum.count = 1;
		lab_net_run(net, (enum lab_place)host, count_here, &sum, NULL);
	}
	return sum.dropped;
}

#include "capture/lab/socket_pool.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/memory.h"

struct socket_pool {
	size_t count;
	const char *congestion; /* (borrowed) during socket_pool_open */
	bool ipv6;
	int fd[];
};

static bool set_congestion(int fd, const char *name)
{
	return setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, (socklen_t)strlen(name)) == 0;
}

/* Lists the congestion controls of this kernel, for the message. */
static void offered(char *out, size_t size)
{
	FILE *file = fopen("/proc/sys/net/ipv4/tcp_available_congestion_control", "re");
	if (file == NULL || fgets(out, (int)size, file) == NULL)
		snprintf(out, size, "unknown");
	out[strcspn(out, "\n")] = '\0';
	if (file != NULL)
		fclose(file);
}

static bool prepare(int fd, const char *congestion, struct err *err)
{
	char names[128];
	int on = 1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (congestion[0] == '\0' && (set_congestion(fd, "cubic") || set_congestion(fd, "reno")))
		return true;
	if (set_congestion(fd, congestion))
		return true;
	int error = errno;
	offered(names, sizeof(names));
	return err_set(err, "cannot use the congestion control \"%s\": %s; this kernel offers: %s",
	    congestion, strerror(error), names);
}

/* Runs in the host's namespace. */
static bool fill(void *ctx, struct err *err)
{
	struct socket_pool *pool = ctx;
	size_t wanted = pool->count;
	for (pool->count = 0; pool->count < wanted; pool->count++) {
		int fd = socket(
		    pool->ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (fd < 0)
			return err_set(err, "cannot open a socket in the lab: %s; raise ulimit -n",
			    strerror(errno));
		if (!prepare(fd, pool->congestion, err)) {
			close(fd);
			return false;
		}
		pool->fd[pool->count] = fd;
	}
	return true;
}

struct socket_pool *socket_pool_open(
    struct lab_net *net, enum lab_place host, size_t count, const char *congestion, struct err *err)
{
	struct socket_pool *pool = memory_zeroed(1, sizeof(*pool) + count * sizeof(pool->fd[0]));
	pool->count = count;
	pool->congestion = congestion;
	pool->ipv6 = lab_net_ipv6(net);
	if (lab_net_run(net, host, fill, pool, err))
		return pool;
	socket_pool_free(pool);
	return NULL;
}

void socket_pool_free(struct socket_pool *pool)
{
	if (pool == NULL)
		return;
	while (pool->count > 0)
		close(pool->fd[--pool->count]);
	free(pool);
}

int socket_pool_take(struct socket_pool *pool)
{
	return pool->count > 0 ? pool->fd[--pool->count] : -1;
}

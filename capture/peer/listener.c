#include "capture/peer/listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "core/base/array.h"

#define BACKLOG 512

/* An address and port to listen on. */
struct place {
	struct sockaddr_storage addr;
	socklen_t len;
	uint16_t port;
	const char *name; /* for messages (borrowed) */
};

static bool place_parse(const char *text, uint16_t port, struct place *out, struct err *err)
{
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	};
	struct addrinfo *found = NULL;
	char service[8];
	snprintf(service, sizeof(service), "%u", port);
	if (getaddrinfo(text, service, &hints, &found) != 0)
		return err_set(err,
		    "cannot listen on %s: not an IPv4 or IPv6 address; give one of this machine "
		    "(ip addr shows them)",
		    printable_path(text).text);
	memcpy(&out->addr, found->ai_addr, found->ai_addrlen);
	out->len = found->ai_addrlen;
	out->port = port;
	out->name = text;
	freeaddrinfo(found);
	return true;
}

static bool no_right(const struct place *at, struct err *err)
{
	return err_set(err,
	    "cannot listen on port %u: low ports need root; choose a port from 1024 on with -p, or "
	    "run with sudo",
	    at->port);
}

static bool no_such_address(const struct place *at, struct err *err)
{
	return err_set(err,
	    "cannot listen on %.64s: this machine does not have that address; give one that ip "
	    "addr shows, or leave out --bind",
	    at->name);
}

static bool is_taken(const struct place *at, struct err *err)
{
	return err_set(err,
	    "port %u is in use by another program (ss -ltnp 'sport = :%u' shows which); its "
	    "traffic is captured nevertheless",
	    at->port, at->port);
}

static const struct {
	int error;
	bool (*say)(const struct place *at, struct err *err);
} reasons[] = {
	{ EADDRINUSE, is_taken },
	{ EADDRNOTAVAIL, no_such_address },
	{ EACCES, no_right },
	{ EPERM, no_right },
};

static bool say_why(const struct place *at, int error, struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (reasons[i].error == error)
			return reasons[i].say(at, err);
	}
	return err_set(
	    err, "cannot listen on %.64s port %u: %s", at->name, at->port, strerror(error));
}

/* Returns the socket, or -1 with errno. */
static int try_listen(const struct place *at)
{
	int family = at->addr.ss_family;
	int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	int on = 1, off = 0;
	/* Otherwise sessions of an earlier run in TIME-WAIT would block the port for a minute. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	/* The system's default may exclude IPv4 from "::". */
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	if (bind(fd, (const struct sockaddr *)&at->addr, at->len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int listen_everywhere(uint16_t port, struct place *at, struct err *err)
{
	if (!place_parse("::", port, at, err))
		return -1;
	at->name = "every address";
	int fd = try_listen(at);
	if (fd >= 0 || (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL))
		return fd;
	if (!place_parse("0.0.0.0", port, at, err))
		return -1;
	at->name = "all IPv4 addresses";
	return try_listen(at);
}

int listener_open(const char *bind_to, uint16_t port, bool *taken, struct err *err)
{
	struct place at;
	*taken = false;
	int fd;
	if (bind_to == NULL) {
		fd = listen_everywhere(port, &at, err);
	} else {
		if (!place_parse(bind_to, port, &at, err))
			return -1;
		fd = try_listen(&at);
	}
	if (fd < 0) {
		*taken = errno == EADDRINUSE;
		say_why(&at, errno, err);
	}
	return fd;
}

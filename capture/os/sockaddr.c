#include "capture/os/sockaddr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static struct endpoint from_v4(const struct sockaddr_storage *from)
{
	struct sockaddr_in in;
	uint8_t bytes[4];
	memcpy(&in, from, sizeof(in));
	memcpy(bytes, &in.sin_addr, sizeof(bytes));
	return (struct endpoint){ .addr = addr_from_v4(bytes), .port = ntohs(in.sin_port) };
}

static struct endpoint from_v6(const struct sockaddr_storage *from)
{
	struct sockaddr_in6 in;
	memcpy(&in, from, sizeof(in));
	/* A dual-stack socket gives IPv4 peers as mapped addresses, which is also the form of
	 * struct addr. */
	return (struct endpoint){
		.addr = addr_from_v6(in.sin6_addr.s6_addr),
		.port = ntohs(in.sin6_port),
	};
}

struct endpoint sockaddr_endpoint(const struct sockaddr_storage *from)
{
	if (from->ss_family == AF_INET)
		return from_v4(from);
	if (from->ss_family == AF_INET6)
		return from_v6(from);
	return (struct endpoint){ 0 };
}

static struct endpoint name_of(
    int fd, int (*name)(int, struct sockaddr *restrict, socklen_t *restrict))
{
	struct sockaddr_storage at = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(at);
	if (name(fd, (struct sockaddr *)&at, &len) != 0)
		at.ss_family = AF_UNSPEC;
	return sockaddr_endpoint(&at);
}

struct endpoint sockaddr_local(int fd)
{
	return name_of(fd, getsockname);
}

struct endpoint sockaddr_peer(int fd)
{
	return name_of(fd, getpeername);
}

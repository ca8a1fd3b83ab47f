#include "capture/peer/target.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/os/printable_path.h"
#include "capture/os/sockaddr.h"

/* RFC 1035 allows names of 253 characters; a scope such as %eth0 fits too. */
struct parts {
	char host[256];
	char port[6];
};

static bool port_good(const char *port)
{
	size_t len = strspn(port, "0123456789");
	if (len == 0 || len > 5 || port[len] != '\0')
		return false;
	unsigned long number = strtoul(port, NULL, 10);
	return number >= 1 && number <= UINT16_MAX;
}

/* Returns the end of the host; *port is set behind the separator. NULL if the text has no such
 * form. */
static const char *host_end(const char *text, const char **port)
{
	const char *end;
	if (text[0] == '[') {
		end = strchr(text, ']');
		*port = end == NULL || end[1] != ':' ? NULL : end + 2;
	} else {
		end = strchr(text, ' ');
		end = end == NULL ? strchr(text, ':') : end;
		*port = end == NULL ? NULL : end + 1;
	}
	return *port == NULL ? NULL : end;
}

static bool split(const char *text, struct parts *out)
{
	const char *port;
	const char *end = host_end(text, &port);
	const char *host = text[0] == '[' ? text + 1 : text;
	/* "::1:8000" is ambiguous, so its port is rejected. */
	if (end == NULL || end == host || !port_good(port))
		return false;
	if ((size_t)(end - host) >= sizeof(out->host))
		return false;
	snprintf(out->host, sizeof(out->host), "%.*s", (int)(end - host), host);
	snprintf(out->port, sizeof(out->port), "%s", port);
	return true;
}

static bool no_lookup(const char *host, int result, struct err *err)
{
	const char *why = result == EAI_SYSTEM ? strerror(errno) : gai_strerror(result);
	return err_set(err, "cannot find the host %s: %s; check the name, or give its address",
	    printable_path(host).text, why);
}

static void keep(struct target *out, const struct addrinfo *found)
{
	for (; found != NULL && out->count < TARGET_ADDRESSES; found = found->ai_next) {
		unsigned i = out->count++;
		memcpy(&out->at[i].addr, found->ai_addr, found->ai_addrlen);
		out->at[i].len = found->ai_addrlen;
		out->at[i].end = sockaddr_endpoint(&out->at[i].addr);
	}
}

bool target_resolve(const char *text, struct target *out, struct err *err)
{
	struct parts parts;
	if (!split(text, &parts))
		return err_set(err,
		    "cannot connect to %s: give HOST:PORT with a port from 1 to 65535, an IPv6 "
		    "address as in [::1]:8000",
		    printable_path(text).text);
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV,
	};
	struct addrinfo *found = NULL;
	int result = getaddrinfo(parts.host, parts.port, &hints, &found);
	if (result != 0)
		return no_lookup(parts.host, result, err);
	memset(out, 0, sizeof(*out));
	keep(out, found);
	freeaddrinfo(found);
	return true;
}

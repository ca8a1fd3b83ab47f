#include "capture/os/netlink.h"

#include <assert.h>
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ALIGNED(n) (((n) + NLMSG_ALIGNTO - 1) & ~(size_t)(NLMSG_ALIGNTO - 1))

int netlink_open(int protocol, struct err *err)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (fd < 0)
		err_set(err, "cannot open a netlink socket: %s; the kernel may lack it",
		    strerror(errno));
	return fd;
}

/* Appends bytes and padding. Returns where the bytes lie. */
static size_t append(struct netlink *m, const void *data, size_t len)
{
	size_t at = m->len;
	assert(m->len <= sizeof(m->bytes) && m->len % NLMSG_ALIGNTO == 0);
	if (ALIGNED(len) > sizeof(m->bytes) - m->len) {
		m->overflow = true;
		return at;
	}
	memset(m->bytes + at, 0, ALIGNED(len));
	if (len > 0)
		memcpy(m->bytes + at, data, len);
	m->len += ALIGNED(len);
	return at;
}

void netlink_begin(
    struct netlink *m, uint16_t type, uint16_t flags, const void *header, size_t header_len)
{
	m->len = 0;
	m->overflow = false;
	struct nlmsghdr head = {
		.nlmsg_type = type,
		.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags),
	};
	append(m, &head, sizeof(head));
	append(m, header, header_len);
}

void netlink_put(struct netlink *m, uint16_t type, const void *data, size_t len)
{
	struct nlattr head = { .nla_len = (uint16_t)(sizeof(head) + len), .nla_type = type };
	assert(sizeof(head) + len <= UINT16_MAX);
	append(m, &head, sizeof(head));
	append(m, data, len);
}

void netlink_put_u32(struct netlink *m, uint16_t type, uint32_t value)
{
	netlink_put(m, type, &value, sizeof(value));
}

void netlink_put_text(struct netlink *m, uint16_t type, const char *text)
{
	netlink_put(m, type, text, strlen(text) + 1);
}

size_t netlink_nest(struct netlink *m, uint16_t type, const void *header, size_t len)
{
	struct nlattr head = { .nla_type = type };
	size_t nest = append(m, &head, sizeof(head));
	append(m, header, len);
	return nest;
}

void netlink_end(struct netlink *m, size_t nest)
{
	if (m->overflow)
		return;
	uint16_t len = (uint16_t)(m->len - nest);
	assert(nest + sizeof(struct nlattr) <= m->len);
	memcpy(m->bytes + nest + offsetof(struct nlattr, nla_len), &len, sizeof(len));
}

/* Returns the errno of an acknowledgement. */
static int verdict(const uint8_t *bytes, size_t len)
{
	struct nlmsghdr head;
	struct nlmsgerr error;
	if (len < NLMSG_HDRLEN + sizeof(error))
		return EPROTO;
	memcpy(&head, bytes, sizeof(head));
	memcpy(&error, bytes + NLMSG_HDRLEN, sizeof(error));
	return head.nlmsg_type == NLMSG_ERROR ? -error.error : EPROTO;
}

static bool send_with(int fd, struct netlink *m, uint16_t flags)
{
	if (m->overflow) {
		errno = EMSGSIZE;
		return false;
	}
	struct nlmsghdr head;
	memcpy(&head, m->bytes, sizeof(head));
	assert(m->len >= sizeof(head));
	head.nlmsg_len = (uint32_t)m->len;
	head.nlmsg_flags |= flags;
	memcpy(m->bytes, &head, sizeof(head));
	return send(fd, m->bytes, m->len, 0) >= 0;
}

bool netlink_send(int fd, struct netlink *m)
{
	return send_with(fd, m, 0);
}

int netlink_ask(int fd, struct netlink *m)
{
	if (!send_with(fd, m, NLM_F_ACK))
		return errno;
	_Alignas(8) uint8_t answer[4096];
	ssize_t n = recv(fd, answer, sizeof(answer), 0);
	return n < 0 ? errno : verdict(answer, (size_t)n);
}

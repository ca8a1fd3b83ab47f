#include "capture/lab/device.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/netlink.h"
#include "core/base/array.h"

#define V4_LEN 4
#define V6_LEN 16

/* Sends one request on a new socket. `what` completes the message "cannot ...". */
static bool request(struct netlink *m, const char *what, const char *name, struct err *err)
{
	int fd = netlink_open(NETLINK_ROUTE, err);
	if (fd < 0)
		return false;
	int error = netlink_ask(fd, m);
	close(fd);
	return error == 0 ||
	       err_set(err, "cannot %s %s in the lab's network: %s%s", what, name, strerror(error),
	           error == EOPNOTSUPP ? "; the kernel lacks the module veth (sudo modprobe veth)"
	                               : "");
}

static void put_device(struct netlink *m, const struct lab_device *device, uint32_t mtu)
{
	netlink_put_text(m, IFLA_IFNAME, device->name);
	netlink_put(m, IFLA_ADDRESS, device->mac, LAB_MAC_LEN);
	netlink_put_u32(m, IFLA_MTU, mtu);
}

bool lab_device_pair(const struct lab_device *here, const struct lab_device *there, int there_ns,
    unsigned mtu, struct err *err)
{
	struct netlink m;
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	netlink_begin(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof(info));
	put_device(&m, here, mtu);
	size_t link = netlink_nest(&m, IFLA_LINKINFO, NULL, 0);
	netlink_put_text(&m, IFLA_INFO_KIND, "veth");
	size_t data = netlink_nest(&m, IFLA_INFO_DATA, NULL, 0);
	size_t peer = netlink_nest(&m, VETH_INFO_PEER, &info, sizeof(info));
	put_device(&m, there, mtu);
	netlink_put_u32(&m, IFLA_NET_NS_FD, (uint32_t)there_ns);
	netlink_end(&m, peer);
	netlink_end(&m, data);
	netlink_end(&m, link);
	return request(&m, "make the device", here->name, err);
}

bool lab_device_up(const char *name, struct err *err)
{
	struct ifinfomsg info = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = (int)if_nametoindex(name),
		.ifi_flags = IFF_UP,
		.ifi_change = IFF_UP,
	};
	struct netlink m;
	netlink_begin(&m, RTM_NEWLINK, 0, &info, sizeof(info));
	return request(&m, "bring up the device", name, err);
}

/* Returns the address in the kernel's format for its family. */
static const uint8_t *raw(const struct addr *addr, uint8_t *family, size_t *len)
{
	bool v4 = addr_is_v4(addr);
	*family = v4 ? AF_INET : AF_INET6;
	*len = v4 ? V4_LEN : V6_LEN;
	return v4 ? addr->b + V6_LEN - V4_LEN : addr->b;
}

bool lab_device_address(const char *name, const struct addr *addr, struct err *err)
{
	size_t len;
	struct ifaddrmsg head = {
		.ifa_flags = IFA_F_NODAD,
		.ifa_index = if_nametoindex(name),
	};
	const uint8_t *bytes = raw(addr, &head.ifa_family, &len);
	head.ifa_prefixlen = head.ifa_family == AF_INET ? 24 : 64;
	struct netlink m;
	netlink_begin(&m, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	netlink_put(&m, IFA_LOCAL, bytes, len);
	netlink_put(&m, IFA_ADDRESS, bytes, len);
	return request(&m, "give an address to the device", name, err);
}

bool lab_device_neighbour(
    const char *name, const struct addr *addr, const uint8_t mac[LAB_MAC_LEN], struct err *err)
{
	size_t len;
	struct ndmsg head = {
		.ndm_ifindex = (int)if_nametoindex(name),
		.ndm_state = NUD_PERMANENT,
	};
	const uint8_t *bytes = raw(addr, &head.ndm_family, &len);
	struct netlink m;
	netlink_begin(&m, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, &head, sizeof(head));
	netlink_put(&m, NDA_DST, bytes, len);
	netlink_put(&m, NDA_LLADDR, mac, LAB_MAC_LEN);
	return request(&m, "add the neighbour entry of the device", name, err);
}

bool lab_device_plain(const char *name, struct err *err)
{
	/* Segmentation before checksums: turning checksums off first would make the kernel disable
	 * segmentation features one by one. */
	static const uint32_t off[] = { ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_STXCSUM,
		ETHTOOL_SRXCSUM };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(
		    err, "cannot open a socket in the lab's network: %s", strerror(errno));
	bool good = true;
	for (size_t i = 0; good && i < ARRAY_LEN(off); i++) {
		struct ethtool_value value = { .cmd = off[i], .data = 0 };
		struct ifreq req;
		memset(&req, 0, sizeof(req));
		memcpy(req.ifr_name, name, strlen(name));
		req.ifr_data = (void *)&value;
		/* A feature that the kernel does not have cannot be on. */
		good = ioctl(fd, SIOCETHTOOL, &req) == 0 || errno == EOPNOTSUPP ||
		       err_set(err, "cannot turn off offload of the device %s: %s", name,
		           strerror(errno));
	}
	close(fd);
	return good;
}

/* Adds up the drop counters of a device in the kernel's answer. */
static uint64_t dropped_in(const uint8_t *bytes, size_t len)
{
	size_t at = NLMSG_HDRLEN + sizeof(struct ifinfomsg);
	struct nlattr head;
	struct rtnl_link_stats64 stats;
	while (at + sizeof(head) <= len) {
		memcpy(&head, bytes + at, sizeof(head));
		if (head.nla_len < sizeof(head) || head.nla_len > len - at)
			break;
		if (head.nla_type == IFLA_STATS64 && head.nla_len >= sizeof(head) + sizeof(stats)) {
			memcpy(&stats, bytes + at + sizeof(head), sizeof(stats));
			return stats.rx_dropped + stats.tx_dropped;
		}
		at += (size_t)NLA_ALIGN(head.nla_len);
	}
	return 0;
}

uint64_t lab_device_dropped(const char *name)
{
	int fd = netlink_open(NETLINK_ROUTE, NULL);
	if (fd < 0)
		return 0;
	struct ifinfomsg info = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = (int)if_nametoindex(name),
	};
	struct netlink m;
	_Alignas(8) uint8_t answer[8192];
	netlink_begin(&m, RTM_GETLINK, 0, &info, sizeof(info));
	ssize_t n = netlink_send(fd, &m) ? recv(fd, answer, sizeof(answer), 0) : -1;
	close(fd);
	return n < 0 ? 0 : dropped_in(answer, (size_t)n);
}

#include "core/decode/layer.h"

#include <assert.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/writer.h"

static const char *const layer_names[] = {
	[LAYER_TCP] = "tcp",
	[LAYER_IPV4] = "ip",
	[LAYER_IPV6] = "ip",
	[LAYER_IP] = "ip",
	[LAYER_ETHERNET] = "ethernet",
	[LAYER_COOKED_V1] = "cooked",
	[LAYER_COOKED_V2] = "cooked",
	[LAYER_LOOPBACK] = "loopback",
	[LAYER_TOKEN_RING] = "token ring",
	[LAYER_ARCNET] = "arcnet",
	[LAYER_ARCNET_LINUX] = "arcnet",
	[LAYER_SLIP] = "slip",
	[LAYER_FDDI] = "fddi",
	[LAYER_FRAME_RELAY] = "frame relay",
	[LAYER_ATM_CLIP] = "atm",
	[LAYER_SUN_ATM] = "atm",
	[LAYER_CISCO_HDLC] = "hdlc",
	[LAYER_ENC] = "enc",
	[LAYER_PFLOG] = "pflog",
	[LAYER_IP_OVER_FC] = "fibre channel",
	[LAYER_FIREWIRE] = "firewire",
	[LAYER_IPNET] = "ipnet",
	[LAYER_NFLOG] = "nflog",
	[LAYER_IPOIB] = "infiniband",
	[LAYER_NETANALYZER] = "netanalyzer",
	[LAYER_NETANALYZER_RAW] = "netanalyzer",
	[LAYER_PREAMBLE] = "preamble",
	[LAYER_PKTAP] = "pktap",
	[LAYER_SYMANTEC] = "symantec",
	[LAYER_USB] = "usb",
	[LAYER_USB_MMAPPED] = "usb",
	[LAYER_DIRECTION_PPP] = "direction",
	[LAYER_DIRECTION_HDLC] = "direction",
	[LAYER_DIRECTION_FRAME_RELAY] = "direction",
	[LAYER_RADIOTAP] = "radiotap",
	[LAYER_PPI] = "ppi",
	[LAYER_PRISM] = "prism",
	[LAYER_AVS] = "avs",
	[LAYER_WLAN] = "wlan",
	[LAYER_AMSDU] = "a-msdu",
	[LAYER_VLAN] = "vlan",
	[LAYER_LLC] = "llc",
	[LAYER_BACKBONE] = "isid",
	[LAYER_ETAG] = "etag",
	[LAYER_VNTAG] = "vntag",
	[LAYER_FABRICPATH] = "fabricpath",
	[LAYER_TRILL] = "trill",
	[LAYER_METADATA] = "sgt",
	[LAYER_HSR] = "hsr",
	[LAYER_MACSEC] = "macsec",
	[LAYER_MPLS] = "mpls",
	[LAYER_NSH] = "nsh",
	[LAYER_PPPOE] = "pppoe",
	[LAYER_PPP] = "ppp",
	[LAYER_PPP_HDLC] = "ppp",
	[LAYER_L2TP] = "l2tp",
	[LAYER_L2TPV3] = "l2tpv3",
	[LAYER_GRE] = "gre",
	[LAYER_ERSPAN_1] = "erspan",
	[LAYER_ERSPAN_2] = "erspan",
	[LAYER_ERSPAN_3] = "erspan",
	[LAYER_WCCP] = "wccp",
	[LAYER_ETHERIP] = "etherip",
	[LAYER_ESP] = "esp",
	[LAYER_UDP] = "udp",
	[LAYER_ESP_IN_UDP] = "esp",
	[LAYER_VXLAN] = "vxlan",
	[LAYER_VXLAN_GPE] = "vxlan-gpe",
	[LAYER_GENEVE] = "geneve",
	[LAYER_GTP] = "gtp",
	[LAYER_CAPWAP] = "capwap",
	[LAYER_TEREDO] = "teredo",
	[LAYER_LISP] = "lisp",
	[LAYER_TZSP] = "tzsp",
};
static_assert(ARRAY_LEN(layer_names) == LAYER_KINDS, "every layer has a name");

const char *layer_name(enum layer_kind kind)
{
	return kind < LAYER_KINDS ? layer_names[kind] : "unknown";
}

enum layer_kind layer_find(const char *name)
{
	static const uint8_t behind_udp[] = { LAYER_VXLAN, LAYER_VXLAN_GPE, LAYER_GENEVE, LAYER_GTP,
		LAYER_CAPWAP, LAYER_TEREDO, LAYER_LISP, LAYER_TZSP, LAYER_L2TP, LAYER_L2TPV3,
		LAYER_MPLS, LAYER_GRE, LAYER_NSH, LAYER_ESP, LAYER_ETHERNET, LAYER_IP, LAYER_PPP };
	for (size_t i = 0; i < ARRAY_LEN(behind_udp); i++)
		if (strcmp(name, layer_names[behind_udp[i]]) == 0)
			return (enum layer_kind)behind_udp[i];
	return LAYER_KINDS;
}

bool layer_is_network(enum layer_kind kind)
{
	switch (kind) {
	case LAYER_VLAN:
	case LAYER_BACKBONE:
	case LAYER_VXLAN:
	case LAYER_VXLAN_GPE:
	case LAYER_GENEVE:
	case LAYER_LISP:
		return true;
	default:
		return false;
	}
}

static const char *const other_names[] = {
	[OTHER_UNKNOWN] = "of an unknown protocol",
	[OTHER_ARP] = "ARP",
	[OTHER_UDP] = "UDP",
	[OTHER_ICMP] = "ICMP",
	[OTHER_ICMPV6] = "ICMPv6",
	[OTHER_IGMP] = "IGMP",
	[OTHER_SCTP] = "SCTP",
	[OTHER_OSPF] = "OSPF",
	[OTHER_VRRP] = "VRRP",
	[OTHER_PIM] = "PIM",
	[OTHER_IP] = "of another IP protocol",
	[OTHER_NO_NEXT] = "IPv6 without payload",
	[OTHER_ESP] = "ESP (encrypted)",
	[OTHER_IPCOMP] = "IPComp (compressed)",
	[OTHER_FRAGMENTS] = "IP fragments",
	[OTHER_LLDP] = "LLDP",
	[OTHER_SPANNING_TREE] = "spanning tree",
	[OTHER_CISCO] = "CDP",
	[OTHER_SLOW] = "LACP",
	[OTHER_EAPOL] = "EAPOL",
	[OTHER_PTP] = "PTP",
	[OTHER_LOOP] = "Ethernet loop test",
	[OTHER_LLC] = "LLC",
	[OTHER_ETHERTYPE] = "of another EtherType",
	[OTHER_PPP] = "PPP control or compressed",
	[OTHER_PPPOE] = "PPPoE discovery",
	[OTHER_L2TP] = "L2TP control",
	[OTHER_GRE] = "GRE without TCP",
	[OTHER_MPLS] = "MPLS without IP",
	[OTHER_MACSEC] = "MACsec (encrypted)",
	[OTHER_CAPWAP] = "CAPWAP (encrypted or in pieces)",
	[OTHER_WLAN] = "WLAN management or control",
	[OTHER_WLAN_ENCRYPTED] = "WLAN data (encrypted)",
	[OTHER_WLAN_FRAGMENT] = "WLAN fragments",
	[OTHER_USB] = "USB",
};
static_assert(ARRAY_LEN(other_names) == OTHER_KINDS, "every kind has a name");

const char *other_name(enum other_kind kind)
{
	return kind < OTHER_KINDS ? other_names[kind] : other_names[OTHER_UNKNOWN];
}

/* Returns the kind with the largest count below `most` and, among equals, the first after `before`;
 * OTHER_KINDS if there is none. */
static unsigned next_most(const uint64_t count[OTHER_KINDS], uint64_t most, unsigned before)
{
	unsigned best = OTHER_KINDS;
	for (unsigned i = 0; i < OTHER_KINDS; i++) {
		bool left = count[i] < most || (count[i] == most && i > before);
		if (left && count[i] > 0 && (best == OTHER_KINDS || count[i] > count[best]))
			best = i;
	}
	return best;
}

size_t others_format(const uint64_t count[OTHER_KINDS], char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	uint64_t most = UINT64_MAX;
	unsigned i = OTHER_KINDS;
	while ((i = next_most(count, most, i)) != OTHER_KINDS) {
		most = count[i];
		writer_text(&w, w.len > 0 ? ", " : "");
		writer_number(&w, count[i]);
		writer_text(&w, " ");
		writer_text(&w, other_names[i]);
	}
	return w.len;
}

/* Every header that may stand before an IP packet with TCP, as bytes. */
#pragma once

#include "core/base/array.h"
#include "tests/wire/wire.h"

#define MACS "\x02\0\0\0\0\x01\x02\0\0\0\0\x02"
#define ETHERNET(type) MACS type
/* Total length 0: to the end of the frame. */
#define IPV4(protocol) "\x45\0\0\0\0\x01\0\0\x40" protocol "\0\0\xc0\0\x02\x09\xc0\0\x02\x0a"
#define IPV6(next)                                                                                 \
	"\x60\0\0\0\0\0" next "\x40\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x09"                     \
	"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x0a"
#define UDP(port) "\xc0\0" port "\0\0\0\0"
#define OVER_UDP(port) ETHERNET("\x08\0") IPV4("\x11") UDP(port)
#define OVER_GRE(fields) ETHERNET("\x08\0") IPV4("\x2f") fields
#define INNER ETHERNET("\x08\0")
#define SNAP_IP "\xaa\xaa\x03\0\0\0\x08\0"
#define PPP_IP "\0\x21"

#define BYTES(text) text, sizeof(text) - 1

static const struct chain {
	const char *name;
	int link_type;
	const char *bytes; /* up to the inner IPv4 header */
	size_t len;
	enum layer_kind layer; /* one of the headers passed */
	uint32_t value;
	size_t trailer; /* bytes after the inner packet */
} chains[] = {
	{ "vlan", LINK_ETHERNET, BYTES(ETHERNET("\x81\0") "\x60\x0c\x08\0"), LAYER_VLAN, 12, 0 },
	{ "qinq", LINK_ETHERNET, BYTES(ETHERNET("\x88\xa8") "\0\x05\x81\0\0\x0c\x08\0"), LAYER_VLAN,
	    5, 0 },
	{ "802.1ah", LINK_ETHERNET, BYTES(ETHERNET("\x88\xe7") "\0\0\x01\x02" INNER),
	    LAYER_BACKBONE, 258, 0 },
	{ "802.1br", LINK_ETHERNET, BYTES(ETHERNET("\x89\x3f") "\0\0\x10\x05\0\0\x08\0"),
	    LAYER_ETAG, 0x1005, 0 },
	{ "vntag", LINK_ETHERNET, BYTES(ETHERNET("\x89\x26") "\0\0\0\0\x08\0"), LAYER_VNTAG, 0, 0 },
	{ "fabricpath", LINK_ETHERNET, BYTES(ETHERNET("\x89\x03") "\0\x20" INNER), LAYER_FABRICPATH,
	    0, 0 },
	{ "trill", LINK_ETHERNET, BYTES(ETHERNET("\x22\xf3") "\0\x20\0\x01\0\x02" INNER),
	    LAYER_TRILL, 0, 0 },
	{ "metadata", LINK_ETHERNET, BYTES(ETHERNET("\x89\x09") "\x01\x01\0\x01\0\x07\x08\0"),
	    LAYER_METADATA, 7, 0 },
	{ "hsr", LINK_ETHERNET, BYTES(ETHERNET("\x89\x2f") "\0\x34\0\x01\x08\0"), LAYER_HSR, 0, 0 },
	{ "llc snap", LINK_ETHERNET, BYTES(MACS "\0\x35" SNAP_IP), LAYER_LLC, 0, 0 },
	{ "macsec", LINK_ETHERNET, BYTES(ETHERNET("\x88\xe5") "\0\0\0\0\0\x01\x08\0"), LAYER_MACSEC,
	    0, 16 },
	{ "macsec sci", LINK_ETHERNET,
	    BYTES(ETHERNET("\x88\xe5") "\x20\0\0\0\0\x01\x02\0\0\0\0\x01\0\x01\x08\0"),
	    LAYER_MACSEC, 0, 16 },
	{ "mpls", LINK_ETHERNET, BYTES(ETHERNET("\x88\x47") "\0\x01\0\x40\0\x01\x11\x40"),
	    LAYER_MPLS, 17, 0 },
	{ "mpls ethernet", LINK_ETHERNET, BYTES(ETHERNET("\x88\x47") "\0\x01\x11\x40" INNER),
	    LAYER_MPLS, 17, 0 },
	{ "mpls control word", LINK_ETHERNET,
	    BYTES(ETHERNET("\x88\x47") "\0\x01\x11\x40\0\0\0\0" INNER), LAYER_MPLS, 17, 0 },
	{ "nsh", LINK_ETHERNET, BYTES(ETHERNET("\x89\x4f") "\0\x02\x01\x03\0\0\x09\xff" INNER),
	    LAYER_NSH, 9, 0 },
	{ "pppoe", LINK_ETHERNET, BYTES(ETHERNET("\x88\x64") "\x11\0\0\x07\0\x2f" PPP_IP),
	    LAYER_PPPOE, 7, 0 },
	{ "ppp compressed", LINK_PPP, BYTES("\x21"), LAYER_PPP, 0, 0 },
	{ "ppp hdlc", LINK_PPP_HDLC, BYTES("\xff\x03" PPP_IP), LAYER_PPP, 0, 0 },
	{ "ppp multilink", LINK_PPP, BYTES("\0\x3d\xc0\0\0\x01" PPP_IP), LAYER_PPP, 0, 0 },
	{ "ppp bridged", LINK_PPP, BYTES("\0\x31\0\x01" INNER), LAYER_PPP, 0, 0 },
	{ "l2tp", LINK_ETHERNET, BYTES(OVER_UDP("\x06\xa5") "\0\x02\0\x01\0\x02\xff\x03" PPP_IP),
	    LAYER_L2TP, 2, 0 },
	{ "l2tp all fields", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x06\xa5") "\x4a\x02\0\x3f\0\x01\0\x02\0\0\0\0\0\x02\0\0" PPP_IP),
	    LAYER_L2TP, 2, 0 },
	{ "l2tpv3", LINK_ETHERNET,
	    BYTES(ETHERNET("\x08\0") IPV4("\x73") "\0\0\0\x09\0\0\0\0" INNER), LAYER_L2TPV3, 9, 0 },
	{ "gre", LINK_ETHERNET, BYTES(OVER_GRE("\0\0\x08\0")), LAYER_GRE, 0, 0 },
	{ "gre all fields", LINK_ETHERNET,
	    BYTES(OVER_GRE("\xb0\0\x08\0\0\0\0\0\0\0\0\x05\0\0\0\x01")), LAYER_GRE, 5, 0 },
	{ "gre pptp", LINK_ETHERNET,
	    BYTES(OVER_GRE("\x30\x81\x88\x0b\0\x31\0\x05\0\0\0\x01\0\0\0\0\xff\x03" PPP_IP)),
	    LAYER_GRE, 0x310005, 0 },
	{ "nvgre", LINK_ETHERNET, BYTES(OVER_GRE("\x20\0\x65\x58\0\0\x4d\x01" INNER)), LAYER_GRE,
	    77, 0 },
	{ "erspan 1", LINK_ETHERNET, BYTES(OVER_GRE("\0\0\x88\xbe" INNER)), LAYER_ERSPAN_1, 0, 0 },
	{ "erspan 2", LINK_ETHERNET,
	    BYTES(OVER_GRE("\x10\0\x88\xbe\0\0\0\x01\x10\x01\0\x09\0\0\0\0" INNER)), LAYER_ERSPAN_2,
	    9, 0 },
	{ "erspan 3", LINK_ETHERNET,
	    BYTES(OVER_GRE("\x10\0\x22\xeb\0\0\0\x01\x20\x01\0\x09\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0"
	                   "\0" INNER)),
	    LAYER_ERSPAN_3, 9, 0 },
	{ "wccp", LINK_ETHERNET, BYTES(OVER_GRE("\0\0\x88\x3e\0\0\0\0")), LAYER_WCCP, 0, 0 },
	{ "ipip", LINK_ETHERNET, BYTES(ETHERNET("\x08\0") IPV4("\x04")), LAYER_IPV4, 0, 0 },
	{ "4in6", LINK_ETHERNET, BYTES(ETHERNET("\x86\xdd") IPV6("\x04")), LAYER_IPV6, 0, 0 },
	{ "etherip", LINK_ETHERNET, BYTES(ETHERNET("\x08\0") IPV4("\x61") "\x30\0" INNER),
	    LAYER_ETHERIP, 0, 0 },
	{ "ah tunnel", LINK_RAW, BYTES(IPV4("\x33") "\x04\x01\0\0\0\0\0\x01\0\0\0\x01"), LAYER_IPV4,
	    0, 0 },
	{ "vxlan", LINK_ETHERNET, BYTES(OVER_UDP("\x12\xb5") "\x08\0\0\0\0\0\x4d\0" INNER),
	    LAYER_VXLAN, 77, 0 },
	{ "vxlan-gpe", LINK_ETHERNET, BYTES(OVER_UDP("\x12\xb6") "\x0c\0\0\x01\0\0\x4d\0"),
	    LAYER_VXLAN_GPE, 77, 0 },
	{ "geneve", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x17\xc1") "\x01\0\x65\x58\0\0\x4d\0\0\0\0\0" INNER), LAYER_GENEVE, 77,
	    0 },
	{ "gtp", LINK_ETHERNET, BYTES(OVER_UDP("\x08\x68") "\x30\xff\0\x2d\0\0\0\x05"), LAYER_GTP,
	    5, 0 },
	{ "gtp extension", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x08\x68") "\x34\xff\0\x35\0\0\0\x05\0\0\0\x85\x01\0\0\0"), LAYER_GTP,
	    5, 0 },
	{ "capwap 802.3", LINK_ETHERNET, BYTES(OVER_UDP("\x14\x7f") "\0\x10\0\0\0\0\0\0" INNER),
	    LAYER_CAPWAP, 0, 0 },
	{ "capwap 802.11", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x14\x7f") "\0\x10\x03\0\0\0\0\0\x08\x01\0\0" MACS
	                               "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_WLAN, 0, 0 },
	{ "capwap swapped", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x14\x7f") "\0\x10\x03\0\0\0\0\0\x01\x08\0\0" MACS
	                               "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_CAPWAP, 0, 0 },
	{ "teredo", LINK_ETHERNET, BYTES(OVER_UDP("\x0d\xd8") IPV6("\x04")), LAYER_TEREDO, 0, 0 },
	{ "teredo headers", LINK_ETHERNET,
	    BYTES(OVER_UDP(
	        "\x0d\xd8") "\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\xa5\x0a\x0a\x0a\x0a" IPV6("\x04"
	                                                                                    "")),
	    LAYER_TEREDO, 0, 0 },
	{ "lisp", LINK_ETHERNET, BYTES(OVER_UDP("\x10\xf5") "\x08\0\0\0\0\0\x03\0"), LAYER_LISP, 3,
	    0 },
	{ "tzsp", LINK_ETHERNET, BYTES(OVER_UDP("\x90\x90") "\x01\0\0\x01\x0a\x01\0\x01" INNER),
	    LAYER_TZSP, 0, 0 },
	{ "radiotap", LINK_RADIOTAP,
	    BYTES("\0\0\x09\0\x02\0\0\0\x10"
	          "\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_WLAN, 0, 4 },
	{ "radiotap padded", LINK_RADIOTAP,
	    BYTES("\0\0\x09\0\x02\0\0\0\x20"
	          "\x88\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0"
	          "\0\0\0\0" SNAP_IP),
	    LAYER_WLAN, 0, 0 },
	{ "ppi", LINK_PPI,
	    BYTES("\0\0\x08\0\x69\0\0\0"
	          "\x08\x03\0\0" MACS "\x02\0\0\0\0\x03\0\0\x02\0\0\0\0\x04" SNAP_IP),
	    LAYER_PPI, 0, 0 },
	{ "a-msdu", LINK_WLAN,
	    BYTES("\x88\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0\x80\0" MACS "\0\x35" SNAP_IP),
	    LAYER_AMSDU, 0, 0 },
	{ "cooked llc", LINK_LINUX_SLL, BYTES("\0\0\0\x01\0\x06\x02\0\0\0\0\x01\0\0\0\x04" SNAP_IP),
	    LAYER_LLC, 0, 0 },
	{ "nflog", LINK_NFLOG, BYTES("\x02\0\0\x05\x05\0\x0a\0g\0\0\0\x31\0\x09\0"), LAYER_NFLOG, 0,
	    0 },
	{ "nflog swapped", LINK_NFLOG, BYTES("\x02\0\0\x05\0\x05\0\x0ag\0\0\0\0\x31\0\x09"),
	    LAYER_NFLOG, 0, 0 },
	{ "hdlc", LINK_CISCO_HDLC, BYTES("\x0f\0\x08\0"), LAYER_CISCO_HDLC, 0, 0 },
	{ "fddi", LINK_FDDI, BYTES("\x50" MACS SNAP_IP), LAYER_FDDI, 0, 0 },
	{ "arcnet", LINK_ARCNET, BYTES("\x01\x02\xd4\0\0\x01"), LAYER_ARCNET, 0, 0 },
	{ "arcnet exception", LINK_ARCNET, BYTES("\x01\x02\xd4\xff\xff\xff\xff\0\0\x01"),
	    LAYER_ARCNET, 0, 0 },
	{ "arcnet linux", LINK_ARCNET_LINUX, BYTES("\x01\x02\0\0\xd4\0\0\x01"), LAYER_ARCNET_LINUX,
	    0, 0 },
	{ "token ring", LINK_TOKEN_RING, BYTES("\x10\x40" MACS SNAP_IP), LAYER_TOKEN_RING, 0, 0 },
	{ "token ring route", LINK_TOKEN_RING,
	    BYTES("\x10\x40\x02\0\0\0\0\x01\x82\0\0\0\0\x02\x06\0\0\x11\0\x10" SNAP_IP),
	    LAYER_TOKEN_RING, 0, 0 },
	{ "ipnet", LINK_IPNET,
	    BYTES("\x01\x02\0\x01\0\0\0\x2d\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\0"), LAYER_IPNET, 0,
	    0 },
	{ "frame relay", LINK_FRAME_RELAY, BYTES("\x18\x41\x03\xcc"), LAYER_FRAME_RELAY, 0, 0 },
	{ "frame relay cisco", LINK_FRAME_RELAY, BYTES("\x18\x41\x08\0"), LAYER_FRAME_RELAY, 0, 0 },
	{ "atm", LINK_ATM_RFC1483, BYTES(SNAP_IP), LAYER_LLC, 0, 0 },
	{ "sun atm", LINK_SUN_ATM, BYTES("\x02\0\0\x05" SNAP_IP), LAYER_SUN_ATM, 0, 0 },
	{ "enc", LINK_ENC, BYTES("\0\0\0\x02\0\0\0\x05\0\0\0\0"), LAYER_ENC, 0, 0 },
	{ "pflog", LINK_PFLOG,
	    BYTES("\x3d\x02\0\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
	    LAYER_PFLOG, 0, 0 },
	{ "ppp direction", LINK_PPP_DIRECTION, BYTES("\0\xff\x03" PPP_IP), LAYER_PPP, 0, 0 },
	{ "pktap", LINK_PKTAP, BYTES("\x0c\0\0\0\x01\0\0\0\x01\0\0\0" INNER), LAYER_PKTAP, 0, 0 },
	{ "infiniband", LINK_IPOIB, BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\x08\0\0\0"),
	    LAYER_IPOIB, 0, 0 },
	{ "mpacket", LINK_PREAMBLE, BYTES("UUUUUUU\xd5" INNER), LAYER_PREAMBLE, 0, 0 },
	{ "netanalyzer", LINK_NETANALYZER, BYTES("\0\0\0\0" INNER), LAYER_NETANALYZER, 0, 0 },
	{ "prism avs", LINK_PRISM,
	    BYTES("\x80\x21\x10\x01\0\0\0\x0c\0\0\0\0"
	          "\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_AVS, 0, 0 },
	{ "usb rndis", LINK_USB_LINUX,
	    BYTES("aaaaaaaaS\x03\x81\x02\x01\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	          "\x01\0\0\0\x67\0\0\0\x24\0\0\0\x3b\0\0\0"
	          "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" INNER),
	    LAYER_USB, 0, 0 },
	{ "cooked", LINK_LINUX_SLL, BYTES("\0\0\0\x01\0\x06\x02\0\0\0\0\x01\0\0\x08\0"),
	    LAYER_COOKED_V1, 0, 0 },
	{ "cooked v2", LINK_LINUX_SLL2,
	    BYTES("\x08\0\0\0\0\0\0\x03\0\x01\0\x06\x02\0\0\0\0\x01\0\0"), LAYER_COOKED_V2, 0, 0 },
	{ "loopback", LINK_NULL, BYTES("\x02\0\0\0"), LAYER_LOOPBACK, 0, 0 },
	{ "loopback ipv6", LINK_LOOP, BYTES("\0\0\0\x1e" IPV6("\x04")), LAYER_LOOPBACK, 0, 0 },
	{ "slip", LINK_SLIP, BYTES("aaaaaaaaaaaaaaaa"), LAYER_SLIP, 0, 0 },
	{ "fibre channel", LINK_IP_OVER_FC, BYTES("aaaaaaaaaaaaaaaa" SNAP_IP), LAYER_IP_OVER_FC, 0,
	    0 },
	{ "firewire", LINK_FIREWIRE, BYTES("aaaaaaaaaaaaaaaa\x08\0"), LAYER_FIREWIRE, 0, 0 },
	{ "symantec", LINK_SYMANTEC, BYTES("aaaaaa\x08\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
	    LAYER_SYMANTEC, 0, 0 },
	{ "usb ethernet", LINK_USB_LINUX,
	    BYTES("aaaaaaaaS\x03\x81\x02\x01\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" INNER), LAYER_USB,
	    0, 0 },
	{ "usb mmapped", LINK_USB_LINUX_MMAPPED,
	    BYTES("aaaaaaaaS\x03\x81\x02\x01\0"
	          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" INNER),
	    LAYER_USB_MMAPPED, 0, 0 },
	{ "hdlc direction", LINK_HDLC_DIRECTION, BYTES("\0\x0f\0\x08\0"), LAYER_DIRECTION_HDLC, 0,
	    0 },
	{ "hdlc by address", LINK_PPP_HDLC, BYTES("\x8f\0\x08\0"), LAYER_CISCO_HDLC, 0, 0 },
	{ "frame relay direction", LINK_FRAME_RELAY_DIRECTION, BYTES("\0\x18\x41\x03\xcc"),
	    LAYER_DIRECTION_FRAME_RELAY, 0, 0 },
	{ "frame relay long", LINK_FRAME_RELAY, BYTES("\x18\x40\x40\x41\x03\xcc"),
	    LAYER_FRAME_RELAY, 0, 0 },
	{ "frame relay snap", LINK_FRAME_RELAY, BYTES("\x18\x41\x03\0\x80\0\0\0\x08\0"),
	    LAYER_FRAME_RELAY, 0, 0 },
	{ "frame relay bridged", LINK_FRAME_RELAY, BYTES("\x18\x41\x03\x80\0\x80\xc2\0\x07" INNER),
	    LAYER_FRAME_RELAY, 0, 0 },
	{ "frame relay ppp", LINK_FRAME_RELAY, BYTES("\x18\x41\x03\xcf" PPP_IP), LAYER_FRAME_RELAY,
	    0, 0 },
	{ "frame relay ipv6", LINK_FRAME_RELAY, BYTES("\x18\x41\x03\x8e" IPV6("\x04")),
	    LAYER_FRAME_RELAY, 0, 0 },
	{ "atm ip", LINK_ATM_CLIP, BYTES(""), LAYER_ATM_CLIP, 0, 0 },
	{ "sun atm lan", LINK_SUN_ATM, BYTES("\x01\0\0\x05\0\0" INNER), LAYER_SUN_ATM, 0, 0 },
	{ "llc ip", LINK_ETHERNET, BYTES(MACS "\0\x30\x06\x06\x03"), LAYER_LLC, 0, 0 },
	{ "llc bridged", LINK_ETHERNET, BYTES(MACS "\0\x43\xaa\xaa\x03\0\x80\xc2\0\x07" INNER),
	    LAYER_LLC, 0, 0 },
	{ "llc tunnel", LINK_ETHERNET, BYTES(MACS "\0\x35\xaa\xaa\x03\0\0\xf8\x08\0"), LAYER_LLC, 0,
	    0 },
	{ "vlan llc", LINK_ETHERNET, BYTES(ETHERNET("\x81\0") "\0\x05\0\x35" SNAP_IP), LAYER_VLAN,
	    5, 0 },
	{ "802.1br extended", LINK_ETHERNET,
	    BYTES(ETHERNET("\x89\x3f") "\0\0\x20\x05\x01\x02\x08\0"), LAYER_ETAG, 0x22005, 0 },
	{ "trill options", LINK_ETHERNET,
	    BYTES(ETHERNET("\x22\xf3") "\0\x60\0\x01\0\x02opts" INNER), LAYER_TRILL, 0, 0 },
	{ "nsh metadata", LINK_ETHERNET,
	    BYTES(ETHERNET("\x89\x4f") "\0\x03\x01\x01\0\0\x09\xff\0\0\0\0"), LAYER_NSH, 9, 0 },
	{ "nsh twice", LINK_ETHERNET,
	    BYTES(ETHERNET("\x89\x4f") "\0\x02\x01\x04\0\0\x09\xff\0\x02\x01\x05\0\0\x08\xff"
	                               "\0\x01\x11\x40"),
	    LAYER_NSH, 9, 0 },
	{ "nsh udp", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x19\xe9") "\0\x02\x01\x02\0\0\x09\xff" IPV6("\x04")), LAYER_NSH, 9,
	    0 },
	{ "mpls udp", LINK_ETHERNET, BYTES(OVER_UDP("\x19\xeb") "\0\x01\x11\x40"), LAYER_MPLS, 17,
	    0 },
	{ "mpls udp control word", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x19\xeb") "\0\x01\x11\x40\0\0\0\0" INNER), LAYER_MPLS, 17, 0 },
	{ "gre udp", LINK_ETHERNET, BYTES(OVER_UDP("\x12\x92") "\0\0\x08\0"), LAYER_GRE, 0, 0 },
	{ "gre routing", LINK_ETHERNET,
	    BYTES(OVER_GRE("\x40\0\x08\0\0\0\0\0\0\x02\0\x04"
	                   "abcd\0\0\0\0")),
	    LAYER_GRE, 0, 0 },
	{ "gre cdma2000", LINK_ETHERNET, BYTES(OVER_GRE("\0\0\x88\x81" PPP_IP)), LAYER_PPP, 0, 0 },
	{ "erspan 3 ip", LINK_ETHERNET,
	    BYTES(OVER_GRE("\x10\0\x22\xeb\0\0\0\x01\x20\x01\0\x09\0\0\0\0\0\0\x08\0")),
	    LAYER_ERSPAN_3, 9, 0 },
	{ "wccp 1", LINK_ETHERNET, BYTES(OVER_GRE("\0\0\x88\x3e")), LAYER_WCCP, 0, 0 },
	{ "vxlan linux", LINK_ETHERNET, BYTES(OVER_UDP("\x21\x18") "\x08\0\0\0\0\0\x4d\0" INNER),
	    LAYER_VXLAN, 77, 0 },
	{ "vxlan source port", LINK_ETHERNET,
	    BYTES(ETHERNET("\x08\0") IPV4("\x11") "\x12\xb5\xc0\0\0\0\0\0"
	                                          "\x08\0\0\0\0\0\x4d\0" INNER),
	    LAYER_VXLAN, 77, 0 },
	{ "vxlan length", LINK_ETHERNET,
	    BYTES(ETHERNET("\x08\0") IPV4("\x11") "\xc0\0\x12\xb5\0\x4b\0\0"
	                                          "\x08\0\0\0\0\0\x4d\0" INNER),
	    LAYER_VXLAN, 77, 0 },
	{ "vxlan-gpe ethernet", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x12\xb6") "\x08\0\0\0\0\0\x4d\0" INNER), LAYER_VXLAN_GPE, 77, 0 },
	{ "geneve options", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x17\xc1") "\x02\0\x08\0\0\0\x4d\0options!"), LAYER_GENEVE, 77, 0 },
	{ "gtp number", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x08\x68") "\x32\xff\0\x31\0\0\0\x05\0\x01\0\0"), LAYER_GTP, 5, 0 },
	{ "gtp extensions", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x08\x68") "\x34\xff\0\x3d\0\0\0\x05\0\0\0\x85"
	                               "\x02\0\0\0\0\0\0\x86\x01\0\0\0"),
	    LAYER_GTP, 5, 0 },
	{ "capwap identifier", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x14\x7f") "\0\x20\0\x10\0\0\0\0\x06\x02\0\0\0\0\x01\0" INNER),
	    LAYER_CAPWAP, 0, 0 },
	{ "teredo origin", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x0d\xd8") "\0\0\x06\xa5\x0a\x0a\x0a\x0a" IPV6("\x04")), LAYER_TEREDO,
	    0, 0 },
	{ "teredo authentication", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x0d\xd8") "\0\x01\x02\x03"
	                               "idkey\0\0\0\0\0\0\0\0\0" IPV6("\x04")),
	    LAYER_TEREDO, 0, 0 },
	{ "lisp without instance", LINK_ETHERNET, BYTES(OVER_UDP("\x10\xf5") "\0\0\0\0\0\0\x03\0"),
	    LAYER_LISP, 0, 0 },
	{ "tzsp tags", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x90\x90") "\x01\x01\0\x12\0\x0a\x03"
	                               "abc\x01\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_TZSP, 0, 0 },
	{ "l2tpv3 udp", LINK_ETHERNET,
	    BYTES(OVER_UDP("\x06\xa5") "\0\x03\0\0\0\0\0\x09"
	                               "cook" INNER),
	    LAYER_L2TPV3, 9, 0 },
	{ "l2tpv3 cookie", LINK_ETHERNET,
	    BYTES(ETHERNET("\x08\0") IPV4("\x73") "\0\0\0\x09"
	                                          "COOKIE!!\0\0\0\0" INNER),
	    LAYER_L2TPV3, 9, 0 },
	{ "radiotap extended", LINK_RADIOTAP,
	    BYTES("\0\0\x19\0\x03\0\0\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10"
	          "\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_RADIOTAP, 0, 4 },
	{ "ppi common", LINK_PPI,
	    BYTES("\0\0\x26\0\x69\0\0\0\x05\0\x02\0zz\x02\0\x14\0\0\0\0\0\0\0\0\0\x01\0"
	          "\0\0\0\0\0\0\0\0\0\0"
	          "\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_PPI, 0, 4 },
	{ "prism", LINK_PRISM,
	    BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	          "\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_PRISM, 0, 0 },
	{ "avs", LINK_AVS,
	    BYTES("\x80\x21\x10\x01\0\0\0\x08"
	          "\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP),
	    LAYER_AVS, 0, 0 },
	{ "wlan order", LINK_WLAN,
	    BYTES("\x88\x81\0\0" MACS "\x02\0\0\0\0\x03\0\0\0\0"
	          "ctrl" SNAP_IP),
	    LAYER_WLAN, 0, 0 },
	{ "wlan bridge qos", LINK_WLAN,
	    BYTES("\x88\x03\0\0" MACS "\x02\0\0\0\0\x03\0\0\x02\0\0\0\0\x04\0\0" SNAP_IP),
	    LAYER_WLAN, 0, 0 },
	{ "a-msdu twice", LINK_WLAN,
	    BYTES("\x88\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0\x80\0" MACS "\0\x35" SNAP_IP),
	    LAYER_AMSDU, 0, 33 },
	{ "pppd", LINK_PPP_PPPD, BYTES("\0\xff\x03" PPP_IP), LAYER_DIRECTION_PPP, 0, 0 },
	{ "ppp mpls", LINK_PPP, BYTES("\x02\x81\0\x01\x11\x40"), LAYER_MPLS, 17, 0 },
	{ "ppp ipv6", LINK_PPP, BYTES("\0\x57" IPV6("\x04")), LAYER_PPP, 0, 0 },
	{ "pppoe link", LINK_PPP_ETHER, BYTES("\x11\0\0\x07\0\x2f" PPP_IP), LAYER_PPPOE, 7, 0 },
	{ "arcnet rfc 1051", LINK_ARCNET, BYTES("\x01\x02\xf0"), LAYER_ARCNET, 0, 0 },
	{ "arcnet ipv6", LINK_ARCNET, BYTES("\x01\x02\xc4\0\0\x01" IPV6("\x04")), LAYER_ARCNET, 0,
	    0 },
	{ "arcnet linux rfc 1051", LINK_ARCNET_LINUX, BYTES("\x01\x02\0\0\xf0"), LAYER_ARCNET_LINUX,
	    0, 0 },
	{ "ipnet ipv6", LINK_IPNET,
	    BYTES("\x01\x1a\0\x01\0\0\0\x2d\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\0" IPV6("\x04")),
	    LAYER_IPNET, 0, 0 },
	{ "pflog short", LINK_PFLOG, BYTES("\x03\x18\0\0" IPV6("\x04")), LAYER_PFLOG, 0, 0 },
	{ "pktap long", LINK_PKTAP, BYTES("\x0e\0\0\0\x01\0\0\0\x01\0\0\0zz" INNER), LAYER_PKTAP, 0,
	    0 },
	{ "netanalyzer raw", LINK_NETANALYZER_RAW, BYTES("\0\0\0\0UUUUUUU\xd5" INNER),
	    LAYER_NETANALYZER_RAW, 0, 0 },
	{ "ipv6 extensions", LINK_RAW,
	    BYTES(IPV6(
	        "\0") "\x2b\0\0\0\0\0\0\0\x3c\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	              "\x33\0\0\0\0\0\0\0\x8c\x01\0\0\0\0\0\x01\0\0\0\x01\x04\0\x80\0\0\0\0\0"),
	    LAYER_IPV6, 0, 0 },
};

/* Makes a frame whose inner IPv4 header has this total length; 45 is right, and WIRE_ZERO stands
 * for the end of what the headers before it leave. */
static inline void make_chain_with(struct wire *m, const struct chain *chain, unsigned length)
{
	wire_begin(m);
	wire_payload(m, chain->bytes, chain->len);
	wire_ipv4(m, &(struct wire_ipv4){ .length = length });
	wire_tcp(m, &(struct wire_tcp){ .flags = TCP_PSH | TCP_ACK });
	wire_payload(m, "hello", 5);
	wire_end(m);
	wire_trailer(m, chain->trailer);
}

static inline void make_chain(struct wire *m, const struct chain *chain)
{
	make_chain_with(m, chain, 45);
}

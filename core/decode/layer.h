/* The headers that may precede TCP in a frame, from the link's on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum layer_kind {
	LAYER_TCP, /* ends every chain */
	LAYER_IPV4,
	LAYER_IPV6,
	LAYER_IP, /* either, by its version */
	LAYER_ETHERNET,
	/* Link headers of captures. */
	LAYER_COOKED_V1,
	LAYER_COOKED_V2,
	LAYER_LOOPBACK,
	LAYER_TOKEN_RING,
	LAYER_ARCNET,
	LAYER_ARCNET_LINUX,
	LAYER_SLIP,
	LAYER_FDDI,
	LAYER_FRAME_RELAY,
	LAYER_ATM_CLIP,
	LAYER_SUN_ATM,
	LAYER_CISCO_HDLC,
	LAYER_ENC,
	LAYER_PFLOG,
	LAYER_IP_OVER_FC,
	LAYER_FIREWIRE,
	LAYER_IPNET,
	LAYER_NFLOG,
	LAYER_IPOIB,
	LAYER_NETANALYZER,
	LAYER_NETANALYZER_RAW,
	LAYER_PREAMBLE,
	LAYER_PKTAP,
	LAYER_SYMANTEC,
	LAYER_USB,
	LAYER_USB_MMAPPED,
	LAYER_DIRECTION_PPP,
	LAYER_DIRECTION_HDLC,
	LAYER_DIRECTION_FRAME_RELAY,
	LAYER_RADIOTAP,
	LAYER_PPI,
	LAYER_PRISM,
	LAYER_AVS,
	LAYER_WLAN,
	LAYER_AMSDU,
	/* After an EtherType. */
	LAYER_VLAN,
	LAYER_LLC,
	LAYER_BACKBONE, /* 802.1ah */
	LAYER_ETAG,     /* 802.1BR */
	LAYER_VNTAG,
	LAYER_FABRICPATH,
	LAYER_TRILL,
	LAYER_METADATA, /* Cisco's */
	LAYER_HSR,
	LAYER_MACSEC,
	LAYER_MPLS,
	LAYER_NSH,
	/* PPP. */
	LAYER_PPPOE,
	LAYER_PPP,
	LAYER_PPP_HDLC, /* or Cisco's HDLC, by its address */
	LAYER_L2TP,
	LAYER_L2TPV3,
	/* After an IP protocol or a UDP port. */
	LAYER_GRE,
	LAYER_ERSPAN_1,
	LAYER_ERSPAN_2,
	LAYER_ERSPAN_3,
	LAYER_WCCP,
	LAYER_ETHERIP,
	LAYER_ESP,
	LAYER_UDP,
	LAYER_ESP_IN_UDP,
	LAYER_VXLAN,
	LAYER_VXLAN_GPE,
	LAYER_GENEVE,
	LAYER_GTP,
	LAYER_CAPWAP,
	LAYER_TEREDO,
	LAYER_LISP,
	LAYER_TZSP,
	LAYER_KINDS,
};

/* A header that the decoder has taken. */
struct layer {
	uint32_t at;    /* offset into the frame */
	uint32_t value; /* VLAN or network identifier, label, session or key, if the kind has one */
	uint8_t kind;   /* enum layer_kind */
};

/* Returns "vlan", "vxlan", "ip": the name in a chain of headers and, for those over UDP, in
 * --decode. Static. */
const char *layer_name(enum layer_kind kind);
/* Returns the kind of this name among those over UDP; LAYER_KINDS if there is none. */
enum layer_kind layer_find(const char *name);

/* Returns true if the value identifies a separate network, whose addresses may occur in others too:
 * a VLAN, a service, a VNI. */
bool layer_is_network(enum layer_kind kind);

/* Kinds of frames without TCP. */
enum other_kind {
	OTHER_UNKNOWN, /* no known protocol */
	OTHER_ARP,
	OTHER_UDP,
	OTHER_ICMP,
	OTHER_ICMPV6,
	OTHER_IGMP,
	OTHER_SCTP,
	OTHER_OSPF,
	OTHER_VRRP,
	OTHER_PIM,
	OTHER_IP,        /* another IP protocol */
	OTHER_NO_NEXT,   /* IPv6 without a payload */
	OTHER_ESP,       /* encrypted */
	OTHER_IPCOMP,    /* compressed */
	OTHER_FRAGMENTS, /* a fragment of an IP packet that is reassembled elsewhere, or never */
	OTHER_LLDP,
	OTHER_SPANNING_TREE,
	OTHER_CISCO, /* CDP and related protocols */
	OTHER_SLOW,  /* LACP */
	OTHER_EAPOL,
	OTHER_PTP,
	OTHER_LOOP,
	OTHER_LLC,
	OTHER_ETHERTYPE, /* another EtherType */
	OTHER_PPP,       /* LCP and other control; compressed or encrypted payload */
	OTHER_PPPOE,     /* discovery */
	OTHER_L2TP,
	OTHER_GRE,
	OTHER_MPLS,
	OTHER_MACSEC,         /* encrypted */
	OTHER_CAPWAP,         /* encrypted, control or fragments */
	OTHER_WLAN,           /* management, control and frames without data */
	OTHER_WLAN_ENCRYPTED, /* data */
	OTHER_WLAN_FRAGMENT,
	OTHER_USB,
	OTHER_KINDS,
};

/* Returns "ARP", "UDP", "WLAN data, encrypted". Static. */
const char *other_name(enum other_kind kind);
/* Writes "12 UDP, 3 ARP": the largest count first; "" if all are 0. Returns the length without the
 * NUL. */
size_t others_format(const uint64_t count[OTHER_KINDS], char *out, size_t size);

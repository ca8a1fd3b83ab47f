/* The headers that may stand in a frame, from the link's to the one in front of TCP. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum layer_kind {
	LAYER_TCP, /* ends every chain */
	LAYER_IPV4,
	LAYER_IPV6,
	LAYER_IP, /* the one or the other, as its version says */
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
	/* Behind an EtherType. */
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
	LAYER_PPP_HDLC, /* or Cisco's HDLC, as its address says */
	LAYER_L2TP,
	LAYER_L2TPV3,
	/* Behind an IP protocol or a UDP port. */
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

/* A header that was passed. */
struct layer {
	uint32_t at;    /* offset into the frame */
	uint32_t value; /* VLAN or network identifier, label, session, key: as its kind has one */
	uint8_t kind;   /* enum layer_kind */
};

/* "vlan", "vxlan", "ip": as a chain of headers is written, and as --decode takes those that stand
 * behind UDP. Static. */
const char *layer_name(enum layer_kind kind);
/* The kind with such a name among those that may stand behind UDP; LAYER_KINDS when none has. */
enum layer_kind layer_find(const char *name);

/* Returns true if the value names a network of its own, in which addresses may be the same as in
 * others: a VLAN, a service, a VNI. */
bool layer_is_network(enum layer_kind kind);

/* Kinds of frames without TCP. */
enum other_kind {
	OTHER_UNKNOWN, /* nothing that has a name here */
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
	OTHER_NO_NEXT,   /* IPv6 without anything inside */
	OTHER_ESP,       /* encrypted */
	OTHER_IPCOMP,    /* compressed */
	OTHER_FRAGMENTS, /* a piece of an IP packet that is put together elsewhere, or never */
	OTHER_LLDP,
	OTHER_SPANNING_TREE,
	OTHER_CISCO, /* CDP and its kin */
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
	OTHER_CAPWAP,         /* encrypted, control or in pieces */
	OTHER_WLAN,           /* management, control and frames without data */
	OTHER_WLAN_ENCRYPTED, /* data */
	OTHER_WLAN_FRAGMENT,
	OTHER_USB,
	OTHER_KINDS,
};

/* "ARP", "UDP", "WLAN data, encrypted". Static. */
const char *other_name(enum other_kind kind);
/* "12 UDP, 3 ARP": the most first; "" for none. Returns the length without the NUL. */
size_t others_format(const uint64_t count[OTHER_KINDS], char *out, size_t size);

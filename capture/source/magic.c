#include "capture/source/magic.h"

#include <string.h>

#include "capture/os/printable_path.h"
#include "core/base/array.h"

static const struct known {
	const char *bytes;
	size_t len;
	enum magic magic;
} known[] = {
	{ "\xa1\xb2\xc3\xd4", 4, MAGIC_PCAP },
	{ "\xd4\xc3\xb2\xa1", 4, MAGIC_PCAP },
	{ "\xa1\xb2\x3c\x4d", 4, MAGIC_PCAP },
	{ "\x4d\x3c\xb2\xa1", 4, MAGIC_PCAP },
	{ "\xa1\xb2\xcd\x34", 4, MAGIC_PCAP },
	{ "\x34\xcd\xb2\xa1", 4, MAGIC_PCAP },
	{ "\xa1\xb2\x34\xcd", 4, MAGIC_PCAP },
	{ "\xcd\x34\xb2\xa1", 4, MAGIC_PCAP },
	{ "\xa1\x2b\x3c\x4d", 4, MAGIC_PCAP },
	{ "\x4d\x3c\x2b\xa1", 4, MAGIC_PCAP },
	{ "\x0a\x0d\x0d\x0a", 4, MAGIC_PCAPNG },
	{ "snoop\0\0\0", 8, MAGIC_SNOOP },
	{ "\x1f\x8b", 2, MAGIC_GZIP },
	{ "\x28\xb5\x2f\xfd", 4, MAGIC_ZSTD },
	/* The frame with sizes that pzstd puts first. */
	{ "\x50\x2a\x4d\x18", 4, MAGIC_ZSTD },
	{ "\x04\x22\x4d\x18", 4, MAGIC_LZ4 },
	{ "\xfd"
	  "7zXZ",
	    5, MAGIC_XZ },
};

/* Packed in a way that is not unpacked here. */
static const struct packer {
	const char *bytes;
	size_t len;
	const char *name, *cat;
} packers[] = {
	{ "BZh", 3, "bzip2", "bzcat" },
	{ "\x02\x21\x4c\x18", 4, "lz4 (old format)", "lz4cat" },
	{ "\x1f\x9d", 2, "compress", "zcat" },
	{ "PK\x03\x04", 4, "zip", "unzip -p" },
	{ "LZIP", 4, "lzip", "lzip -dc" },
};

/* Captures of other programs, which Wireshark's tools convert. */
static const struct foreign {
	const char *bytes;
	size_t len;
	const char *name;
} foreign[] = {
	{ "GMBU", 4, "Microsoft Network Monitor 2" },
	{ "RTSS", 4, "Microsoft Network Monitor 1" },
	{ "TRSNIFF data    \x1a", 17, "NetXRay Sniffer (DOS)" },
	{ "XCP\0", 4, "NetXRay Sniffer (Windows)" },
	{ "iptrace 1.0", 11, "AIX iptrace" },
	{ "iptrace 2.0", 11, "AIX iptrace" },
	{ "ObserverPktBuffe", 16, "Network Instruments Observer" },
	{ "\x05VNF", 4, "Visual Networks" },
	{ "\x7fver", 4, "EtherPeek" },
	{ "btsnoop\0", 8, "Bluetooth snoop" },
	{ "LOGG", 4, "Vector BLF" },
	{ "\x54\x52\x00\x64\x00", 5, "HP-UX nettl" },
};

static bool starts_with(const uint8_t *head, size_t len, const char *magic, size_t magic_len)
{
	return len >= magic_len && memcmp(head, magic, magic_len) == 0;
}

enum magic magic_of(const uint8_t *head, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (starts_with(head, len, known[i].bytes, known[i].len))
			return known[i].magic;
	return MAGIC_NONE;
}

static bool explain_empty(const char *path, struct err *err)
{
	if (path == NULL)
		return err_set(err,
		    "standard input ended without a capture; check that the command before the "
		    "pipe writes one to its standard output (tcpdump -U -w -)");
	return err_set(err,
	    "%s is empty: it has no capture header yet; capture again, or wait until the capturing "
	    "program has written it",
	    printable_path(path).text);
}

static bool explain_packed(const char *path, const struct packer *packer, struct err *err)
{
	if (path == NULL)
		return err_set(err,
		    "standard input is compressed with %s; unpack it on the way: "
		    "... | %s | tcpviz -r -",
		    packer->name, packer->cat);
	return err_set(err, "%s is compressed with %s; unpack it on the way: %s %s | tcpviz -r -",
	    printable_path(path).text, packer->name, packer->cat, printable_path(path).text);
}

static bool explain_foreign(const char *path, const char *name, struct err *err)
{
	if (path == NULL)
		return err_set(err,
		    "standard input is a capture of %s; convert it on the way: "
		    "... | tshark -r - -w - | tcpviz -r -",
		    name);
	return err_set(err, "%s is a capture of %s; convert it: editcap %s OUT.pcapng",
	    printable_path(path).text, name, printable_path(path).text);
}

bool magic_explain(
    const char *path, const uint8_t *head, size_t len, const char *why, struct err *err)
{
	struct printable_path name = { "standard input" };
	if (path != NULL)
		name = printable_path(path);
	if (len == 0)
		return explain_empty(path, err);
	for (size_t i = 0; i < ARRAY_LEN(packers); i++)
		if (starts_with(head, len, packers[i].bytes, packers[i].len))
			return explain_packed(path, &packers[i], err);
	for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
		if (starts_with(head, len, foreign[i].bytes, foreign[i].len))
			return explain_foreign(path, foreign[i].name, err);
	if (magic_of(head, len) != MAGIC_NONE)
		return err_set(err,
		    "%s begins like a capture but cannot be opened (%s); it is damaged or "
		    "truncated: copy it again",
		    name.text, why);
	return err_set(err,
	    "%s is not a capture in pcap, pcapng or snoop format (%s); if tshark reads it, convert "
	    "it: tshark -r FILE -w - | tcpviz -r -",
	    name.text, why);
}

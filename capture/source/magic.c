#include "capture/source/magic.h"

#include <string.h>

#include "capture/os/printable_path.h"
#include "core/base/array.h"

#define MAGIC 4

static const struct packer {
	uint8_t magic[MAGIC];
	size_t len;
	const char *name, *cat;
} packers[] = {
	{ { 0x1f, 0x8b }, 2, "gzip", "zcat" },
	{ { 0xfd, '7', 'z', 'X' }, 4, "xz", "xzcat" },
	{ { 0x28, 0xb5, 0x2f, 0xfd }, 4, "zstd", "zstdcat" },
	{ { 'B', 'Z', 'h' }, 3, "bzip2", "bzcat" },
	{ { 0x04, 0x22, 0x4d, 0x18 }, 4, "lz4", "lz4cat" },
};

static bool starts_with(const uint8_t *head, size_t len, const uint8_t *magic, size_t magic_len)
{
	return len >= magic_len && memcmp(head, magic, magic_len) == 0;
}

bool magic_is_nanoseconds(const uint8_t *head, size_t len)
{
	static const uint8_t big[] = { 0xa1, 0xb2, 0x3c, 0x4d };
	static const uint8_t little[] = { 0x4d, 0x3c, 0xb2, 0xa1 };
	return starts_with(head, len, big, MAGIC) || starts_with(head, len, little, MAGIC);
}

bool magic_is_pcapng(const uint8_t *head, size_t len)
{
	static const uint8_t section[] = { 0x0a, 0x0d, 0x0d, 0x0a };
	return starts_with(head, len, section, MAGIC);
}

/* Matches the magic numbers of the pcap files that libpcap reads, in either byte order. */
static bool is_pcap(const uint8_t *head, size_t len)
{
	return len >= MAGIC &&
	       ((head[0] == 0xa1 && head[1] == 0xb2) || (head[2] == 0xb2 && head[3] == 0xa1));
}

static const struct packer *find_packer(const uint8_t *head, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(packers); i++)
		if (starts_with(head, len, packers[i].magic, packers[i].len))
			return &packers[i];
	return NULL;
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

bool magic_explain(
    const char *path, const uint8_t *head, size_t len, const char *words, struct err *err)
{
	const struct packer *packer = find_packer(head, len);
	struct printable_path name = { "standard input" };
	if (path != NULL)
		name = printable_path(path);
	if (len == 0)
		return explain_empty(path, err);
	if (packer != NULL)
		return explain_packed(path, packer, err);
	if (is_pcap(head, len) || magic_is_pcapng(head, len))
		return err_set(err,
		    "%s begins like a capture but cannot be opened (%s); it is damaged or "
		    "truncated: copy it again",
		    name.text, words);
	return err_set(err,
	    "%s is not a capture in pcap or pcapng format (%s); if tshark reads it, convert it: "
	    "tshark -r FILE -w - | tcpviz -r -",
	    name.text, words);
}

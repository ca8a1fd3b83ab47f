#include "capture_file.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

void wire_file_close(struct wire_file *f)
{
	if (f->out == NULL || ferror(f->out) || fclose(f->out) != 0)
		err(1, "a capture file cannot be written");
	f->out = NULL;
}

void wire_write_bytes(struct wire_file *f, const void *bytes, size_t n)
{
	if (n > 0 && (f->out == NULL || fwrite(bytes, 1, n, f->out) != n))
		err(1, "a capture file cannot be written");
}

static void write_number(struct wire_file *f, uint64_t value, unsigned size)
{
	uint8_t bytes[8];
	for (unsigned i = 0; i < size; i++)
		bytes[f->big ? size - 1 - i : i] = (uint8_t)(value >> 8 * i);
	wire_write_bytes(f, bytes, size);
}

void wire_write16(struct wire_file *f, unsigned value)
{
	write_number(f, value, 2);
}

void wire_write32(struct wire_file *f, uint32_t value)
{
	write_number(f, value, 4);
}

void wire_pcap_begin(struct wire_file *f, uint32_t link_type)
{
	if (f->magic == 0)
		f->magic = PCAP_MICRO;
	wire_write32(f, f->magic);
	wire_write16(f, 2);
	wire_write16(f, 4);
	wire_write32(f, 0);
	wire_write32(f, 0);
	wire_write32(f, f->snaplen != 0 ? f->snaplen : 65535);
	wire_write32(f, link_type);
}

void wire_pcap_frame(struct wire_file *f, int64_t time_ns, const struct wire *w)
{
	uint32_t fraction = (uint32_t)(time_ns % NS);
	wire_write32(f, (uint32_t)(time_ns / NS));
	wire_write32(f, f->magic == PCAP_NANO ? fraction : fraction / 1000);
	wire_write32(f, w->caplen);
	wire_write32(f, w->len);
	if (f->magic == PCAP_MODIFIED) {
		wire_write32(f, 2);
		wire_write32(f, 0);
	}
	wire_write_bytes(f, w->bytes, w->caplen);
}

static void write_padded(struct wire_file *f, const void *bytes, size_t n)
{
	wire_write_bytes(f, bytes, n);
	wire_write_bytes(f, "\0\0\0", -n & 3);
}

static void write_option(struct wire_file *f, unsigned code, const void *value, size_t n)
{
	wire_write16(f, code);
	wire_write16(f, (unsigned)n);
	write_padded(f, value, n);
}

static void write_number_option(struct wire_file *f, unsigned code, uint64_t value, unsigned size)
{
	wire_write16(f, code);
	wire_write16(f, size);
	write_number(f, value, size);
	wire_write_bytes(f, "\0\0\0", -size & 3);
}

static void write_text_option(struct wire_file *f, unsigned code, const char *text)
{
	if (text != NULL)
		write_option(f, code, text, strlen(text));
}

/* A block is written to memory, because its length comes first. */
struct block {
	struct wire_file file; /* its body */
	char *body;
	size_t len;
};

static void block_begin(struct block *b, const struct wire_file *f)
{
	b->file = (struct wire_file){ .out = open_memstream(&b->body, &b->len), .big = f->big };
}

/* Ends the options, if there are any, and writes the block. */
static void block_end(struct block *b, struct wire_file *f, uint32_t type, long options_at)
{
	if (options_at >= 0 && ftell(b->file.out) > options_at)
		wire_write32(&b->file, 0);
	wire_file_close(&b->file);
	wire_ng_block(f, type, b->body, b->len);
	free(b->body);
}

void wire_ng_block(struct wire_file *f, uint32_t type, const void *body, size_t n)
{
	uint32_t size = (uint32_t)(12 + n + (-n & 3));
	wire_write32(f, type);
	wire_write32(f, size);
	write_padded(f, body, n);
	wire_write32(f, size);
}

void wire_ng_section(struct wire_file *f, const struct wire_ng_section *s)
{
	struct block b;
	block_begin(&b, f);
	wire_write32(&b.file, 0x1a2b3c4d);
	wire_write16(&b.file, 1);
	wire_write16(&b.file, 0);
	write_number(&b.file, UINT64_MAX, 8);
	long options_at = ftell(b.file.out);
	write_text_option(&b.file, 1, s->comment);
	write_text_option(&b.file, 4, s->application);
	block_end(&b, f, 0x0a0d0d0a, options_at);
}

void wire_ng_interface(struct wire_file *f, const struct wire_ng_interface *i)
{
	struct block b;
	block_begin(&b, f);
	wire_write16(&b.file, i->link_type);
	wire_write16(&b.file, 0);
	wire_write32(&b.file, i->snaplen);
	long options_at = ftell(b.file.out);
	write_text_option(&b.file, 1, i->comment);
	write_text_option(&b.file, 2, i->name);
	if (i->resolution != 0)
		write_number_option(&b.file, 9, i->resolution, 1);
	if (i->offset_s != 0)
		write_number_option(&b.file, 14, (uint64_t)i->offset_s, 8);
	block_end(&b, f, 1, options_at);
}

void wire_ng_packet(struct wire_file *f, const struct wire_ng_packet *p, const struct wire *w)
{
	struct block b;
	block_begin(&b, f);
	wire_write32(&b.file, p->interface);
	wire_write32(&b.file, (uint32_t)(p->time >> 32));
	wire_write32(&b.file, (uint32_t)p->time);
	wire_write32(&b.file, w->caplen);
	wire_write32(&b.file, w->len);
	write_padded(&b.file, w->bytes, w->caplen);
	long options_at = ftell(b.file.out);
	write_text_option(&b.file, 1, p->comment);
	if (p->flags != 0)
		write_number_option(&b.file, 2, p->flags, 4);
	block_end(&b, f, 6, options_at);
}

void wire_ng_simple(struct wire_file *f, const struct wire *w)
{
	struct block b;
	block_begin(&b, f);
	wire_write32(&b.file, w->len);
	wire_write_bytes(&b.file, w->bytes, w->caplen);
	block_end(&b, f, 3, -1);
}

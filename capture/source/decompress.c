#include "capture/source/decompress.h"

#include <assert.h>
#include <lz4frame.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "core/base/memory.h"

/* Of memory for a file's dictionary, which the file asks for. */
#define XZ_MEMORY (UINT64_C(256) << 20)
#define GZIP_ONLY (16 + MAX_WBITS)

struct decompress {
	enum magic magic;
	bool within; /* a stream has begun and not ended */
	bool again;  /* one has ended */
	z_stream gzip;
	ZSTD_DStream *zstd;
	LZ4F_dctx *lz4;
	lzma_stream xz;
};

static bool begin(struct decompress *d)
{
	switch (d->magic) {
	case MAGIC_GZIP:
		return inflateInit2(&d->gzip, GZIP_ONLY) == Z_OK;
	case MAGIC_ZSTD:
		d->zstd = ZSTD_createDStream();
		return d->zstd != NULL && !ZSTD_isError(ZSTD_initDStream(d->zstd));
	case MAGIC_LZ4:
		return !LZ4F_isError(LZ4F_createDecompressionContext(&d->lz4, LZ4F_VERSION));
	default:
		assert(d->magic == MAGIC_XZ);
		return lzma_stream_decoder(&d->xz, XZ_MEMORY, LZMA_CONCATENATED) == LZMA_OK;
	}
}

struct decompress *decompress_new(enum magic magic)
{
	struct decompress *d = memory_zeroed(1, sizeof(*d));
	d->magic = magic;
	d->xz = (lzma_stream)LZMA_STREAM_INIT;
	if (begin(d))
		return d;
	decompress_free(d);
	return NULL;
}

void decompress_free(struct decompress *d)
{
	if (d == NULL)
		return;
	if (d->magic == MAGIC_GZIP)
		inflateEnd(&d->gzip);
	ZSTD_freeDStream(d->zstd);
	LZ4F_freeDecompressionContext(d->lz4);
	lzma_end(&d->xz);
	free(d);
}

/* zstd and lz4 may have frames for other uses, which their libraries pass over. */
static bool is_skippable(const struct decompress *d, const struct decompress_io *io)
{
	return (d->magic == MAGIC_ZSTD || d->magic == MAGIC_LZ4) && io->in_left >= 4 &&
	       (io->in[0] & 0xf0) == 0x50 && io->in[1] == 0x2a && io->in[2] == 0x4d &&
	       io->in[3] == 0x18;
}

static bool is_next_stream(const struct decompress *d, const struct decompress_io *io)
{
	return magic_of(io->in, io->in_left) == d->magic || is_skippable(d, io);
}

static enum decompress_result after_stream(struct decompress *d)
{
	d->within = false;
	d->again = true;
	return DECOMPRESS_MORE;
}

static unsigned least(size_t size)
{
	return size < UINT32_MAX ? (unsigned)size : UINT32_MAX;
}

static enum decompress_result step_gzip(struct decompress *d, struct decompress_io *io)
{
	z_stream *z = &d->gzip;
	z->next_in = (z_const Bytef *)(uintptr_t)io->in;
	z->avail_in = least(io->in_left);
	z->next_out = io->out;
	z->avail_out = least(io->out_left);
	int result = inflate(z, Z_NO_FLUSH);
	io->in_left -= (size_t)(z->next_in - io->in);
	io->in = z->next_in;
	io->out_left -= (size_t)(z->next_out - io->out);
	io->out = z->next_out;
	if (result == Z_STREAM_END) {
		inflateReset(z);
		return after_stream(d);
	}
	return result == Z_OK || result == Z_BUF_ERROR ? DECOMPRESS_MORE : DECOMPRESS_BROKEN;
}

static enum decompress_result step_zstd(struct decompress *d, struct decompress_io *io)
{
	ZSTD_inBuffer in = { io->in, io->in_left, 0 };
	ZSTD_outBuffer out = { io->out, io->out_left, 0 };
	size_t result = ZSTD_decompressStream(d->zstd, &out, &in);
	io->in += in.pos;
	io->in_left -= in.pos;
	io->out += out.pos;
	io->out_left -= out.pos;
	if (ZSTD_isError(result))
		return DECOMPRESS_BROKEN;
	return result == 0 ? after_stream(d) : DECOMPRESS_MORE;
}

static enum decompress_result step_lz4(struct decompress *d, struct decompress_io *io)
{
	size_t taken = io->in_left, made = io->out_left;
	size_t result = LZ4F_decompress(d->lz4, io->out, &made, io->in, &taken, NULL);
	if (LZ4F_isError(result))
		return DECOMPRESS_BROKEN;
	io->in += taken;
	io->in_left -= taken;
	io->out += made;
	io->out_left -= made;
	return result == 0 ? after_stream(d) : DECOMPRESS_MORE;
}

static enum decompress_result step_xz(struct decompress *d, struct decompress_io *io)
{
	lzma_stream *xz = &d->xz;
	xz->next_in = io->in;
	xz->avail_in = io->in_left;
	xz->next_out = io->out;
	xz->avail_out = io->out_left;
	lzma_ret result = lzma_code(xz, io->in_ended ? LZMA_FINISH : LZMA_RUN);
	io->in = xz->next_in;
	io->in_left = xz->avail_in;
	io->out = xz->next_out;
	io->out_left = xz->avail_out;
	if (result == LZMA_STREAM_END)
		return DECOMPRESS_END;
	return result == LZMA_OK || result == LZMA_BUF_ERROR ? DECOMPRESS_MORE : DECOMPRESS_BROKEN;
}

static enum decompress_result step(struct decompress *d, struct decompress_io *io)
{
	switch (d->magic) {
	case MAGIC_GZIP:
		return step_gzip(d, io);
	case MAGIC_ZSTD:
		return step_zstd(d, io);
	case MAGIC_LZ4:
		return step_lz4(d, io);
	default:
		return step_xz(d, io);
	}
}

enum decompress_result decompress_step(struct decompress *d, struct decompress_io *io)
{
	size_t in_left = io->in_left, out_left = io->out_left;
	assert(out_left > 0);
	if (!d->within && d->again) {
		if (in_left < MAGIC_LEAST && !io->in_ended)
			return DECOMPRESS_MORE;
		if (!is_next_stream(d, io))
			return DECOMPRESS_END;
	}
	d->within = true;
	enum decompress_result result = step(d, io);
	assert(io->in_left <= in_left && io->out_left <= out_left);
	/* Without input and without progress there is no more to come. */
	bool stuck = io->in_left == in_left && io->out_left == out_left;
	return result == DECOMPRESS_MORE && d->within && io->in_ended && stuck ? DECOMPRESS_CUT
	                                                                       : result;
}

const char *decompress_name(enum magic magic)
{
	switch (magic) {
	case MAGIC_GZIP:
		return "gzip";
	case MAGIC_ZSTD:
		return "zstd";
	case MAGIC_LZ4:
		return "lz4";
	default:
		return "xz";
	}
}

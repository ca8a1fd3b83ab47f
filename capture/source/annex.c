#include "capture/source/annex.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

#define BYTES_MOST ((size_t)16 << 20)
/* Blocks are compared with each other. */
#define BLOCKS_MOST 4096
#define TEXT_MOST 4096

struct block {
	void *bytes;
	size_t size;
};

struct annex {
	pthread_mutex_t lock;
	struct block *block;
	unsigned count, room;
	size_t bytes;
	char text[ANNEX_TEXTS][TEXT_MOST];
};

struct annex *annex_new(void)
{
	struct annex *annex = memory_zeroed(1, sizeof(*annex));
	pthread_mutex_init(&annex->lock, NULL);
	return annex;
}

void annex_free(struct annex *annex)
{
	if (annex == NULL)
		return;
	for (unsigned i = 0; i < annex->count; i++)
		free(annex->block[i].bytes);
	free(annex->block);
	pthread_mutex_destroy(&annex->lock);
	free(annex);
}

/* Returns true if the block is there, or if there is no room for it. */
static bool needless(const struct annex *annex, const void *block, size_t size)
{
	if (annex->count == BLOCKS_MOST || size > BYTES_MOST - annex->bytes)
		return true;
	for (unsigned i = 0; i < annex->count; i++)
		if (annex->block[i].size == size && memcmp(annex->block[i].bytes, block, size) == 0)
			return true;
	return false;
}

void annex_add_block(struct annex *annex, const void *block, size_t size)
{
	pthread_mutex_lock(&annex->lock);
	if (!needless(annex, block, size)) {
		if (annex->count == annex->room) {
			annex->room = annex->room == 0 ? 8 : annex->room * 2;
			annex->block =
			    memory_resize(annex->block, annex->room, sizeof(*annex->block));
		}
		void *bytes = memcpy(memory_new(size), block, size);
		annex->block[annex->count++] = (struct block){ bytes, size };
		annex->bytes += size;
	}
	pthread_mutex_unlock(&annex->lock);
}

static bool has_line(const char *text, const char *line)
{
	size_t len = strlen(line);
	for (const char *at = text; (at = strstr(at, line)) != NULL; at++)
		if ((at == text || at[-1] == '\n') && (at[len] == '\n' || at[len] == '\0'))
			return true;
	return false;
}

void annex_add_text(struct annex *annex, enum annex_text which, const char *text)
{
	pthread_mutex_lock(&annex->lock);
	char *to = annex->text[which];
	size_t used = strlen(to);
	if (*text != '\0' && used < TEXT_MOST - 1 && !has_line(to, text))
		snprintf(to + used, TEXT_MOST - used, "%s%s", used > 0 ? "\n" : "", text);
	pthread_mutex_unlock(&annex->lock);
}

void annex_each_block(
    struct annex *annex, bool (*block)(void *ctx, const void *block, size_t size), void *ctx)
{
	pthread_mutex_lock(&annex->lock);
	unsigned i = 0;
	while (i < annex->count && block(ctx, annex->block[i].bytes, annex->block[i].size))
		i++;
	pthread_mutex_unlock(&annex->lock);
}

void annex_text(struct annex *annex, enum annex_text which, char *out, size_t size)
{
	pthread_mutex_lock(&annex->lock);
	snprintf(out, size, "%s", annex->text[which]);
	pthread_mutex_unlock(&annex->lock);
}

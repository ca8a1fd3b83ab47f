#include "capture/source/part.h"

#include <string.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/magic.h"

/* Looks at the first bytes, without taking them. */
static enum magic look(struct part *part)
{
	struct input *in = &part->input;
	/* A shorter file is held as far as it goes. */
	(void)input_hold(in, MAGIC_LEAST);
	part->head_len = input_left(in) < PART_HEAD ? input_left(in) : PART_HEAD;
	memcpy(part->head, in->buffer + in->next, part->head_len);
	return magic_of(part->head, part->head_len);
}

/* Puts an unpacker between the compressed bytes and their reader. */
static bool unpack(struct part *part, const struct part_tables *tables, const char *name,
    enum magic magic, struct err *err)
{
	if (*tables->store == NULL)
		*tables->store = store_new(err);
	if (*tables->store == NULL)
		return false;
	part->unpack = unpack_new(&part->input, magic, *tables->store);
	if (part->unpack == NULL)
		return err_set(err, "cannot unpack %s: no memory", name);
	input_init(&part->input, unpack_read, part->unpack);
	part->input.seeks = true;
	look(part);
	return true;
}

static bool explain_part(
    const struct part *part, const char *path, const char *why, struct err *err)
{
	struct printable_path shown = { "standard input" };
	if (path != NULL)
		shown = printable_path(path);
	const char *called = shown.text;
	if (part->unpack != NULL && *unpack_why(part->unpack) != '\0')
		return err_set(err, "%s cannot be unpacked: %s", called, unpack_why(part->unpack));
	if (part->input.error != 0)
		return err_set(err, "cannot read %s: %s", called, strerror(part->input.error));
	return magic_explain(path, part->head, part->head_len, why, err);
}

bool part_open(struct part *part, const struct part_tables *tables, const char *name,
    const char *path, struct err *err)
{
	char why[FORMAT_WHY];
	enum magic magic = look(part);
	if (magic_is_packed(magic) && !unpack(part, tables, name, magic, err))
		return false;
	part->map = pcapng_map_new();
	const struct frames_tables more = { tables->interfaces, tables->annex, part->map };
	part->frames = frames_open(&part->input, &more, why);
	if (part->frames == NULL)
		return explain_part(part, path, why, err);
	part->format = *frames_format(part->frames);
	return true;
}

void part_close(struct part *part)
{
	frames_free(part->frames);
	input_free(&part->input);
	pcapng_map_free(part->map);
	unpack_free(part->unpack);
	if (part->fd >= 0)
		close(part->fd);
}

#include "capture/os/save.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/os/flush.h"
#include "capture/os/save_helper.h"
#include "capture/os/save_names.h"
#include "core/base/memory.h"

struct save {
	FILE *stream;
	bool helped; /* the helper makes the files */
	struct save_names names;
	char *path;
};

struct save *save_begin(const char *path, bool replace, bool *exists, struct err *err)
{
	bool unused;
	struct save_names names = { .dir = -1 };
	bool helped = save_helper_running();
	if (exists == NULL)
		exists = &unused;
	int fd = helped ? save_helper_create(path, replace, exists, err)
	                : save_names_create(&names, path, replace, exists, err);
	if (fd < 0)
		return NULL;
	struct save *save = memory_zeroed(1, sizeof(*save));
	save->helped = helped;
	save->names = names;
	save->path = memory_new(strlen(path) + 1);
	memcpy(save->path, path, strlen(path) + 1);
	save->stream = fdopen(fd, "w");
	if (save->stream == NULL) {
		save_names_error(path, errno, err);
		close(fd);
		save_abort(save);
		return NULL;
	}
	return save;
}

FILE *save_stream(struct save *save)
{
	return save->stream;
}

static void discard(struct save *save)
{
	if (save->helped)
		save_helper_discard();
	else
		save_names_discard(&save->names);
}

static void save_free(struct save *save)
{
	free(save->path);
	free(save);
}

/* Flushes, syncs and closes the stream. Returns 0 or the first errno. */
static int finish_stream(struct save *save)
{
	int error = flush_stream(save->stream);
	/* EINVAL: the file system cannot sync, and there is no alternative. */
	if (error == 0 && fsync(fileno(save->stream)) != 0 && errno != EINVAL)
		error = errno;
	if (fclose(save->stream) != 0 && error == 0)
		error = errno;
	save->stream = NULL;
	return error;
}

bool save_commit(struct save *save, struct err *err)
{
	int error = finish_stream(save);
	bool done;
	if (error != 0) {
		discard(save);
		done = save_names_error(save->path, error, err);
	} else if (save->helped) {
		done = save_helper_commit(err);
	} else {
		done = save_names_commit(&save->names, err);
	}
	save_free(save);
	return done;
}

void save_abort(struct save *save)
{
	if (save == NULL)
		return;
	if (save->stream != NULL)
		fclose(save->stream);
	discard(save);
	save_free(save);
}

bool save_check(const char *path, bool replace, bool *exists, struct err *err)
{
	struct save *save = save_begin(path, replace, exists, err);
	save_abort(save);
	return save != NULL;
}

/* Opening files. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/magic.h"
#include "capture/source/source_parts.h"
#include "core/base/array.h"
#include "core/base/memory.h"

#define BUFFER 65536
#define HEAD 8

static const struct advice {
	int error;
	const char *words;
} advice[] = {
	{ ENOENT, "no such file; check the name and the folder" },
	{ ENOTDIR, "a part of its folder's name is a file; check the name" },
	{ EACCES, "no permission to read it; ask its owner, or use sudo" },
	{ ENXIO, "it is a socket, or a device that does not exist; give a capture file" },
	{ EISDIR, "it is a folder; give a capture file in it" },
	{ ESTALE, "another file took its name while it was opened; open it again" },
};

static bool cannot_open(const char *path, int error, struct err *err)
{
	const char *words = strerror(error);
	for (size_t i = 0; i < ARRAY_LEN(advice); i++)
		if (advice[i].error == error)
			words = advice[i].words;
	return err_set(err, "cannot open %s: %s", printable_path(path).text, words);
}

/* Opens a FILE that caches its position; otherwise stdio would make a system call for each ftello()
 * until the position was first set. */
static FILE *open_stdio(struct source *s, int fd)
{
	FILE *file = fdopen(fd, "r");
	if (file == NULL) {
		close(fd);
		return NULL;
	}
	s->buffer = memory_new(BUFFER);
	setvbuf(file, s->buffer, _IOFBF, BUFFER);
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	if (fseeko(file, 0, SEEK_SET) == 0)
		return file;
	fclose(file);
	return NULL;
}

static bool open_pcap(struct source *s, const char *path, int fd, struct err *err)
{
	char words[PCAP_ERRBUF_SIZE];
	uint8_t head[HEAD];
	ssize_t got = pread(fd, head, sizeof(head), 0);
	size_t len = got > 0 ? (size_t)got : 0;
	FILE *file = open_stdio(s, fd);
	if (file == NULL)
		return cannot_open(path, errno, err);
	s->pcap = pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, words);
	if (s->pcap == NULL) {
		fclose(file);
		return magic_explain(path, head, len, words, err);
	}
	atomic_store(&s->nanoseconds, magic_is_nanoseconds(head, len));
	if (magic_is_pcapng(head, len))
		s->blocks = pcapng_blocks_new(fd, pcap_is_swapped(s->pcap));
	else
		s->records = pcap_records_new(fd, s->pcap);
	return true;
}

/* Opens the same file again; its name may refer to another file by now. Returns -1 with errno on
 * failure. */
static int open_same(const char *path, int fd)
{
	struct stat first, second;
	int again = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (again < 0)
		return -1;
	if (fstat(fd, &first) == 0 && fstat(again, &second) == 0 && first.st_dev == second.st_dev &&
	    first.st_ino == second.st_ino)
		return again;
	close(again);
	errno = ESTALE;
	return -1;
}

static bool open_regular(
    struct source *s, const char *path, int fd, const char *filter, struct err *err)
{
	/* Opened now, while the process is allowed to: a second descriptor for reading frames back,
	 * with a file position of its own. */
	int again = open_same(path, fd);
	if (again < 0) {
		int error = errno;
		close(fd);
		return cannot_open(path, error, err);
	}
	bool opened = open_pcap(s, path, fd, err);
	s->readback = readback_new(again, s->blocks);
	return opened && source_adopt(s, filter, err);
}

static bool open_path(struct source *s, const char *path, const char *filter, struct err *err)
{
	struct stat st = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int error = fd < 0 || fstat(fd, &st) != 0 ? errno : 0;
	if (error == 0 && S_ISDIR(st.st_mode))
		error = EISDIR;
	if (error != 0) {
		if (fd >= 0)
			close(fd);
		return cannot_open(path, error, err);
	}
	/* A named pipe, or a shell's <(...), can be read only once. */
	if (!S_ISREG(st.st_mode)) {
		s->kind = SOURCE_STREAM;
		return source_from_descriptor(s, fd, true, filter, err);
	}
	s->bytes_total = (uint64_t)st.st_size;
	return open_regular(s, path, fd, filter, err);
}

enum source_failure source_open_file(
    const char *path, const char *filter, uint8_t index, struct source **out, struct err *err)
{
	*out = NULL;
	struct source *s = source_new(SOURCE_FILE, path, index, err);
	if (s == NULL)
		return SOURCE_FAILED;
	if (!open_path(s, path, filter, err)) {
		source_free(s);
		return SOURCE_FAILED;
	}
	*out = s;
	return SOURCE_OK;
}

/* A temporary folder for a test, and access to its files. */
#pragma once

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
	char path[64];
};

static inline struct folder folder_new(void)
{
	struct folder folder = { "/tmp/tcpviz-test-XXXXXX" };
	ck_assert_ptr_nonnull(mkdtemp(folder.path));
	return folder;
}

/* Returns the path of a file in the folder; valid until the next call but one. */
static inline const char *folder_at(const struct folder *folder, const char *name)
{
	static char path[2][PATH_MAX];
	static unsigned turn;
	turn ^= 1;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder->path, name);
	return path[turn];
}

static inline unsigned folder_entries(const struct folder *folder)
{
	DIR *dir = opendir(folder->path);
	ck_assert_ptr_nonnull(dir);
	unsigned count = 0;
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(dir);
	return count;
}

/* Removes the folder and its files. */
static inline void folder_remove(const struct folder *folder)
{
	DIR *dir = opendir(folder->path);
	ck_assert_ptr_nonnull(dir);
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove(folder_at(folder, entry->d_name));
	closedir(dir);
	rmdir(folder->path);
}

static inline void file_write(const char *path, const void *bytes, size_t len)
{
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
	ck_assert_int_eq(fclose(file), 0);
}

/* Returns the contents of a file, which the caller frees. *len may be NULL; a NUL follows the
 * bytes. */
static inline char *file_read(const char *path, size_t *len)
{
	FILE *file = fopen(path, "r");
	ck_assert_msg(file != NULL, "%s is not there", path);
	struct stat st;
	ck_assert_int_eq(fstat(fileno(file), &st), 0);
	char *bytes = malloc((size_t)st.st_size + 1);
	ck_assert_ptr_nonnull(bytes);
	size_t got = fread(bytes, 1, (size_t)st.st_size, file);
	bytes[got] = '\0';
	fclose(file);
	if (len != NULL)
		*len = got;
	return bytes;
}

static inline void file_expect(const char *path, const char *text)
{
	char *have = file_read(path, NULL);
	ck_assert_str_eq(have, text);
	free(have);
}

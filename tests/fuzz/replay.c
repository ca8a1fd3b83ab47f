/* Runs a fuzz target over every file of a folder: its corpus, which includes every input that once
 * crashed it.
 *
 * usage: replay FOLDER */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define INPUT_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t input[INPUT_MAX];

static int replay(const char *folder, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		perror(path);
		return 1;
	}
	size_t size = fread(input, 1, sizeof(input), file);
	fclose(file);
	/* If this is the last line, this input crashed. */
	printf("%s\n", name);
	fflush(stdout);
	LLVMFuzzerTestOneInput(input, size);
	return 0;
}

int main(int argc, char **argv)
{
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	if (dir == NULL) {
		fputs("usage: replay FOLDER\n", stderr);
		return 2;
	}
	int failed = 0, inputs = 0;
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		if (entry->d_name[0] == '.')
			continue;
		failed += replay(argv[1], entry->d_name);
		inputs++;
	}
	closedir(dir);
	return failed > 0 || inputs == 0;
}

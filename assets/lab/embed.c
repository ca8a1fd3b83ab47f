/* Writes files as C: usage: embed OUT FILE... Each becomes a row of lab_files[], named without
 * folder and extension. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *path)
{
	perror(path);
	exit(EXIT_FAILURE);
}

/* Writes a byte in octal: a digit after it cannot be taken for a part of it. */
static void put_byte(FILE *out, int c)
{
	if (c == '\n')
		fputs("\\n\"\n\t  \"", out);
	else if (isprint(c) && c != '"' && c != '\\' && c != '?')
		fputc(c, out);
	else
		fprintf(out, "\\%03o", (unsigned)c);
}

static void put_file(FILE *out, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	FILE *in = fopen(path, "r");
	int c;
	if (in == NULL)
		fail(path);
	fprintf(out, "\t{ \"%.*s\",\n\t  \"", (int)strcspn(name, "."), name);
	while ((c = getc(in)) != EOF)
		put_byte(out, c);
	fputs("\" },\n", out);
	fclose(in);
}

int main(int argc, char **argv)
{
	FILE *out = argc > 1 ? fopen(argv[1], "w") : NULL;
	if (out == NULL)
		fail(argc > 1 ? argv[1] : "usage: embed OUT FILE...");
	fputs("#include \"capture/lab/files.h\"\n\nconst struct lab_file lab_files[] = {\n", out);
	for (int i = 2; i < argc; i++)
		put_file(out, argv[i]);
	fprintf(out, "};\nconst size_t lab_files_count = %d;\n", argc - 2);
	if (fclose(out) != 0)
		fail(argv[1]);
	return EXIT_SUCCESS;
}

/* Writes what is made from the tables of options and keys: the manual and the completions of shells.
 *
 * usage: make-docs bash|zsh|fish
 *        make-docs manual TEMPLATE DATADIR */
#include <stdio.h>
#include <string.h>

#include "core/array.h"
#include "tui/keys.h"
#include "tui/options_table.h"

#define LINE_MAX_BYTES 1024

/* The help up to the end of its first sentence, as shells show it beside an option. */
static int first_sentence(const char *help)
{
	const char *end = strstr(help, ". ");
	size_t len = end != NULL ? (size_t)(end - help) : strlen(help);
	return (int)(help[len - 1] == '.' ? len - 1 : len);
}

/* Text inside single quotes of a shell; zsh also takes brackets and colons for itself. */
static void put_quoted(const char *text, int len, const char *special)
{
	for (int i = 0; i < len; i++) {
		if (text[i] == '\'')
			fputs("'\\''", stdout);
		else if (strchr(special, text[i]) != NULL)
			printf("\\%c", text[i]);
		else
			putchar(text[i]);
	}
}

static bool takes_file(const struct option_row *row)
{
	return row->arg != NULL && strcmp(row->arg, "FILE") == 0;
}

static void bash(void)
{
	fputs("_tcpviz()\n{\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]}\n"
	      "\tif [[ ${COMP_WORDS[COMP_CWORD-1]} == @(-i|--interface) ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W \"any $(ls /sys/class/net)\" -- \"$word\")\n"
	      "\telif [[ $word == -* ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W \"",
	    stdout);
	for (unsigned id = 0; id < OPTS; id++)
		printf("%s--%s", id > 0 ? " " : "", option_table[id].name);
	fputs("\" -- \"$word\")\n\telse\n\t\tcompopt -o filenames\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n\tfi\n}\n"
	      "complete -F _tcpviz tcpviz\n",
	    stdout);
}

static void zsh_option(const struct option_row *row)
{
	if (row->letter != 0)
		printf(" \\\n\t'(-%c --%s)'{-%c,--%s}'[", row->letter, row->name, row->letter,
		    row->name);
	else
		printf(" \\\n\t'--%s[", row->name);
	put_quoted(row->help, first_sentence(row->help), "[]:\\");
	putchar(']');
	if (row->arg != NULL) {
		putchar(':');
		put_quoted(row->arg, (int)strlen(row->arg), "[]:\\");
		putchar(':');
	}
	if (takes_file(row))
		fputs("_files", stdout);
	else if (row->letter == 'i')
		fputs("_net_interfaces", stdout);
	putchar('\'');
}

static void zsh(void)
{
	fputs("#compdef tcpviz\n_arguments -s", stdout);
	for (unsigned id = 0; id < OPTS; id++)
		zsh_option(&option_table[id]);
	fputs(" \\\n\t'*:capture:_files'\n", stdout);
}

static void fish(void)
{
	for (unsigned id = 0; id < OPTS; id++) {
		const struct option_row *row = &option_table[id];
		printf("complete -c tcpviz -l %s", row->name);
		if (row->letter != 0)
			printf(" -s %c", row->letter);
		if (row->arg != NULL)
			fputs(takes_file(row) ? " -r" : " -x", stdout);
		if (row->letter == 'i')
			fputs(" -a 'any (ls /sys/class/net)'", stdout);
		fputs(" -d '", stdout);
		/* fish knows \' inside single quotes, and no '\''. */
		for (int i = 0; i < first_sentence(row->help); i++)
			printf(strchr("'\\", row->help[i]) != NULL ? "\\%c" : "%c", row->help[i]);
		fputs("'\n", stdout);
	}
}

/* Copies the template; a line that is a name between @ is replaced. */
static int manual(const char *template, const char *datadir)
{
	char line[LINE_MAX_BYTES];
	FILE *in = fopen(template, "r");
	if (in == NULL) {
		perror(template);
		return 1;
	}
	while (fgets(line, sizeof(line), in) != NULL) {
		char *place = strstr(line, "@DATADIR@");
		if (strcmp(line, "@OPTIONS@\n") == 0)
			options_manual(stdout);
		else if (strcmp(line, "@KEYS@\n") == 0)
			keys_manual(stdout);
		else if (place != NULL)
			printf("%.*s%s%s", (int)(place - line), line, datadir,
			    place + strlen("@DATADIR@"));
		else
			fputs(line, stdout);
	}
	fclose(in);
	return 0;
}

static const struct {
	const char *name;
	void (*write)(void);
} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "manual") == 0)
		return manual(argv[2], argv[3]);
	for (size_t i = 0; i < ARRAY_LEN(shells) && argc == 2; i++) {
		if (strcmp(argv[1], shells[i].name) == 0) {
			shells[i].write();
			return 0;
		}
	}
	fputs("usage: make-docs bash|zsh|fish | make-docs manual TEMPLATE DATADIR\n", stderr);
	return 2;
}

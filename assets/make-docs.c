/* Generates documentation from the tables of options and keys: the manual and the completions of
 * shells.
 *
 * usage: make-docs bash|zsh|fish
 *        make-docs manual TEMPLATE DATADIR */
#include <stdio.h>
#include <string.h>

#include "capture/lab/catalogue.h"
#include "core/base/array.h"
#include "core/filter/terms.h"
#include "tui/command/options_help.h"
#include "tui/command/options_table.h"
#include "tui/text/keys.h"

#define LINE_MAX_BYTES 1024

/* Returns the length of the help's first sentence, which shells show beside an option. */
static int first_sentence(const char *help)
{
	const char *end = strstr(help, ". ");
	size_t len = end != NULL ? (size_t)(end - help) : strlen(help);
	return (int)(help[len - 1] == '.' ? len - 1 : len);
}

/* Writes text for single quotes of a shell. zsh also needs brackets and colons escaped. */
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

/* Writes the names of the filter's terms with what follows them. */
static void put_terms(const char *between, const char *escape)
{
	const struct filter_term *term;
	const char *before = "";
	for (unsigned n = 0; (term = filter_term_at(n)) != NULL; n++) {
		if (term->missing != NULL)
			continue;
		printf("%s%s%s:", before, term->name, escape);
		before = between;
	}
}

/* Writes the names of an option on the command line. */
static void put_names(const struct option_row *row, const char *between)
{
	if (row->letter != 0)
		printf("-%c%s", row->letter, between);
	printf("--%s", row->name);
}

/* Writes the options that apply to the lab, or all. */
static void bash_options(bool lab)
{
	const char *before = "";
	for (unsigned id = 0; id < OPTS; id++) {
		if (lab && option_table[id].live_only)
			continue;
		printf("%s--%s", before, option_table[id].name);
		before = " ";
	}
}

/* Writes a case for the argument of each option, except file names, which bash completes by
 * default. */
static void bash_arguments(void)
{
	fputs("\t-i|--interface)\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W \"any $(ls /sys/class/net)\" -- \"$word\")\n"
	      "\t\treturn ;;\n"
	      "\t--at)\n\t\tmapfile -t COMPREPLY < <(compgen -W 'a b' -- \"$word\")\n"
	      "\t\treturn ;;\n"
	      "\t--filter)\n\t\tcompopt -o nospace\n\t\tmapfile -t COMPREPLY < <(compgen -W '",
	    stdout);
	put_terms(" ", "");
	fputs("' -- \"$word\")\n\t\treturn ;;\n\t", stdout);
	const char *before = "";
	for (unsigned id = 0; id < OPTS; id++) {
		const struct option_row *row = &option_table[id];
		if (row->arg == NULL || takes_file(row) || id == OPT_INTERFACE || id == OPT_AT ||
		    id == OPT_FILTER)
			continue;
		fputs(before, stdout);
		put_names(row, "|");
		before = "|";
	}
	fputs(")\n\t\treturn ;;\n", stdout);
}

static void bash(void)
{
	const char *name;
	fputs("_tcpviz()\n{\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]} lab=\n"
	      "\t[[ \" ${COMP_WORDS[*]:1:COMP_CWORD-1} \" == *' lab '* ]] && lab=yes\n"
	      "\tcase ${COMP_WORDS[COMP_CWORD-1]} in\n",
	    stdout);
	bash_arguments();
	fputs("\tesac\n\tif [[ $word == -* && $lab ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W '",
	    stdout);
	bash_options(true);
	fputs("' -- \"$word\")\n\telif [[ $word == -* ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W '",
	    stdout);
	bash_options(false);
	fputs("' -- \"$word\")\n\telif [[ $lab ]]; then\n\t\tcompopt -o filenames\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -d -- \"$word\"; compgen -f -X '!*.lab' -- "
	      "\"$word\"; compgen -W '",
	    stdout);
	for (size_t n = 0; (name = lab_catalogue_name(n)) != NULL; n++)
		printf("%s%s", n > 0 ? " " : "", name);
	fputs("' -- \"$word\")\n\telse\n\t\tcompopt -o filenames\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\"; compgen -W lab -- \"$word\")\n"
	      "\tfi\n}\ncomplete -F _tcpviz tcpviz\n",
	    stdout);
}

/* Calls put with each scenario's name and title. */
static void each_scenario(void (*put)(const char *name, const char *title))
{
	const char *name;
	for (size_t n = 0; (name = lab_catalogue_name(n)) != NULL; n++) {
		struct lab_scenario *scenario = lab_catalogue_open(name, NULL);
		put(name, scenario != NULL ? scenario->title : "");
		lab_scenario_free(scenario);
	}
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
	else if (row == &option_table[OPT_AT])
		fputs("(a b)", stdout);
	else if (row->letter == 'i')
		fputs("_net_interfaces", stdout);
	else if (row == &option_table[OPT_FILTER]) {
		putchar('(');
		put_terms(" ", "\\");
		putchar(')');
	}
	putchar('\'');
}

static void zsh_scenario(const char *name, const char *title)
{
	printf("\t'%s:", name);
	put_quoted(title, (int)strlen(title), "\\");
	puts("'");
}

static void zsh(void)
{
	puts("#compdef tcpviz\nlocal state line\nlocal -a scenarios\nscenarios=(");
	each_scenario(zsh_scenario);
	fputs(")\n_arguments -s", stdout);
	for (unsigned id = 0; id < OPTS; id++)
		zsh_option(&option_table[id]);
	puts(" \\\n\t'1:capture or lab:->first' '*:scenario or expression:->more'\n"
	     "case $state in\n"
	     "first) _alternative 'lab:the lab:(lab)' 'files:capture:_files' ;;\n"
	     "more)\n\tif (( ${words[(I)lab]} )); then\n"
	     "\t\t_describe scenario scenarios\n\t\t_files -g '*.lab'\n\tfi ;;\nesac");
}

/* fish accepts \' inside single quotes, but not '\''. */
static void put_fish(const char *text, int len)
{
	for (int i = 0; i < len; i++)
		printf(strchr("'\\", text[i]) != NULL ? "\\%c" : "%c", text[i]);
}

#define IN_LAB " -n '__fish_seen_subcommand_from lab'"

static void fish_scenario(const char *name, const char *title)
{
	printf("complete -c tcpviz" IN_LAB " -a %s -d '", name);
	put_fish(title, (int)strlen(title));
	puts("'");
}

static void fish_option(const struct option_row *row)
{
	printf("complete -c tcpviz -l %s", row->name);
	if (row->letter != 0)
		printf(" -s %c", row->letter);
	if (row->arg != NULL)
		fputs(takes_file(row) ? " -r" : " -x", stdout);
	if (row->lab_only)
		fputs(IN_LAB, stdout);
	if (row->letter == 'i')
		fputs(" -a 'any (ls /sys/class/net)'", stdout);
	if (row == &option_table[OPT_AT])
		fputs(" -a 'a b'", stdout);
	if (row == &option_table[OPT_FILTER]) {
		fputs(" -a '", stdout);
		put_terms(" ", "");
		putchar('\'');
	}
	fputs(" -d '", stdout);
	put_fish(row->help, first_sentence(row->help));
	puts("'");
}

static void fish(void)
{
	for (unsigned id = 0; id < OPTS; id++)
		fish_option(&option_table[id]);
	puts("complete -c tcpviz -n __fish_is_first_token -a lab -d 'Play a scenario between two "
	     "hosts'");
	each_scenario(fish_scenario);
}

static void put_mdoc(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '"')
			fputs("\\(dq", stdout);
		else
			putchar(*text);
}

/* Writes the manual's list of the terms about sessions, or of those about segments. */
static void terms_manual(bool session)
{
	const struct filter_term *term;
	puts(".Bl -tag -width Ds");
	for (unsigned n = 0; (term = filter_term_at(n)) != NULL; n++) {
		if (filter_term_is_session(term) != session || term->missing != NULL)
			continue;
		fputs(".It Cm ", stdout);
		put_mdoc(term->example);
		putchar('\n');
		put_mdoc(term->help);
		puts(".");
	}
	puts(".El");
}

/* Writes a line with a name in it replaced; false: the name is not there. */
static bool put_replaced(const char *line, const char *name, const char *value)
{
	const char *place = strstr(line, name);
	if (place != NULL)
		printf("%.*s%s%s", (int)(place - line), line, value, place + strlen(name));
	return place != NULL;
}

/* Copies the template and replaces names between @ signs. */
static int manual(const char *template, const char *datadir)
{
	char line[LINE_MAX_BYTES];
	FILE *in = fopen(template, "r");
	if (in == NULL) {
		perror(template);
		return 1;
	}
	while (fgets(line, sizeof(line), in) != NULL) {
		if (strcmp(line, "@OPTIONS@\n") == 0)
			options_manual(stdout);
		else if (strcmp(line, "@KEYS@\n") == 0)
			keys_manual(stdout);
		else if (strcmp(line, "@SESSION_TERMS@\n") == 0)
			terms_manual(true);
		else if (strcmp(line, "@SEGMENT_TERMS@\n") == 0)
			terms_manual(false);
		else if (!put_replaced(line, "@DATADIR@", datadir) &&
		         !put_replaced(line, "@VERSION@", TCPVIZ_VERSION))
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

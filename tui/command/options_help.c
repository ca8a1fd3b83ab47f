/* --help and the manual's section on options, both generated from the table. */
#include "tui/command/options_help.h"

#include <string.h>

#include "tui/command/options_table.h"

#define HELP_WIDTH 79
#define HELP_COLUMN 26

/* Prints words from the current column on; further lines start at HELP_COLUMN. */
static void print_wrapped(FILE *out, const char *text)
{
	size_t col = HELP_COLUMN;
	while (*text != '\0') {
		size_t word = strcspn(text, " ");
		if (col > HELP_COLUMN && col + 1 + word > HELP_WIDTH) {
			fprintf(out, "\n%*s", HELP_COLUMN, "");
			col = HELP_COLUMN;
		} else if (col > HELP_COLUMN) {
			fputc(' ', out);
			col++;
		}
		fprintf(out, "%.*s", (int)word, text);
		col += word;
		text += word;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

static void print_option(FILE *out, const struct option_row *row)
{
	char left[64];
	int used = snprintf(left, sizeof(left), "  %c%c%s --%s%s%s", row->letter ? '-' : ' ',
	    row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
	    row->arg ? " " : "", row->arg ? row->arg : "");
	if (used + 2 > HELP_COLUMN)
		fprintf(out, "%s\n%*s", left, HELP_COLUMN, "");
	else
		fprintf(out, "%-*s", HELP_COLUMN, left);
	print_wrapped(out, row->help);
}

void options_help(FILE *out)
{
	fputs("tcpviz shows TCP sessions as a sequence diagram in the terminal.\n\n"
	      "  tcpviz [OPTION]... [EXPRESSION]             embedded server and live capture\n"
	      "  tcpviz [OPTION]... FILE... [EXPRESSION]     open captures in order of time\n"
	      "  tcpdump -U -w - | tcpviz -r - [OPTION]...   watch a stream\n"
	      "  tcpviz lab [SCENARIO] [OPTION]...           run TCP over a simulated link\n\n"
	      "An operand that names an existing file is opened; the others form a filter\n"
	      "expression, as in tcpdump: see pcap-filter(7). Without an expression, live\n"
	      "capture shows the server's port, and a file is shown with all its TCP. With an\n"
	      "expression, the server listens only if an option asks for it.\n",
	    out);
	for (unsigned group = 0; group < GROUPS; group++) {
		fprintf(out, "\n%s\n", option_group_name[group]);
		for (unsigned id = 0; id < OPTS; id++)
			if (option_table[id].group == group)
				print_option(out, &option_table[id]);
	}
	fputs("\nFrom tcpdump also: -A, -x and -X (payload as text, hex or both), -ttt, -tttt\n"
	      "and -ttttt (time since the previous segment, date and time, time since the\n"
	      "first segment).\n"
	      "-U lets --export - (or a named pipe) write each frame as it comes. -l, -s SIZE,\n"
	      "-v and -# are accepted and have no effect: frame numbers are always shown, and\n"
	      "--text and --json print each segment as it arrives.\n",
	    out);
	fputs("\nOn the screen, ? shows the keys. Exit status: 0 success, 1 failure,\n"
	      "2 usage error.\n",
	    out);
}

/* Escapes characters that mdoc interprets; each sentence begins a line. */
static void print_mdoc(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else if (*text == '^')
			fputs("\\(ha", out);
		else if (*text == ' ' && text[-1] == '.')
			fputc('\n', out);
		else
			fputc(*text, out);
	}
}

static void print_mdoc_option(FILE *out, const struct option_row *row)
{
	fputs(".It", out);
	if (row->letter)
		fprintf(out, " Fl %c ,", row->letter);
	fprintf(out, " Fl Fl %s", row->name);
	if (row->arg)
		fprintf(out, " Ar %s", row->arg);
	fputc('\n', out);
	print_mdoc(out, row->help);
	fputc('\n', out);
}

void options_manual(FILE *out)
{
	for (unsigned group = 0; group < GROUPS; group++) {
		fprintf(out, ".Ss %s\n.Bl -tag -width Ds\n", option_group_name[group]);
		for (unsigned id = 0; id < OPTS; id++)
			if (option_table[id].group == group)
				print_mdoc_option(out, &option_table[id]);
		fputs(".El\n", out);
	}
}

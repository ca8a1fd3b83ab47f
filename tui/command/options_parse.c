#include "tui/command/options_parse.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/export.h"
#include "capture/source/source.h"
#include "core/base/array.h"
#include "core/base/memory.h"
#include "tui/command/capture_limits.h"
#include "tui/command/lab_list.h"
#include "tui/command/options_help.h"
#include "tui/command/options_table.h"

/* getopt_long returns LONG_BASE + id for a long option: above every letter. */
#define LONG_BASE 256

#define BIT(output) (1U << (output))

#define FILTER_FILE_BYTES 65536 /* more than any expression that libpcap compiles */

#define NO_SPLITTING                                                                               \
	"captures are not split into files; --ring with --limit-bytes keeps the newest packets"

/* Letters of tcpdump that users type by habit. Some work as in tcpdump or have no effect; for
 * the others an error names the equivalent. */
static const struct tcpdump_letter {
	char letter;
	bool arg;
	const char *instead; /* the equivalent here, or NULL: accepted */
	enum form form;
} tcpdump_letters[] = {
	{ 'A', .form = FORM_TEXT },
	{ 'x', .form = FORM_HEX },
	{ 'X', .form = FORM_BOTH },
	{ 't' },
	{ 'v' },
	{ 'l' },
	{ 's', .arg = true },
	{ 'U' },
	{ '#' },
	{ 'G', .instead = NO_SPLITTING },
	{ 'C', .instead = NO_SPLITTING },
	{ 'W', .instead = NO_SPLITTING },
	{ 'b', .instead = NO_SPLITTING },
};

/* Time modes by the number of letters t. */
static const struct {
	bool known;
	enum time_mode time;
} stamps[] = { [3] = { true, TIME_SINCE_PREVIOUS },
	[4] = { true, TIME_DATE },
	[5] = { true, TIME_SINCE_START } };

/* Pairs that contradict each other. */
static const struct conflict {
	enum opt_id a, b;
	const char *why;
} conflicts[] = {
	{ OPT_READ, OPT_INTERFACE, "a capture comes from a file or an interface, not both" },
	{ OPT_ASCII, OPT_UTF8, "give one of them" },
	{ OPT_SERVER, OPT_NO_SERVER, "give one of them" },
	{ OPT_BIND, OPT_NO_SERVER, "--bind is for the embedded server" },
	{ OPT_REPLY, OPT_NO_SERVER, "only the embedded server replies" },
};

/* Options for some kinds of output only. */
static const struct fit {
	enum opt_id id;
	unsigned outputs; /* BIT()s of enum options_output */
	const char *words;
} fits[] = {
	{ OPT_FORCE, BIT(OUTPUT_EXPORT), "--export" },
	{ OPT_COMMENTS, BIT(OUTPUT_EXPORT), "--export" },
	{ OPT_WIDTH, BIT(OUTPUT_TEXT), "--text" },
	{ OPT_TOP, BIT(OUTPUT_STATS) | BIT(OUTPUT_SESSIONS), "--stats or --sessions" },
	{ OPT_PAYLOAD, BIT(OUTPUT_JSON), "--json" },
	{ OPT_SESSION, ~BIT(OUTPUT_SCREEN),
	    "--text, --json, --stats, --sessions, --export or --stream-bytes" },
};

struct parse {
	struct options *o;
	bool given[OPTS];
	unsigned stamps; /* number of letters t */
	char dump;       /* the letter that asked for a form of the payload, or 0 */
	struct err *err;
};

/* The short options and the long ones, for getopt_long. */
struct spelling {
	char letters[2 * (OPTS + ARRAY_LEN(tcpdump_letters)) + 8];
	struct option name[OPTS + 1];
};

static void spell(struct spelling *s)
{
	memset(s, 0, sizeof(*s));
	char *letter = s->letters;
	*letter++ = ':'; /* distinguishes a missing argument from an unknown option */
	for (int id = 0; id < OPTS; id++) {
		const struct option_row *row = &option_table[id];
		s->name[id] = (struct option){ row->name,
			row->arg ? required_argument : no_argument, NULL, LONG_BASE + id };
		if (row->letter == 0)
			continue;
		*letter++ = row->letter;
		if (row->arg)
			*letter++ = ':';
	}
	for (size_t i = 0; i < ARRAY_LEN(tcpdump_letters); i++) {
		if (tcpdump_letters[i].instead != NULL)
			continue;
		*letter++ = tcpdump_letters[i].letter;
		if (tcpdump_letters[i].arg)
			*letter++ = ':';
	}
}

static int find_letter(int letter)
{
	for (int id = 0; id < OPTS; id++)
		if (option_table[id].letter != 0 && option_table[id].letter == letter)
			return id;
	return -1;
}

static void take_tcpdump_letter(struct parse *p, int letter)
{
	p->stamps += letter == 't';
	p->o->each_packet |= letter == 'U';
	for (size_t i = 0; i < ARRAY_LEN(tcpdump_letters); i++)
		if (tcpdump_letters[i].letter == letter && strchr("AxX", letter) != NULL) {
			p->o->form = tcpdump_letters[i].form;
			p->dump = (char)letter;
		}
}

static enum options_result wrong_option(struct parse *p, int got, const char *word)
{
	if (got == ':')
		err_set(p->err, "%s needs an argument", word);
	else if (optopt == 0)
		err_set(p->err, "unknown or ambiguous option '%.60s'", word);
	else if (optopt >= LONG_BASE)
		err_set(p->err, "--%s takes no argument", option_table[optopt - LONG_BASE].name);
	else
		err_set(p->err, "unknown option '-%c'", optopt);
	for (size_t i = 0; i < ARRAY_LEN(tcpdump_letters) && got == '?'; i++)
		if (tcpdump_letters[i].letter == optopt)
			err_set(
			    p->err, "tcpviz has no -%c: %s", optopt, tcpdump_letters[i].instead);
	return OPTIONS_WRONG;
}

/* Handles the options that end the program. */
static enum options_result print_asked(struct parse *p, enum opt_id id)
{
	if (id == OPT_LIST && !source_print_devices(stdout, p->err))
		return OPTIONS_WRONG;
	if (id == OPT_HELP)
		options_help(stdout);
	if (id == OPT_VERSION)
		puts("tcpviz " TCPVIZ_VERSION);
	return OPTIONS_DONE;
}

static enum options_result read_options(struct parse *p, int argc, char **argv)
{
	struct spelling spelling;
	spell(&spelling);
	optind = 0; /* restart: tests parse more than once */
	opterr = 0;
	int got;
	while ((got = getopt_long(argc, argv, spelling.letters, spelling.name, NULL)) != -1) {
		if (got == '?' || got == ':')
			return wrong_option(p, got, argv[optind - 1]);
		int id = got >= LONG_BASE ? got - LONG_BASE : find_letter(got);
		if (id < 0) {
			take_tcpdump_letter(p, got);
			continue;
		}
		if (option_table[id].take == NULL)
			return print_asked(p, (enum opt_id)id);
		p->given[id] = true;
		const struct option_row *row = &option_table[id];
		if (!row->take(p->o, row, optarg, p->err))
			return OPTIONS_WRONG;
	}
	return OPTIONS_RUN;
}

/* "FILE#INTERFACE" */
static bool names_interface(const char *word)
{
	struct stat st;
	const char *hash = strrchr(word, '#');
	if (hash == NULL || hash[1] == '\0')
		return false;
	size_t len = (size_t)(hash - word);
	char *file = memory_new(len + 1);
	memcpy(file, word, len);
	file[len] = '\0';
	bool is = stat(file, &st) == 0 && S_ISREG(st.st_mode);
	free(file);
	return is;
}

static bool is_file(const char *word)
{
	struct stat st;
	if (strcmp(word, "-") == 0)
		return true;
	/* An expression may name a host like a folder, but has no slash then. */
	return (stat(word, &st) == 0 && (!S_ISDIR(st.st_mode) || strchr(word, '/') != NULL)) ||
	       names_interface(word);
}

/* Returns true if a word that names no file looks like a file name: a mistyped name should not
 * be reported as a syntax error in the expression. "net 10.0.0.0/8" and "10.0.0.0/8" are
 * expressions. */
static bool looks_like_file(const char *word)
{
	size_t len = strlen(word);
	if (strchr(word, ' ') != NULL)
		return false;
	if (strstr(word, ".pcap") != NULL || (len > 4 && strcmp(word + len - 4, ".cap") == 0))
		return true;
	const char *slash = strchr(word, '/');
	return slash != NULL && slash[1 + strspn(slash + 1, "0123456789.")] != '\0';
}

static char *join(char **words, int count)
{
	size_t size = 1;
	for (int i = 0; i < count; i++)
		size += strlen(words[i]) + 1;
	char *text = memory_new(size), *end = text;
	*text = '\0';
	for (int i = 0; i < count; i++) {
		if (i > 0)
			*end++ = ' ';
		end = stpcpy(end, words[i]);
	}
	return text;
}

static bool is_lab(int count, char **words)
{
	return count > 0 && strcmp(words[0], "lab") == 0;
}

/* "lab" is followed by the scenario, then by an expression. */
static void read_lab(struct parse *p, int count, char **words)
{
	p->o->input = INPUT_LAB;
	p->o->lab = count > 1 ? words[1] : NULL;
	if (count > 2)
		p->o->filter = join(words + 2, count - 2);
}

/* "lab" alone lists the scenarios, on a terminal as a menu; with an option for the link or the
 * output it plays the default one. */
static bool asks_for_list(const struct parse *p)
{
	bool asked = false;
	for (int id = 0; id < OPTS; id++)
		if (option_table[id].lab_only || option_table[id].group == GROUP_PRINT)
			asked |= p->given[id];
	return p->o->input == INPUT_LAB && p->o->lab == NULL && !asked;
}

static bool add_file(struct parse *p, const char *word)
{
	struct options *o = p->o;
	bool several = o->file_count > 0;
	if (several && (strcmp(word, "-") == 0 || strcmp(o->files[0], "-") == 0))
		return err_set(p->err, "standard input cannot be opened together with files");
	o->files = memory_resize(o->files, o->file_count + 1, sizeof(*o->files));
	o->files[o->file_count++] = word;
	o->file = o->files[0];
	return true;
}

/* Takes the names of files out of the operands; the rest is the expression. */
static bool read_operands(struct parse *p, int count, char **words)
{
	struct options *o = p->o;
	if (is_lab(count, words)) {
		read_lab(p, count, words);
		return true;
	}
	int kept = 0;
	for (int i = 0; i < count; i++) {
		struct stat st;
		bool alone = count == 1 && stat(words[i], &st) == 0;
		bool file = is_file(words[i]) || alone || (i == 0 && looks_like_file(words[i]));
		if (!file || p->given[OPT_READ]) {
			words[kept++] = words[i];
			continue;
		}
		if (!add_file(p, words[i]))
			return false;
	}
	if (o->file != NULL && o->file_count == 0 && !add_file(p, o->file))
		return false;
	if (kept > 0)
		o->filter = join(words, kept);
	return true;
}

/* Copies a text without comments, its words separated by one blank. */
static char *one_line(char *text)
{
	char *line = memory_new(strlen(text) + 2), *end = line;
	for (char *hash = text; (hash = strchr(hash, '#')) != NULL;)
		memset(hash, ' ', strcspn(hash, "\n"));
	for (char *word = strtok(text, " \t\r\n"); word != NULL; word = strtok(NULL, " \t\r\n"))
		end = stpcpy(stpcpy(end, end > line ? " " : ""), word);
	*end = '\0';
	return line;
}

/* Reads the expression of -F. */
static bool read_filter_file(struct parse *p)
{
	const char *path = p->o->filter_file;
	char text[FILTER_FILE_BYTES];
	if (path == NULL)
		return true;
	if (p->o->filter != NULL)
		return err_set(p->err, "an expression and --%s %.100s: give one of them",
		    option_table[OPT_FILTER_FILE].name, path);
	FILE *file = fopen(path, "re");
	size_t len = file != NULL ? fread(text, 1, sizeof(text), file) : 0;
	int error = file == NULL || ferror(file) ? errno : 0;
	if (file != NULL)
		fclose(file);
	if (error != 0)
		return err_set(p->err, "cannot read the expression in %s: %s",
		    printable_path(path).text, strerror(error));
	if (len == sizeof(text) || memchr(text, '\0', len) != NULL)
		return err_set(p->err,
		    "%s does not hold an expression: it is too long, or not a text",
		    printable_path(path).text);
	text[len] = '\0';
	p->o->filter = one_line(text);
	return true;
}

/* Rejects an option that does not apply to the input. */
static bool check_input(const struct parse *p, const struct option_row *row)
{
	static const char *const words[] = {
		[INPUT_FILE] = "a file is read",
		[INPUT_STREAM] = "standard input is read",
		[INPUT_LAB] = "the lab captures its own packets",
	};
	enum options_input input = p->o->input;
	if (input != INPUT_LIVE && row->live_only)
		return err_set(
		    p->err, "--%s is for live capture only, but %s", row->name, words[input]);
	if (input != INPUT_LAB && row->lab_only)
		return err_set(
		    p->err, "--%s is for the lab only: tcpviz lab --%s ...", row->name, row->name);
	return true;
}

/* A file is replaced when the new one is whole; a pipe takes each frame as it comes. */
static bool can_export_each(struct parse *p)
{
	struct stat st;
	const char *path = p->o->export_path;
	bool pipe = strcmp(path, "-") == 0 || (stat(path, &st) == 0 && S_ISFIFO(st.st_mode));
	if (!pipe)
		return err_set(p->err,
		    "-U is for --export to - or a named pipe; a file is written at the end of the "
		    "input or on ^C");
	return (p->o->session == 0 && p->o->terms == NULL) ||
	       err_set(p->err, "-U exports every frame: leave out --session and --filter");
}

static bool check_tcpdump_letters(struct parse *p)
{
	if (p->stamps != 0 && (p->stamps >= ARRAY_LEN(stamps) || !stamps[p->stamps].known))
		return err_set(p->err,
		    "unknown -t: -ttt is the time since the previous segment, -tttt the date "
		    "and time, -ttttt the time since the first segment");
	if (p->stamps != 0)
		p->o->time = stamps[p->stamps].time;
	if (p->o->each_packet && p->o->output == OUTPUT_EXPORT && !can_export_each(p))
		return false;
	if ((p->dump == 'x' || p->dump == 'X') && p->o->output != OUTPUT_SCREEN)
		return err_set(
		    p->err, "-%c is for the screen only; --text shows payload as text", p->dump);
	return true;
}

static bool check(struct parse *p)
{
	if (p->o->input == INPUT_LAB && p->given[OPT_READ])
		return err_set(p->err, "the lab captures its own packets: leave out --read");
	for (size_t i = 0; i < ARRAY_LEN(conflicts); i++)
		if (p->given[conflicts[i].a] && p->given[conflicts[i].b])
			return err_set(p->err, "--%s and --%s: %s",
			    option_table[conflicts[i].a].name, option_table[conflicts[i].b].name,
			    conflicts[i].why);
	for (int id = 0; id < OPTS; id++)
		if (p->given[id] && !check_input(p, &option_table[id]))
			return false;
	for (size_t i = 0; i < ARRAY_LEN(fits); i++)
		if (p->given[fits[i].id] && !(fits[i].outputs & BIT(p->o->output)))
			return err_set(p->err, "--%s is only for %s", option_table[fits[i].id].name,
			    fits[i].words);
	if (p->o->demo && !p->o->serve && p->o->connect == NULL)
		return err_set(p->err, "--demo with --no-server needs --connect HOST:PORT");
	return true;
}

/* Whoever watches other traffic does not expect an open port. */
static bool check_follow(struct parse *p)
{
	return !p->o->follow || p->o->input == INPUT_FILE ||
	       err_set(p->err, "--follow is only for a file or a folder");
}

static bool check_comments(struct parse *p)
{
	const struct options *o = p->o;
	return !o->comments || export_is_pcapng(o->export_path) ||
	       err_set(p->err, "--comments needs a name for --export that ends in .pcapng");
}

static bool wants_server(const struct parse *p)
{
	static const enum opt_id asking[] = { OPT_SERVER, OPT_PORT, OPT_BIND, OPT_REPLY, OPT_DEMO,
		OPT_PRIVATE };
	bool asked = p->o->filter == NULL;
	for (size_t i = 0; i < ARRAY_LEN(asking); i++)
		asked |= p->given[asking[i]];
	return p->o->input == INPUT_LIVE && asked && !p->given[OPT_NO_SERVER];
}

/* Records are added up as packets come, so few packets are needed: a ring serves files, too. */
static void settle_sessions(struct parse *p)
{
	struct options *o = p->o;
	if (!p->given[OPT_TOP])
		o->top = 0;
	if (!o->ring && (o->limit_packets != 0 || o->limit_bytes != 0))
		return;
	o->ring = true;
	if (o->limit_packets == 0)
		o->limit_packets = RING_PACKETS;
	if (o->limit_packets < SESSIONS_PACKETS)
		o->limit_packets = SESSIONS_PACKETS;
}

static void settle(struct parse *p)
{
	struct options *o = p->o;
	if (o->file != NULL && o->input != INPUT_LAB)
		o->input = strcmp(o->file, "-") == 0 ? INPUT_STREAM : INPUT_FILE;
	o->serve = wants_server(p);
	if (o->output == OUTPUT_SESSIONS)
		settle_sessions(p);
	if (o->ring && o->limit_packets == 0 && o->limit_bytes == 0) {
		o->limit_packets = RING_PACKETS;
		o->limit_bytes = RING_BYTES;
	}
	/* https://no-color.org: set and not empty. */
	const char *no_color = getenv("NO_COLOR");
	if (no_color != NULL && *no_color != '\0')
		o->no_color = true;
}

enum options_result options_parse(struct options *o, int argc, char **argv, struct err *err)
{
	*o = (struct options){ .command = argv,
		.devices = { .name = { "any" }, .count = 1 },
		.port = 8000,
		.top = 1000 };
	struct parse p = { .o = o, .err = err };
	enum options_result result = read_options(&p, argc, argv);
	if (result != OPTIONS_RUN)
		return result;
	if (!read_operands(&p, argc - optind, argv + optind) || !read_filter_file(&p))
		return OPTIONS_WRONG;
	settle(&p);
	if (!check(&p) || !check_tcpdump_letters(&p) || !check_comments(&p) || !check_follow(&p))
		return OPTIONS_WRONG;
	if (!asks_for_list(&p))
		return OPTIONS_RUN;
	o->choose_lab = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (o->choose_lab)
		return OPTIONS_RUN;
	lab_list(stdout);
	return OPTIONS_DONE;
}

void options_free(struct options *o)
{
	free(o->filter);
	free(o->files);
	o->filter = NULL;
	while (o->changes > 0)
		free(o->change[--o->changes]);
}

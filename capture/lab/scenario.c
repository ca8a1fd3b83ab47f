#include "capture/lab/scenario.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/lab/tokenizer.h"
#include "capture/lab/units.h"
#include "capture/os/printable_path.h"
#include "core/base/array.h"
#include "core/base/memory.h"
#include "core/filter/filter.h"

#define FILE_MAX (1 << 20)

/* A scenario while it is parsed. */
struct reading {
	struct lab_scenario *scenario;
	const struct section *section; /* of the current line */
	struct tokens words;           /* of the current line, except in steps */
	const char *line;
	size_t len;
	unsigned number; /* of the current line, from 1 */
};

/* A heading, the places it is about, and the function that reads its lines. */
struct section {
	const char *heading;
	bool (*read)(struct reading *r, struct err *err);
	enum lab_place from, to; /* the places from `from` up to below `to` */
};

static char *copy(const char *text, size_t len)
{
	char *out = memory_new(len + 1);
	memcpy(out, text, len);
	out[len] = '\0';
	return out;
}

/* Returns the rest of the line after its first word, unparsed. */
static void rest_of_line(const struct reading *r, const char **text, size_t *len)
{
	const char *at = r->line, *end = r->line + r->len;
	at += strspn(at, " \t") + r->words.len[0];
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	while (end > at && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	*text = at;
	*len = (size_t)(end - at);
}

static bool read_title(struct reading *r, struct err *err)
{
	const char *text;
	size_t len;
	(void)err;
	rest_of_line(r, &text, &len);
	free(r->scenario->title);
	r->scenario->title = copy(text, len);
	return true;
}

/* Reads a line of text; several are joined. */
static bool read_about(struct reading *r, struct err *err)
{
	const char *text;
	size_t len, old = strlen(r->scenario->about);
	(void)err;
	rest_of_line(r, &text, &len);
	char *about = memory_resize(r->scenario->about, old + len + 2, 1);
	if (old > 0)
		about[old++] = ' ';
	memcpy(about + old, text, len);
	about[old + len] = '\0';
	r->scenario->about = about;
	return true;
}

/* The first segment that fits is what the scenario is about. */
static bool read_focus(struct reading *r, struct err *err)
{
	const char *text;
	size_t len;
	struct filter_error error;
	rest_of_line(r, &text, &len);
	char *focus = copy(text, len);
	struct filter *filter = filter_compile(focus, &error);
	filter_free(filter);
	if (filter == NULL) {
		free(focus);
		return err_set(err, "focus: %s", error.text);
	}
	free(r->scenario->focus);
	r->scenario->focus = focus;
	return true;
}

static bool read_number(const struct reading *r, enum lab_unit unit, int64_t *out, struct err *err)
{
	if (r->words.count == 2)
		return lab_unit_read(unit, r->words.at[1], out, err);
	return err_set(err, "%s needs one value, as %s", r->words.at[0], lab_unit_example(unit));
}

static bool read_seed(struct reading *r, struct err *err)
{
	int64_t seed;
	if (!read_number(r, LAB_UNIT_NONE, &seed, err))
		return false;
	r->scenario->seed = (uint64_t)seed;
	r->scenario->seeded = true;
	return true;
}

static bool read_mtu(struct reading *r, struct err *err)
{
	int64_t mtu;
	if (!read_number(r, LAB_UNIT_SIZE, &mtu, err))
		return false;
	r->scenario->net.mtu = (unsigned)mtu;
	return (mtu >= LAB_MTU_MIN && mtu <= LAB_MTU_MAX) ||
	       err_set(err,
	           "the hosts' MTU must be from %d to %d bytes; for a smaller path MTU use "
	           "path-mtu in [link]",
	           LAB_MTU_MIN, LAB_MTU_MAX);
}

static bool read_limit(struct reading *r, struct err *err)
{
	if (!read_number(r, LAB_UNIT_TIME, &r->scenario->limit_ns, err))
		return false;
	return r->scenario->limit_ns > 0 ||
	       err_set(err, "a limit of 0 would end the scenario before it begins");
}

static bool read_settle(struct reading *r, struct err *err)
{
	return read_number(r, LAB_UNIT_TIME, &r->scenario->settle_ns, err);
}

static bool alone(const struct reading *r, struct err *err)
{
	return r->words.count == 1 ||
	       err_set(err, "%s takes no value; remove what follows it", r->words.at[0]);
}

static bool read_ipv6(struct reading *r, struct err *err)
{
	r->scenario->net.ipv6 = true;
	return alone(r, err);
}

static bool read_super_segments(struct reading *r, struct err *err)
{
	r->scenario->net.super_segments = true;
	return alone(r, err);
}

static bool read_resolve(struct reading *r, struct err *err)
{
	r->scenario->net.resolve = true;
	return alone(r, err);
}

/* Reads a line before the first heading. */
static bool read_general(struct reading *r, struct err *err)
{
	static const struct {
		const char *word;
		bool (*read)(struct reading *r, struct err *err);
	} words[] = {
		{ "title", read_title },
		{ "about", read_about },
		{ "focus", read_focus },
		{ "seed", read_seed },
		{ "mtu", read_mtu },
		{ "ipv6", read_ipv6 },
		{ "super-segments", read_super_segments },
		{ "resolve", read_resolve },
		{ "limit", read_limit },
		{ "settle", read_settle },
	};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].word, r->words.at[0]) == 0)
			return words[i].read(r, err);
	}
	return err_set(err, "unknown setting; before the first [heading] there may be title, "
	                    "about, seed, mtu, ipv6, super-segments, resolve, limit and settle");
}

/* Returns the words from `from` on, joined by blanks. */
static char *join(const struct tokens *words, size_t from)
{
	size_t len = 0;
	char *out = memory_zeroed(1, TOKENS_LINE_MAX);
	for (size_t i = from; i < words->count; i++) {
		if (i > from)
			out[len++] = ' ';
		memcpy(out + len, words->at[i], words->len[i]);
		len += words->len[i];
	}
	return out;
}

static bool add_sysctl(struct reading *r, struct lab_host_settings *host, struct err *err)
{
	if (r->words.count < 3)
		return err_set(err, "sysctl needs a name and a value: sysctl tcp_sack 0");
	host->sysctls = memory_resize(host->sysctls, host->count + 1, sizeof(host->sysctls[0]));
	host->sysctls[host->count++] = (struct lab_setting){
		.name = copy(r->words.at[1], r->words.len[1]),
		.value = join(&r->words, 2),
		.line = r->number,
	};
	return true;
}

static bool set_congestion(struct reading *r, struct lab_host_settings *host, struct err *err)
{
	if (r->words.count != 2 || r->words.len[1] >= sizeof(host->congestion))
		return err_set(err, "congestion needs a name: congestion reno");
	snprintf(host->congestion, sizeof(host->congestion), "%s", r->words.at[1]);
	return true;
}

static bool read_host(struct reading *r, struct err *err)
{
	for (int host = (int)r->section->from; host < (int)r->section->to; host++) {
		struct lab_host_settings *settings = &r->scenario->host[host];
		bool good = strcmp(r->words.at[0], "sysctl") == 0 ? add_sysctl(r, settings, err)
		            : strcmp(r->words.at[0], "congestion") == 0
		                ? set_congestion(r, settings, err)
		                : err_set(err, "unknown setting of a host; it has sysctl and "
		                               "congestion");
		if (!good)
			return false;
	}
	return true;
}

static bool read_step(struct reading *r, struct err *err)
{
	enum lab_place place = r->section->from;
	struct lab_line line = { r->line, r->len, r->number };
	return lab_program_add(&r->scenario->program[place], place, &line, err);
}

static const struct section sections[] = {
	{ "[hosts]", read_host, LAB_A, LAB_HOSTS },
	{ "[host a]", read_host, LAB_A, LAB_B },
	{ "[host b]", read_host, LAB_B, LAB_HOSTS },
	{ "[link]", read_step, LAB_LINK, LAB_PLACES },
	{ "[a]", read_step, LAB_A, LAB_B },
	{ "[b]", read_step, LAB_B, LAB_HOSTS },
};
static const struct section general = { "", read_general, LAB_A, LAB_A };

/* Returns true if every `repeat` of the section that ends here has its `end`. */
static bool is_complete(const struct reading *r, struct err *err)
{
	return r->section->read != read_step || r->scenario->program[r->section->from].depth == 0 ||
	       err_set(err, "a repeat in the section above has no `end`; add it");
}

static bool read_heading(struct reading *r, struct err *err)
{
	const struct section *found = NULL;
	if (!is_complete(r, err))
		return false;
	char *text = join(&r->words, 0);
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		if (strcmp(sections[i].heading, text) == 0)
			found = &sections[i];
	}
	free(text);
	r->section = found;
	return found != NULL ||
	       err_set(err, "unknown heading; there are [hosts], [host a], [host b], [link], [a] "
	                    "and [b]");
}

/* In a line of free text only the first word is parsed. */
static size_t first_word_of_text(const struct reading *r)
{
	size_t blank = strspn(r->line, " \t"), word = strcspn(r->line + blank, " \t");
	const char *at = r->line + blank;
	bool text = word == 5 && (strncmp(at, "title", 5) == 0 || strncmp(at, "about", 5) == 0 ||
	                             strncmp(at, "focus", 5) == 0);
	return r->section == &general && text ? blank + word : 0;
}

static bool is_clean(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)line[i];
		if ((c < ' ' && c != '\t' && c != '\r') || c == 0x7f)
			return false;
	}
	return true;
}

static bool read_line(struct reading *r, struct err *err)
{
	if (!is_clean(r->line, r->len))
		return err_set(err, "this line contains a control character; remove it");
	size_t text = first_word_of_text(r);
	if (!tokenizer_split(r->line, text > 0 ? text : r->len, &r->words, err))
		return false;
	if (r->words.count == 0)
		return true;
	if (r->words.at[0][0] == '[')
		return read_heading(r, err);
	return r->section->read(r, err);
}

static struct lab_scenario *scenario_new(const char *name)
{
	struct lab_scenario *s = memory_zeroed(1, sizeof(*s));
	s->name = copy(name, strlen(name));
	s->title = copy("", 0);
	s->about = copy("", 0);
	s->focus = copy("", 0);
	s->seed = 1;
	s->limit_ns = LAB_LIMIT_NS;
	s->settle_ns = LAB_SETTLE_NS;
	return s;
}

/* Reads the next line of a text into a string of its own. Returns false with err on failure. */
static bool next_line(struct reading *r, const char **text, const char *end, struct err *err)
{
	char line[TOKENS_LINE_MAX];
	const char *newline = memchr(*text, '\n', (size_t)(end - *text));
	r->len = (size_t)((newline != NULL ? newline : end) - *text);
	r->number++;
	if (r->len >= sizeof(line))
		return err_set(err, "this line is longer than %d bytes", TOKENS_LINE_MAX - 1);
	memcpy(line, *text, r->len);
	line[r->len] = '\0';
	r->line = line;
	*text = newline != NULL ? newline + 1 : end;
	bool good = read_line(r, err);
	r->line = NULL;
	return good;
}

struct lab_scenario *lab_scenario_parse(
    const char *text, size_t len, const char *name, struct err *err)
{
	struct reading r = { .scenario = scenario_new(name), .section = &general };
	const char *end = text + len;
	bool good = true;
	while (good && text < end)
		good = next_line(&r, &text, end, err);
	if (good && is_complete(&r, err))
		return r.scenario;
	lab_scenario_free(r.scenario);
	err_prefix(err, "%s:%u", name, r.number);
	return NULL;
}

struct lab_scenario *lab_scenario_read(const char *path, struct err *err)
{
	struct lab_scenario *scenario = NULL;
	struct printable_path name = printable_path(path);
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		err_set(err, "cannot open the scenario %s: %s", name.text, strerror(errno));
		return NULL;
	}
	char *text = memory_new(FILE_MAX);
	size_t len = fread(text, 1, FILE_MAX, file);
	if (ferror(file))
		err_set(err, "cannot read the scenario %s: %s", name.text, strerror(errno));
	else if (len == FILE_MAX)
		err_set(err, "cannot read the scenario %s: the file is too long for a scenario",
		    name.text);
	else
		scenario = lab_scenario_parse(text, len, name.text, err);
	fclose(file);
	free(text);
	return scenario;
}

void lab_scenario_free(struct lab_scenario *s)
{
	if (s == NULL)
		return;
	for (int host = 0; host < LAB_HOSTS; host++) {
		for (size_t i = 0; i < s->host[host].count; i++) {
			free(s->host[host].sysctls[i].name);
			free(s->host[host].sysctls[i].value);
		}
		free(s->host[host].sysctls);
	}
	for (int place = 0; place < LAB_PLACES; place++)
		lab_program_clear(&s->program[place]);
	free(s->name);
	free(s->title);
	free(s->about);
	free(s->focus);
	free(s);
}

#include "capture/lab/tokenizer.h"

#include <string.h>

/* The rest of the line, and where the words are written. */
struct splitter {
	const char *at, *end;
	struct tokens *out;
	size_t used; /* bytes of out->text */
};

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c == '\0' ? NULL : strchr(digits, c);
	return found == NULL ? -1 : (int)(found - digits);
}

static bool read_hex(struct splitter *s, char *out)
{
	if (s->end - s->at < 2)
		return false;
	int high = hex_digit(s->at[0]), low = hex_digit(s->at[1]);
	s->at += 2;
	*out = (char)(high * 16 + low);
	return high >= 0 && low >= 0;
}

/* Reads the escape sequence after a backslash. */
static bool read_escape(struct splitter *s, char *out)
{
	static const char from[] = "nrt\"\\", to[] = "\n\r\t\"\\";
	if (s->at == s->end)
		return false;
	char c = *s->at++;
	if (c == 'x')
		return read_hex(s, out);
	const char *found = c == '\0' ? NULL : strchr(from, c);
	if (found != NULL)
		*out = to[found - from];
	return found != NULL;
}

static void put(struct splitter *s, char c)
{
	s->out->text[s->used++] = c;
}

static bool read_quoted(struct splitter *s, struct err *err)
{
	s->at++;
	while (s->at < s->end && *s->at != '"') {
		char c = *s->at++;
		if (c == '\\' && !read_escape(s, &c))
			return err_set(
			    err, "unknown escape: after \\ comes n, r, t, \", \\ or xHH");
		put(s, c);
	}
	if (s->at == s->end)
		return err_set(err, "the quoted text does not end; close it with a quote");
	s->at++;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void read_plain(struct splitter *s)
{
	for (; s->at < s->end && !is_blank(*s->at) && *s->at != '#' && *s->at != '"'; s->at++)
		put(s, *s->at);
}

static bool read_word(struct splitter *s, struct err *err)
{
	struct tokens *out = s->out;
	if (out->count == TOKENS_MAX)
		return err_set(err, "too many words in this line: at most %d", TOKENS_MAX);
	bool quoted = *s->at == '"';
	size_t start = s->used;
	if (quoted && !read_quoted(s, err))
		return false;
	if (!quoted)
		read_plain(s);
	out->at[out->count] = out->text + start;
	out->len[out->count] = s->used - start;
	out->quoted[out->count++] = quoted;
	put(s, '\0');
	return true;
}

bool tokenizer_split(const char *line, size_t len, struct tokens *out, struct err *err)
{
	struct splitter s = { .at = line, .end = line + len, .out = out };
	out->count = 0;
	/* A word needs its bytes and a NUL: at most two bytes per byte of the line. */
	if (len >= TOKENS_LINE_MAX / 2)
		return err_set(err, "this line is longer than %d bytes", TOKENS_LINE_MAX / 2 - 1);
	while (s.at < s.end && *s.at != '#') {
		if (is_blank(*s.at))
			s.at++;
		else if (!read_word(&s, err))
			return false;
	}
	return true;
}

#include <stdio.h>
#include <string.h>

#include "capture/source/export.h"
#include "core/base/array.h"

#define NAME_LONGEST 64

/* Replaces characters that a shell or a file system treats specially by hyphens. */
static void tidy(char *text)
{
	static const char fine[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.";
	for (char *c = text; *c != '\0'; c++)
		if (strchr(fine, *c) == NULL)
			*c = '-';
}

static void name_of_session(const struct session *session, char *out, size_t size)
{
	char addr[2][ADDR_TEXT];
	for (unsigned side = 0; side < 2; side++)
		addr_format(&session->end[side].addr, addr[side], sizeof(addr[side]));
	snprintf(out, size, "%s.%u-%s.%u", addr[SIDE_A], session->end[SIDE_A].port, addr[SIDE_B],
	    session->end[SIDE_B].port);
}

/* Returns the last component of the source's name without its extension. */
static void name_of_source(const struct source *source, char *out, size_t size)
{
	static const char *const endings[] = { ".pcap", ".pcapng", ".cap" };
	const char *slash = strrchr(source_name(source), '/');
	snprintf(out, size, "%.*s", NAME_LONGEST, slash == NULL ? source_name(source) : slash + 1);
	size_t len = strlen(out);
	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		size_t tail = strlen(endings[i]);
		if (len > tail && strcmp(out + len - tail, endings[i]) == 0) {
			out[len - tail] = '\0';
			return;
		}
	}
}

void export_default_name(
    const struct model *m, uint32_t session, const struct source *source, char *out, size_t size)
{
	char what[160];
	const struct session *chosen = model_session(m, session);
	if (chosen != NULL)
		name_of_session(chosen, what, sizeof(what));
	else
		name_of_source(source, what, sizeof(what));
	tidy(what);
	snprintf(out, size, "tcpviz-%s.pcap", what);
}

#include "capture/os/private_choices.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/writer.h"

#define COMMAND 1024

/* Returns true if a shell takes the text as one word and a terminal shows it unchanged. */
static bool plain(const char *text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	                           "/._+-=:,@%";
	return text[0] != '\0' && text[strspn(text, safe)] == '\0';
}

static bool printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static void write_quoted(struct writer *w, const char *word)
{
	if (plain(word)) {
		writer_text(w, word);
		return;
	}
	writer_text(w, "'");
	for (; *word != '\0'; word++)
		if (*word == '\'')
			writer_text(w, "'\\''");
		else
			writer_span(w, word, 1);
	writer_text(w, "'");
}

/* Writes the user's command; without its arguments if one of them cannot be shown, or all are too
 * long. */
static void write_command(char *const *command, const char *name, char out[COMMAND])
{
	struct writer w = writer_begin(out, COMMAND);
	bool all = true;
	writer_text(&w, name);
	for (size_t i = 1; command[0] != NULL && command[i] != NULL; i++) {
		all = all && printable(command[i]);
		writer_text(&w, " ");
		write_quoted(&w, command[i]);
	}
	if (!all || w.len + 1 >= COMMAND)
		snprintf(out, COMMAND, "%s", name);
}

static void add(struct writer *w, const char *command, const char *does)
{
	writer_print(w, "  %s\n        %s\n", command, does);
}

/* setcap does not follow symbolic links and needs the file itself. */
static void add_rights(struct writer *w, const char *command)
{
	char line[COMMAND + PATH_MAX];
	if (geteuid() == 0) {
		add(w, "docker run --cap-add NET_RAW --cap-add NET_ADMIN ...",
		    "lets root capture in a container");
		return;
	}
	snprintf(line, sizeof(line), "sudo %s", command);
	add(w, line, "captures as root and gives up root at once");
	char *file = realpath("/proc/self/exe", NULL);
	bool known = file != NULL && plain(file);
	snprintf(line, sizeof(line), "sudo setcap cap_net_raw,cap_net_admin=eip %s",
	    known ? file : "\"$(readlink -f \"$(command -v tcpviz)\")\"");
	add(w, line, "lets every user of this machine capture with it");
	free(file);
}

/* Finds the sample: installed, or beside the folder that the program was built in. */
static bool find_sample(char out[PATH_MAX])
{
	static const char sample[] = "/../assets/article.pcap";
	char built[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", built, sizeof(built) - sizeof(sample));
	char *slash = len > 0 ? memrchr(built, '/', (size_t)len) : NULL;
	if (slash != NULL) {
		memcpy(slash, sample, sizeof(sample));
		char *real = realpath(built, NULL);
		bool found = real != NULL && plain(real);
		if (found)
			snprintf(out, PATH_MAX, "%s", real);
		free(real);
		if (found)
			return true;
	}
	snprintf(out, PATH_MAX, "%s", TCPVIZ_DATADIR "/article.pcap");
	return access(out, R_OK) == 0;
}

void private_network_choices(char *const *command, char *out, size_t size)
{
	bool named = command[0] != NULL && command[0][0] != '-' && plain(command[0]);
	const char *name = named ? command[0] : "tcpviz";
	char own[COMMAND], sample[PATH_MAX], line[COMMAND + PATH_MAX];
	struct writer w = writer_begin(out, size);
	write_command(command, name, own);
	writer_text(&w, "What can be done:\n");
	add_rights(&w, own);
	if (find_sample(sample)) {
		snprintf(line, sizeof(line), "%s %s", name, sample);
		add(&w, line, "opens a sample: a handshake, two messages and a reset");
	}
	snprintf(line, sizeof(line), "%s FILE", name);
	add(&w, line, "opens a capture made elsewhere (pcap or pcapng)");
	snprintf(line, sizeof(line), "ssh HOST tcpdump -U -w - | %s -r -", name);
	add(&w, line, "shows what another machine captures, live");
}

/* Loads generated captures with tcpviz and other programs, and compares tcpviz with its
 * promised figures. Prints a table in Markdown.
 *
 * usage: bench FOLDER TCPVIZ GENERATE LOOP
 *
 * Captures are made in FOLDER and deleted again. All programs read from the page cache. Each
 * figure is the best of several runs; the programs take turns, because other load then affects
 * all of them alike. Programs that are not installed are left out. Exits with 1 if a figure is
 * missed. */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/array.h"
#include "measure.h"

#define ROUNDS 5

#define WALL_MOST 1.25
#define CPU_MOST 2.5
#define SHAPE_MOST 2.0
#define PACKET_BYTES 64
#define SESSION_BYTES 200
#define FIXED_BYTES (16.0 * 1024 * 1024)
#define EXPORT_MOST 0.02 /* of the file's bytes */
/* Cost of --json per byte if every segment is sent twice, relative to few sent twice. */
#define JSON_MOST 1.3
#define PCAPNG_MOST 1.15
#define PCAPNG_MEMORY_MOST 1.02

static const struct shape {
	const char *name;
	unsigned packets, sessions;
	bool slow_peers; /* also slow ones */
} shapes[] = {
	{ "1 M packets, 1,000 sessions", 1000000, 1000, true },
	{ "5 M packets, 20,000 sessions", 5000000, 20000, false },
	{ "1 M packets, 1 session", 1000000, 1, false },
	{ "1 M packets, 500,000 sessions", 1000000, 500000, false },
};

enum program { LOOP, TCPVIZ, TCPVIZ_ONE, TCPDUMP, TCPTRACE, TSHARK, PROGRAMS };

/* FILE stands for the capture. */
static struct peer {
	const char *name;
	const char *argv[8];
	unsigned rounds;
	bool slow;
} peers[PROGRAMS] = {
	[LOOP] = { "libpcap loop", { NULL, "FILE" }, ROUNDS, false },
	[TCPVIZ] = { "tcpviz --stats", { NULL, "--stats", "FILE" }, ROUNDS, false },
	[TCPVIZ_ONE] = { "tcpviz --stats --session 1",
	    { NULL, "--stats", "--session", "1", "FILE" }, ROUNDS, false },
	[TCPDUMP] = { "tcpdump -w /dev/null", { "tcpdump", "-r", "FILE", "-w", "/dev/null" }, 2,
	    false },
	[TCPTRACE] = { "tcptrace -n", { "tcptrace", "-n", "FILE" }, 1, false },
	[TSHARK] = { "tshark", { "tshark", "-n", "-r", "FILE" }, 1, true },
};

struct results {
	struct cost cost[ARRAY_LEN(shapes)][PROGRAMS];
	uint64_t file_bytes[ARRAY_LEN(shapes)];
};

static bool missed;

static const char *verdict(bool good)
{
	missed |= !good;
	return good ? "pass" : "**MISSED**";
}

static struct cost run(const struct peer *peer, const char *capture)
{
	const char *argv[ARRAY_LEN(peer->argv)];
	for (size_t i = 0; i < ARRAY_LEN(argv); i++) {
		const char *word = peer->argv[i];
		argv[i] = word != NULL && strcmp(word, "FILE") == 0 ? capture : word;
	}
	return measure(argv);
}

/* `how` is NULL, or a word for the generator. */
static void make_capture(
    const char *generate, unsigned packets, unsigned sessions, const char *path, const char *how)
{
	char packets_text[16], sessions_text[16];
	snprintf(packets_text, sizeof(packets_text), "%u", packets);
	snprintf(sessions_text, sizeof(sessions_text), "%u", sessions);
	const char *argv[] = { generate, packets_text, sessions_text, path, how, NULL };
	if (!measure(argv).ran)
		errx(1, "%s could not make %s", generate, path);
}

static void run_all(const struct shape *shape, const char *capture, struct cost out[PROGRAMS])
{
	for (unsigned round = 0; round < ROUNDS; round++)
		for (unsigned i = 0; i < PROGRAMS; i++)
			if (round < peers[i].rounds && (shape->slow_peers || !peers[i].slow))
				out[i] = measure_best(run(&peers[i], capture), out[i]);
	if (!out[LOOP].ran || !out[TCPVIZ].ran || !out[TCPVIZ_ONE].ran)
		errx(1, "%s: a program failed", capture);
}

static void print_shape(const struct shape *shape, const struct cost cost[PROGRAMS])
{
	for (unsigned i = 0; i < PROGRAMS; i++) {
		if (!cost[i].ran)
			continue;
		printf("| %s | %s | %.3f | %.2f | %.3f | %.2f | %.1f |\n", shape->name,
		    peers[i].name, cost[i].wall_s, cost[i].wall_s / cost[LOOP].wall_s,
		    cost[i].cpu_s, cost[i].cpu_s / cost[LOOP].cpu_s,
		    (double)cost[i].peak_bytes / 1048576);
	}
	fflush(stdout);
}

static void measure_shapes(const char *folder, const char *generate, struct results *results)
{
	char capture[4096];
	struct stat st;
	snprintf(capture, sizeof(capture), "%s/bench.pcap", folder);
	puts("| capture | program | wall s | × loop | cpu s | × loop | peak MiB |\n"
	     "|---|---|--:|--:|--:|--:|--:|");
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		make_capture(generate, shapes[i].packets, shapes[i].sessions, capture, NULL);
		if (stat(capture, &st) == 0)
			results->file_bytes[i] = (uint64_t)st.st_size;
		run_all(&shapes[i], capture, results->cost[i]);
		print_shape(&shapes[i], results->cost[i]);
		unlink(capture);
	}
}

static void judge_program(const struct shape *shape, const struct cost cost[PROGRAMS], unsigned i)
{
	const struct cost *loop = &cost[LOOP], *own = &cost[i];
	double limit = (double)shape->packets * PACKET_BYTES +
	               (double)shape->sessions * SESSION_BYTES + FIXED_BYTES;
	double wall = own->wall_s / loop->wall_s, cpu = own->cpu_s / loop->cpu_s;
	printf("| %s, %s: wall | %.2f × loop | %.2f | %s |\n", shape->name, peers[i].name, wall,
	    WALL_MOST, verdict(wall <= WALL_MOST));
	printf("| %s, %s: processor | %.2f × loop | %.2f | %s |\n", shape->name, peers[i].name, cpu,
	    CPU_MOST, verdict(cpu <= CPU_MOST));
	printf("| %s, %s: memory | %.1f MiB | %.1f | %s |\n", shape->name, peers[i].name,
	    (double)own->peak_bytes / 1048576, limit / 1048576,
	    verdict((double)own->peak_bytes <= limit));
}

/* Cost per packet of the most expensive shape, relative to the cheapest. */
static void judge_growth(const struct results *results, unsigned program)
{
	double least = 0, most = 0;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		double each = results->cost[i][program].wall_s / shapes[i].packets;
		least = i == 0 || each < least ? each : least;
		most = each > most ? each : most;
	}
	printf("| a packet, dearest shape to cheapest, %s | %.2f × | %.2f | %s |\n",
	    peers[program].name, most / least, SHAPE_MOST, verdict(most / least <= SHAPE_MOST));
}

/* Exports a session from the middle: cost beyond loading. */
static void judge_export(const char *folder, const char *generate)
{
	char capture[4096], out[4096];
	struct stat st;
	snprintf(capture, sizeof(capture), "%s/bench.pcap", folder);
	snprintf(out, sizeof(out), "%s/bench-out.pcap", folder);
	make_capture(generate, 1000000, 4000, capture, NULL);
	const char *program = peers[TCPVIZ].argv[0];
	const char *load[] = { program, "--stats", "--session", "2000", capture, NULL };
	const char *export[] = { program, "--session", "2000", "--export", out, "--force", capture,
		NULL };
	struct cost loaded = measure(load), exported = measure(export);
	if (!loaded.ran || !exported.ran || stat(capture, &st) != 0)
		errx(1, "%s: exporting a session failed", capture);
	double share =
	    ((double)exported.read_bytes - (double)loaded.read_bytes) / (double)st.st_size;
	printf("| export of one session: read again | %.2f %% of the file | %.0f | %s |\n",
	    share * 100, EXPORT_MOST * 100, verdict(share <= EXPORT_MOST));
	unlink(capture);
	unlink(out);
}

/* Returns the bytes that a program writes to standard output. */
static double output_bytes(const char *program, const char *capture)
{
	static char buffer[1 << 16];
	char command[8192];
	double bytes = 0;
	snprintf(command, sizeof(command), "'%s' --json '%s'", program, capture);
	FILE *pipe = popen(command, "r");
	if (pipe == NULL)
		err(1, "%s", command);
	for (size_t n; (n = fread(buffer, 1, sizeof(buffer), pipe)) > 0;)
		bytes += (double)n;
	if (pclose(pipe) != 0)
		errx(1, "%s failed", command);
	return bytes;
}

/* Processor seconds of --json for each byte it writes. */
static double json_cost(const char *folder, const char *generate, const char *how)
{
	char capture[4096];
	const char *program = peers[TCPVIZ].argv[0];
	const char *argv[] = { program, "--json", capture, NULL };
	struct cost best = { 0 };
	snprintf(capture, sizeof(capture), "%s/bench.pcap", folder);
	make_capture(generate, 300000, 1, capture, how);
	for (unsigned round = 0; round < ROUNDS; round++)
		best = measure_best(measure(argv), best);
	if (!best.ran)
		errx(1, "%s: --json failed", capture);
	double each = best.cpu_s / output_bytes(program, capture);
	unlink(capture);
	return each;
}

static void judge_json(const char *folder, const char *generate)
{
	double plain = json_cost(folder, generate, NULL);
	double twice = json_cost(folder, generate, "twice");
	printf("| --json a byte (%.1f ns), every segment sent twice | %.2f × | %.2f | %s |\n",
	    plain * 1e9, twice / plain, JSON_MOST, verdict(twice / plain <= JSON_MOST));
}

/* The cost of --stats for the first shape, in a file with this ending. */
static struct cost format_cost(const char *folder, const char *generate, const char *ending)
{
	char capture[4096];
	const char *argv[] = { peers[TCPVIZ].argv[0], "--stats", capture, NULL };
	struct cost best = { 0 };
	snprintf(capture, sizeof(capture), "%s/bench.%s", folder, ending);
	make_capture(generate, shapes[0].packets, shapes[0].sessions, capture, NULL);
	for (unsigned round = 0; round < ROUNDS; round++)
		best = measure_best(measure(argv), best);
	if (!best.ran)
		errx(1, "%s: --stats failed", capture);
	unlink(capture);
	return best;
}

static void judge_pcapng(const char *folder, const char *generate)
{
	struct cost pcap = format_cost(folder, generate, "pcap");
	struct cost pcapng = format_cost(folder, generate, "pcapng");
	double cpu = pcapng.cpu_s / pcap.cpu_s;
	double memory = (double)pcapng.peak_bytes / (double)pcap.peak_bytes;
	printf("| %s, pcapng beside pcap: processor | %.2f × | %.2f | %s |\n", shapes[0].name, cpu,
	    PCAPNG_MOST, verdict(cpu <= PCAPNG_MOST));
	printf("| %s, pcapng beside pcap: memory | %.2f × | %.2f | %s |\n", shapes[0].name, memory,
	    PCAPNG_MEMORY_MOST, verdict(memory <= PCAPNG_MEMORY_MOST));
}

/* Two loads of different length: their difference excludes the start of the program. */
static void count_instructions(const char *folder, const char *generate)
{
	char capture[4096];
	uint64_t count[2];
	snprintf(capture, sizeof(capture), "%s/bench.pcap", folder);
	const char *argv[] = { peers[TCPVIZ].argv[0], "--stats", "--session", "1", capture, NULL };
	for (unsigned i = 0; i < 2; i++) {
		make_capture(generate, 20000 * (i + 1), 100, capture, NULL);
		count[i] = measure_instructions(argv);
		unlink(capture);
	}
	if (count[0] == 0 || count[1] == 0)
		puts("\nInstructions were not counted: valgrind is not installed.");
	else
		printf("\n%.0f instructions a packet (valgrind --tool=callgrind).\n",
		    (double)(count[1] - count[0]) / 20000);
}

int main(int argc, char **argv)
{
	static struct results results;
	if (argc != 5)
		errx(2, "usage: bench FOLDER TCPVIZ GENERATE LOOP");
	peers[TCPVIZ].argv[0] = peers[TCPVIZ_ONE].argv[0] = argv[2];
	peers[LOOP].argv[0] = argv[4];
	measure_shapes(argv[1], argv[3], &results);
	puts("\n| figure | measured | at most | |\n|---|--:|--:|---|");
	/* The first row is the promise; the second separates the cost of printing every session. */
	for (unsigned program = TCPVIZ; program <= TCPVIZ_ONE; program++) {
		for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
			judge_program(&shapes[i], results.cost[i], program);
		judge_growth(&results, program);
	}
	judge_export(argv[1], argv[3]);
	judge_json(argv[1], argv[3]);
	judge_pcapng(argv[1], argv[3]);
	count_instructions(argv[1], argv[3]);
	return missed;
}

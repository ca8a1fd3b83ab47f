/* One run of the program: where packets are captured and the models of them, the lab or server,
 * client and demo. Opened before the screen, shared by the screen and the output without one.
 * Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/packet_truth.h"
#include "capture/peer/client.h"
#include "capture/peer/demo.h"
#include "capture/peer/server.h"
#include "capture/source/source.h"
#include "core/base/err.h"
#include "core/model/model.h"
#include "core/model/vantage.h"
#include "tui/command/options.h"
#include "tui/run/lab_changes.h"
#include "tui/run/peer_log.h"

struct lab;
struct kernel_view_reader;

/* A place where packets are captured. */
struct vantage {
	/* "a", "b": at the lab's hosts; "" where there is only one place. Static */
	const char *name;
	struct source *source;      /* owned by the run, or by its lab */
	struct model *model;        /* owned */
	struct packet_truth *truth; /* what is known of the model's packets besides; owned */
};
#define VANTAGES_MAX 2

struct run {
	const struct options *options; /* (borrowed) */
	struct vantage at[VANTAGES_MAX];
	unsigned vantages, current;
	/* Those of at[current]. */
	struct model *model;
	struct source *source;
	struct packet_truth *truth;
	struct lab *lab;      /* NULL but in the lab */
	bool played;          /* the lab's scenario is over and captured */
	bool cut_off;         /* by its limit, before its last step */
	int again_fd;         /* where to ask for another run (lab_rerun.h); -1: nowhere */
	struct lab_made made; /* changes of its link by keys */
	/* for live captures: asks about this machine's own connections; NULL: it cannot */
	struct kernel_view_reader *kernel;
	uint32_t watched;    /* the session on the screen, which it is asked about first; 0: none */
	int64_t look_due_ns; /* monotonic: when it is asked about others again */
	struct server *server; /* NULL where there is none */
	struct client *client; /* NULL for files */
	struct demo *demo;     /* NULL without --demo */
	int64_t began_ns;      /* monotonic: since when segments come */
	int64_t demo_due;      /* monotonic ns of the demo's next step, -1 when over or none */
	struct peer_log peer_log;
	bool private_network; /* entered */
	char user[64];        /* who root has become, or empty */
	/* What the user must know at the start: "port 8000 is taken: ..."; or empty. */
	char notice[512];
	/* The first packet that is still to be printed and so must not be forgotten; 0: none
	 * is waited for. */
	uint32_t unprinted;
	/* Which limit has ended the capture, in words; or empty. */
	char limit[128];
	/* Set when opening failed because the user may not capture: what can be done, in several
	 * lines. Else empty. */
	char choices[1024];
};

/* Opens everything the options ask for, enters the private network if need be, gives up privileges
 * and starts the threads. On failure nothing is left open. Must be called while single-threaded. */
bool run_open(struct run *run, const struct options *options, const char *program, struct err *err);
void run_close(struct run *run);

/* Makes another vantage point the current one. */
void run_look_from(struct run *run, unsigned vantage);
/* From the current vantage point to another. */
struct vantage_way run_way(const struct run *run, unsigned vantage);

/* Whether packets are printed as they come. */
bool run_flows(const struct run *run);

/* Whether there is somebody for the built-in client to talk to: the embedded server, or a host
 * that was named. */
bool run_has_partner(const struct run *run);
/* Packets there are, at all vantage points. */
uint64_t run_packets(const struct run *run);
/* Whether --at lets what was captured at a vantage point be printed. */
bool run_wants(const struct run *run, unsigned vantage);

/* Whether segments may still come, anywhere. */
bool run_running(const struct run *run);
/* Ends all capturing; what was captured stays readable. */
void run_stop(struct run *run);

/* The fds to poll: sources, server, client, lab; returns how many of max were filled. */
struct pollfd;
size_t run_poll(const struct run *run, struct pollfd *fds, size_t max);

/* Takes in what waits, for at most budget_ns, and lets the demo do what is due. True
 * when more waits. */
bool run_take(struct run *run, int64_t budget_ns);

/* Reads a packet's frame back. Valid until the next call. */
bool run_frame(struct run *run, uint32_t packet, struct frame *out, struct err *err);
/* The same as a segment; false where it cannot be read, or holds none. */
bool run_segment(struct run *run, uint32_t packet, struct segment *out);
/* What core/explain/explain.h says of it; its frame is read only where that may say more.
 * Returns the length. */
size_t run_explain(struct run *run, uint32_t packet, char *out, size_t size);
/* Its options in tcpdump's notation, the edges of SACK blocks raw or relative; empty when
 * there are none. */
void run_packet_options(struct run *run, uint32_t packet, bool raw_seq, char *out, size_t size);

/* Why there is nothing to show: "no TCP segments in x.pcap: 12 frames, 10 of them not TCP..." */
void run_why_empty(const struct run *run, char *out, size_t size);

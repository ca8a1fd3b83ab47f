/* The state of a run: sources and their models, the lab or server, client and demo. Owner's
 * thread only; run.h has the functions. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "capture/lab/packet_truth.h"
#include "capture/os/private_choices.h"
#include "capture/peer/client.h"
#include "capture/peer/demo.h"
#include "capture/peer/server.h"
#include "capture/source/source.h"
#include "core/base/err.h"
#include "core/model/model.h"
#include "tui/command/options.h"
#include "tui/run/lab_changes.h"
#include "tui/run/peer_log.h"

struct lab;
struct kernel_view_reader;

/* A vantage point. */
struct vantage {
	/* "a" or "b" for the lab's hosts; "" if there is only one. Static */
	const char *name;
	struct source *source;      /* owned by the run or by its lab */
	struct model *model;        /* owned */
	struct packet_truth *truth; /* fates and kernel views of the model's packets; owned */
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
	struct lab *lab;      /* NULL outside the lab */
	bool played;          /* the scenario is over and all its packets are captured */
	bool cut_off;         /* the scenario's time limit ended it before its last step */
	int again_fd;         /* pipe for asking for another run (lab_rerun.h); -1: none */
	struct lab_made made; /* changes of the link by keys */
	/* live capture: reads the kernel's view; NULL: not available */
	struct kernel_view_reader *kernel;
	uint32_t watched;      /* the session on the screen, asked about first; 0: none */
	int64_t look_due_ns;   /* monotonic: when other sessions are asked about next */
	struct server *server; /* NULL if there is none */
	struct client *client; /* NULL for files */
	struct demo *demo;     /* NULL without --demo */
	int64_t began_ns;      /* monotonic: when capture began */
	int64_t demo_due;      /* monotonic ns of the demo's next step, -1 if over or none */
	struct peer_log peer_log;
	bool private_network; /* entered */
	char user[64];        /* the user that root switched to, or empty */
	/* A message at the start, such as "port 8000 is taken: ..."; or empty. */
	char notice[512];
	/* The first packet that is not printed yet and must not be forgotten; 0: none. */
	uint32_t unprinted;
	FILE *export_stream; /* --export to a FIFO or device; NULL: none */
	/* The limit that has ended the capture, as text; or empty. */
	char limit[128];
	/* If opening failed because the user may not capture: what the user can do, in several
	 * lines. Else empty. */
	char choices[PRIVATE_CHOICES];
};

/* Returns true while segments may arrive at any vantage point. */
bool run_running(const struct run *run);
/* Stops all captures; captured frames stay readable. */
void run_stop(struct run *run);

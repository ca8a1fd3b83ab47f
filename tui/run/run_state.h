/* The state of a run of the program: where packets are captured and the models of them, the lab or
 * server, client and demo. Owner's thread only; run.h has what is done with it. */
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
	/* A message for the start: "port 8000 is taken: ..."; or empty. */
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

/* Returns true while segments may still come, anywhere. */
bool run_running(const struct run *run);
/* Ends all capturing; what was captured stays readable. */
void run_stop(struct run *run);

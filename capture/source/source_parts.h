/* Internals shared by the files of a source: opening, reading and status. */
#pragma once

#include <pcap/pcap.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "capture/os/ring.h"
#include "capture/source/frame_filter.h"
#include "capture/source/joined.h"
#include "capture/source/part.h"
#include "capture/source/readback.h"
#include "capture/source/set.h"
#include "capture/source/source.h"
#include "capture/source/spool.h"
#include "capture/source/stream.h"
#include "core/decode/reassembly.h"
#include "core/record/origin.h"

/* ms that the kernel gathers a device's frames before it wakes the reader. No reader of the screen
 * notices 1 ms; immediate delivery would need a full-sized slot for each small frame, and would
 * lose some at high rates. */
#define GATHER_MS 1

/* Counters of the reader's thread, readable by any thread. */
struct counters {
	atomic_uint_fast64_t frames, segments, filtered, unfit[DECODE_RESULTS], bytes_read;
	atomic_uint_fast64_t kernel_drops, interface_drops, ring_drops, not_taken;
	atomic_uint_fast64_t spool_bytes;
	atomic_uint_fast64_t end; /* offset behind the last frame in the file or spool */
	atomic_uint_fast64_t other[OTHER_KINDS];
	atomic_uint_fast64_t joined, incomplete, overlaps; /* as struct reassembly_counts */
};

/* Where a frame holds several packets, an offset names which one above these bits. */
#define PART_SHIFT 42

enum phase { PHASE_OPENED, PHASE_RUNNING, PHASE_ENDED };

struct source {
	/* Fixed once opened. */
	enum source_kind kind;
	uint8_t index;
	char *name;
	char *expression;
	char *only;      /* the interface asked for, or NULL */
	int link_type;   /* of the first interface */
	int64_t unit_ns; /* unit of tv_usec in libpcap's headers */
	struct decode_rules rules;
	uint32_t snaplen;
	uint64_t bytes_total;
	uint64_t limit; /* bytes; 0: none */
	bool forgets;   /* at the limit the oldest frames go instead of ending the source */
	char link_name[96];
	int stop_fd; /* readable when the thread must end */
	struct ring *ring;
	bool started; /* and not joined yet */
	pthread_t thread;

	/* Used by the reader's thread, from source_start until it is joined. */
	pcap_t *pcap;                 /* devices only */
	struct frame_filter *filters; /* files and streams: applied here; NULL: none */
	struct stream *stream;        /* streams only */
	struct spool *spool;          /* devices and streams */
	struct part part;             /* a file or a stream; not used by a set */
	struct set *set;              /* several files, or NULL */

	/* Used by the owner's thread. */
	struct readback *readback;          /* of the spool or the file */
	struct frame_filter *filters_again; /* for reading again */
	bool end_seen;                      /* by source_take */
	uint64_t forgotten;                 /* frames before this offset, by source_forget */

	struct reassembly *rejoin; /* of frames read back, or NULL */

	/* Used by both. */
	struct joined *joined;         /* has its own lock */
	struct origins *origins;       /* the thread adds, what it handed over may be read */
	atomic_bool parted;            /* offsets name a part of a frame, too: PART_SHIFT */
	struct store *store;           /* for what is unpacked; NULL: nothing is */
	struct interfaces *interfaces; /* the thread adds */
	struct annex *annex;           /* has its own lock */
	atomic_bool stopping;
	atomic_bool nanoseconds;
	atomic_bool annotated; /* a frame has a comment or a process */
	atomic_bool paused;    /* the spool's disk is full */
	struct counters counters;
	_Atomic enum phase phase;
	/* Written by the thread before PHASE_ENDED, read after it. */
	bool failed, limited;
	char message[512];
};

/* Returns a source with nothing open yet; NULL with err if the system has no descriptor left. */
struct source *source_new(enum source_kind kind, const char *name, uint8_t index, struct err *err);

/* Completes a source whose pcap or capture is open: checks the link type, compiles the filter and
 * applies it to devices. */
bool source_adopt(struct source *s, const char *filter, struct err *err);

/* Returns true if it is the interface asked for. */
bool source_on_interface(const struct source *s, const struct interfaces *all, uint16_t interface);

/* Read a file from its beginning, before its thread does. The first counts its frames up to one
 * with a link type that can be decoded, and returns true if there is one. The second returns true
 * if the file has the interface asked for; else it writes the names of those that it has. */
bool probe_link(const struct source *s, unsigned long long *count);
bool probe_interface(const struct source *s, char *names, size_t size);

/* The tables that its parts share. */
struct part_tables source_tables(struct source *s);

/* Makes the readback of a file, or of what is unpacked from a stream. */
void source_add_readback(struct source *s);

/* Makes the spool and the readback for it. */
bool source_add_spool(struct source *s, struct err *err);

/* Opens a stream. owned: close fd in the end, as for a named pipe that was opened by name. */
bool source_from_descriptor(
    struct source *s, int fd, bool owned, const char *filter, struct err *err);

/* The main function of the reader's thread; arg is the source. */
void *reader_main(void *arg);

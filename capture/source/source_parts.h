/* What the files of a source share: its insides, and the ways between opening,
 * reading and asking. */
#pragma once

#include <pcap/pcap.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "capture/os/ring.h"
#include "capture/source/pcap_records.h"
#include "capture/source/pcapng_blocks.h"
#include "capture/source/readback.h"
#include "capture/source/source.h"
#include "capture/source/spool.h"
#include "capture/source/stream.h"

/* How long the kernel gathers a device's frames before it wakes us: nobody sees the difference to
 * each at once, which would need a slot of full size for the smallest frame and lose some
 * where many come. */
#define GATHER_MS 1

/* What the reader's thread counts, for any thread to read. */
struct counters {
	atomic_uint_fast64_t frames, segments, filtered, unfit[DECODE_RESULTS], bytes_read;
	atomic_uint_fast64_t kernel_drops, interface_drops, ring_drops, not_taken;
	atomic_uint_fast64_t spool_bytes, spool_end;
};

enum phase { PHASE_OPENED, PHASE_RUNNING, PHASE_ENDED };

struct source {
	/* Fixed once opened. */
	enum source_kind kind;
	uint8_t index;
	char *name;
	char *expression;
	bool filters; /* `program` is to be applied to each frame */
	struct bpf_program program;
	int dlt;
	int64_t unit_ns; /* of tv_usec in libpcap's headers */
	uint32_t snaplen;
	uint64_t bytes_total;
	uint64_t limit; /* bytes, or 0 */
	bool forgets;   /* the limit does not end it: the oldest frames go */
	char link_name[96];
	int stop_fd; /* readable when the thread shall end */
	struct ring *ring;
	bool started; /* and not joined */
	pthread_t thread;

	/* The reader's thread, from source_start until it is joined. */
	pcap_t *pcap;
	char *buffer;                 /* of a file's FILE */
	struct pcap_records *records; /* ordinary pcap files only */
	struct stream *stream;        /* streams only */
	struct spool *spool;          /* devices and streams */

	/* The owner's thread. */
	struct readback *readback;
	bool end_seen;      /* by source_take */
	uint64_t forgotten; /* frames before this offset, by source_forget */

	/* Both. */
	struct pcapng_blocks *blocks; /* pcapng files only; locks by itself */
	atomic_bool stopping;
	atomic_bool nanoseconds;
	atomic_bool paused; /* the spool's disk is full */
	struct counters counters;
	_Atomic enum phase phase;
	/* Written by the thread before PHASE_ENDED, read after it. */
	bool failed, limited;
	char message[512];
};

/* A source with nothing open yet. NULL with err set when the system has no descriptor left. */
struct source *source_new(enum source_kind kind, const char *name, uint8_t index, struct err *err);

/* Once s->pcap is open: checks the link type, compiles the filter and applies it to devices. */
bool source_adopt(struct source *s, const char *filter, struct err *err);

/* Makes the spool for s->dlt, and what reads it back. */
bool source_add_spool(struct source *s, struct err *err);

/* The opening of a stream. fd is owned if it was opened by the source's name, as with
 * a named pipe. */
bool source_from_descriptor(
    struct source *s, int fd, bool owned, const char *filter, struct err *err);

/* The reader's thread; arg is the source. */
void *reader_main(void *arg);

/* Captures generated for a test. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/suite.h"
#include "tests/wire/capture_file.h"
#include "tests/wire/session.h"

#define MADE_NS (1700000000 * NS)

struct made {
	char path[64];
	struct wire_file file;
};

static inline void made_begin(struct made *made)
{
	snprintf(made->path, sizeof(made->path), "/tmp/tcpviz-made-XXXXXX.pcap");
	made->file = (struct wire_file){ .out = fdopen(mkstemps(made->path, 5), "w") };
	wire_pcap_begin(&made->file, LINK_ETHERNET);
}

/* Adds a frame, `ms` after the start. */
static inline void made_add(struct made *made, uint32_t ms, const struct wire_segment *segment)
{
	struct wire w;
	wire_segment(&w, segment);
	wire_pcap_frame(&made->file, MADE_NS + ms * NS / 1000, &w);
}

/* Completes the file. */
static inline void made_end(struct made *made)
{
	wire_file_close(&made->file);
}

static inline void made_remove(const struct made *made)
{
	unlink(made->path);
}

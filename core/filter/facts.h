/* What filters read: the model, and what only a caller can read. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/model/model.h"

struct filter_source {
	const struct model *m;                 /* (borrowed) */
	const char *(*service)(uint16_t port); /* names ports, NULL if it has no name; or NULL */
	/* Reads the payload of a packet, valid until the next call; false if it cannot. NULL: no
	 * payload can be read, and text: holds for nothing. */
	bool (*payload)(void *owner, uint32_t packet, struct bytes *out);
	/* Applies the n-th BPF expression, from 0, to a packet's frame. NULL: holds for nothing. */
	bool (*bpf)(void *owner, unsigned n, uint32_t packet);
	/* Returns the name of the interface that captured a packet; or NULL. NULL: if: holds for
	 * nothing. */
	const char *(*interface)(void *owner, uint32_t packet);
	void *owner;
};

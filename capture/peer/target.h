/* The target of the client: "HOST:PORT" as text and as addresses. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "core/base/err.h"
#include "core/record/addr.h"

#define TARGET_ADDRESSES 16

struct target {
	struct {
		struct sockaddr_storage addr;
		socklen_t len;
		struct endpoint end;
	} at[TARGET_ADDRESSES]; /* in the order of attempts */
	unsigned count;         /* at least 1 */
};

/* Parses "HOST:PORT", "[V6]:PORT" and "HOST PORT", and looks up names, which may block. Sets *out
 * only on success. */
bool target_resolve(const char *text, struct target *out, struct err *err);

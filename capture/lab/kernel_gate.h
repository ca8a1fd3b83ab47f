/* Serialises access to a host's kernel. A thread that makes one of its connections act, by a system
 * call or by handing it a segment, enters the gate, and reads the state of that connection before
 * it leaves. The view therefore shows the result of that one action and of the segments that it
 * sent. Only the kernel's own timers bypass the gate.
 *
 * Any thread may call these functions. Those marked "Inside" require that the caller has
 * entered. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/kernel/kernel_view.h"
#include "core/record/addr.h"

struct kernel_gate;

/* Takes ownership of the reader, which was opened in the host's namespace. */
struct kernel_gate *kernel_gate_new(struct kernel_view_reader *kernel);
/* NULL is fine. */
void kernel_gate_free(struct kernel_gate *gate);

/* Blocks until the gate is free, then enters. */
void kernel_gate_enter(struct kernel_gate *gate);
/* Waits at most wait_ns for the gate. Returns false if it was not entered. */
bool kernel_gate_try_enter(struct kernel_gate *gate, int64_t wait_ns);
/* Leaves the gate. With both endpoints (not NULL), first reads that connection and keeps the view
 * for kernel_gate_view_after. Preserves errno. */
void kernel_gate_leave(
    struct kernel_gate *gate, const struct endpoint *local, const struct endpoint *peer);

/* Inside. Registers a descriptor, which makes views of that connection several times faster. Remove
 * it before closing it. */
void kernel_gate_add_fd(
    struct kernel_gate *gate, int fd, const struct endpoint *local, const struct endpoint *peer);
void kernel_gate_remove_fd(struct kernel_gate *gate, int fd);

/* Inside. Reads the connection and keeps the view, as kernel_gate_leave does. Returns NULL if the
 * kernel does not answer. Valid until the next view. */
const struct kernel_view *kernel_gate_view(
    struct kernel_gate *gate, const struct endpoint *local, const struct endpoint *peer);
/* Inside. Returns the first kept view after a segment left at left_ns, if the thread that took it
 * was inside the gate at that time. NULL: a kernel timer sent the segment. Valid until the next
 * view. */
const struct kernel_view *kernel_gate_view_after(struct kernel_gate *gate,
    const struct endpoint *local, const struct endpoint *peer, int64_t left_ns);

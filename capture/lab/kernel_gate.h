/* The door to a host's kernel. Whoever makes one of its connections do something, by a system call
 * or by handing it a segment, enters here, alone, and looks at that connection before leaving: so
 * that the view is of exactly what was done and of what left in the same breath, and of nothing
 * else. Only the kernel's own timers do not knock.
 *
 * Any thread; what needs to be inside says so. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/kernel/kernel_view.h"
#include "core/record/addr.h"

struct kernel_gate;

/* Takes over the kernel, which was opened in the host. */
struct kernel_gate *kernel_gate_new(struct kernel_view_reader *kernel);
/* NULL is fine. */
void kernel_gate_free(struct kernel_gate *gate);

/* Waits until nobody is inside. */
void kernel_gate_enter(struct kernel_gate *gate);
/* The same for who has no time: watches the door for so long. False: it stays outside. */
bool kernel_gate_try_enter(struct kernel_gate *gate, int64_t wait_ns);
/* Leaves. Both ends, or none (NULL): looks at that connection before, and keeps the view for
 * kernel_gate_view_after. errno stays. */
void kernel_gate_leave(
    struct kernel_gate *gate, const struct endpoint *local, const struct endpoint *peer);

/* Inside. A descriptor makes looking several times faster. Not known any more before
 * it is closed. */
void kernel_gate_add_fd(
    struct kernel_gate *gate, int fd, const struct endpoint *local, const struct endpoint *peer);
void kernel_gate_remove_fd(struct kernel_gate *gate, int fd);

/* Inside. Looks and keeps the view, as kernel_gate_leave. NULL where the kernel does not answer. Valid
 * until the next look. */
const struct kernel_view *kernel_gate_view(
    struct kernel_gate *gate, const struct endpoint *local, const struct endpoint *peer);
/* Inside. The view that was kept first after something had left, by somebody who was inside when it
 * did; NULL: nobody was, it was a timer. Valid until the next look. */
const struct kernel_view *kernel_gate_view_after(struct kernel_gate *gate,
    const struct endpoint *local, const struct endpoint *peer, int64_t left_ns);

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

struct lab_door;

/* Takes over the kernel, which was opened in the host. */
struct lab_door *lab_door_new(struct kernel *kernel);
/* NULL is fine. */
void lab_door_free(struct lab_door *door);

/* Waits until nobody is inside. */
void lab_door_enter(struct lab_door *door);
/* The same for who has no time: watches the door for so long. False: it stays outside. */
bool lab_door_try(struct lab_door *door, int64_t wait_ns);
/* Leaves. Both ends, or none (NULL): looks at that connection before, and keeps the view for
 * lab_door_recall. errno stays. */
void lab_door_leave(
    struct lab_door *door, const struct endpoint *local, const struct endpoint *peer);

/* Inside. A descriptor makes looking several times faster. Not known any more before
 * it is closed. */
void lab_door_know(
    struct lab_door *door, int fd, const struct endpoint *local, const struct endpoint *peer);
void lab_door_forget(struct lab_door *door, int fd);

/* Inside. Looks and keeps the view, as lab_door_leave. NULL where the kernel does not answer. Valid
 * until the next look. */
const struct kernel_view *lab_door_look(
    struct lab_door *door, const struct endpoint *local, const struct endpoint *peer);
/* Inside. The view that was kept first after something had left, by somebody who was inside when it
 * did; NULL: nobody was, it was a timer. Valid until the next look. */
const struct kernel_view *lab_door_recall(struct lab_door *door, const struct endpoint *local,
    const struct endpoint *peer, int64_t left_ns);

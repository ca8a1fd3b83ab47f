/* A model that forgets beside one that never does. */
#pragma once

#include "core/model/model.h"

/* Adds the segments to both, of which the first keeps `keep` packets, and stops the program where
 * what it keeps is not what the other has, but for what follows from the packets it lacks. Returns
 * the first, which the caller frees. */
struct model *check_forgetting(const struct segment *segments, size_t count, uint32_t keep);

/* Compares a model that forgets with one that does not. */
#pragma once

#include "core/model/model.h"

/* Adds the segments to both models; the first keeps `keep` packets. Aborts if a kept packet differs
 * for any reason but forgotten evidence. Returns the first model, which the caller frees. */
struct model *check_forgetting(const struct segment *segments, size_t count, uint32_t keep);

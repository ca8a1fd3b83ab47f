/* Checks what explanations claim, sentence by sentence, against the packets of any model. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"

/* Returns a word of the text that explanations and stories do not use, or NULL. Static. */
const char *claims_style(const char *text);
/* Returns what is wrong with the explanation of a kept packet, as "frame 7: claim: ...", or NULL.
 * Static, valid until the next call. */
const char *claims_wrong_of(const struct model *m, uint32_t packet);
/* Returns the first such text of all kept packets, or NULL. */
const char *claims_wrong(const struct model *m);

/* Verdicts of the sessions in the list's rows. Each takes a walk over a session, so they are kept
 * until the session has gone on. Owner's thread only. */
#pragma once

#include "core/model/verdict.h"

/* More than rows fit on a screen; a power of two. */
#define LIST_VERDICTS 256

struct list_verdict {
	uint32_t session, last; /* verdict as of this packet; session 0: none */
	struct verdict verdict;
};

/* Empty when zeroed. */
struct list_verdicts {
	struct list_verdict kept[LIST_VERDICTS]; /* by the session's number */
	const struct model *model;               /* that they are of */
	bool pending;                            /* some rows wait for theirs */
};

/* Returns true if the verdict is that of the session as it is now. */
bool list_verdict_known(const struct list_verdicts *v, const struct model *m, uint32_t session);
/* Works it out if it is not known. */
void list_verdict_judge(struct list_verdicts *v, const struct model *m, uint32_t session);
/* Returns the word of the last verdict on a session; "" if there is none yet. Static. */
const char *list_verdict_word(const struct list_verdicts *v, uint32_t session);

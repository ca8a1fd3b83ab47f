#include "core/store/session_live.h"

#include <stddef.h>

void follow_end(struct follow *f)
{
	if (f == NULL)
		return;
	recovery_end(&f->recovery[0]);
	recovery_end(&f->recovery[1]);
	tally_end(&f->tally);
}

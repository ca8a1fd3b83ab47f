#include "core/store/session_live.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/base/memory.h"

struct lacks *follow_lacks(struct follow *f)
{
	if (f->lacks == NULL)
		f->lacks = memory_zeroed(1, sizeof(*f->lacks));
	return f->lacks;
}

static void lacks_free(struct lacks *lacks)
{
	if (lacks == NULL)
		return;
	free(lacks->missed[0]);
	free(lacks->missed[1]);
	free(lacks);
}

void follow_end(struct follow *f)
{
	if (f == NULL)
		return;
	recovery_end(&f->recovery[0]);
	recovery_end(&f->recovery[1]);
	tally_end(&f->tally);
	lacks_free(f->lacks);
}

#include "tui/run/run_state.h"

bool run_running(const struct run *run)
{
	bool running = false;
	for (unsigned i = 0; i < run->vantages; i++) {
		struct source_status status;
		source_status(run->at[i].source, &status);
		running |= status.running;
	}
	return running;
}

void run_stop(struct run *run)
{
	for (unsigned i = 0; i < run->vantages; i++)
		source_stop(run->at[i].source);
}

/* --json: one object for each segment, one per line, in order of arrival. */
#include "tui/print_parts.h"

#include <stdio.h>

#include "core/json.h"

static void packet(struct print *p, uint32_t number)
{
	char line[JSON_LINE];
	json_packet(p->run->model, number, line, sizeof(line));
	puts(line);
}

static bool whole(struct print *p, struct err *err)
{
	const struct model *m = p->run->model;
	(void)err;
	for (uint32_t i = 1; i <= model_packets(m) && !ferror(stdout); i++)
		if (print_wants(p, model_packet(m, i)->session))
			packet(p, i);
	return true;
}

const struct printer print_json = { .packet = packet, .whole = whole };

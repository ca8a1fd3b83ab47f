/* Checks that hold for all findings of any model. */
#pragma once

#include <stdbool.h>

#include "core/model/model.h"
#include "core/record/note.h"

/* Returns true if the cause is where the rule says, the packets named exist, and the head of a
 * series is a head. */
static inline bool finding_holds(const struct model *m, const struct finding *f)
{
	const struct rule_info *rule = rule_of((enum rule)f->rule);
	bool times = f->cause == 0 || (f->cause > f->packet) == rule->cause_is_after;
	bool before = f->copy < f->packet && f->cause_first < f->packet;
	bool after = f->answer == 0 || f->answer > f->packet;
	const struct finding *head = model_finding(m, f->copy, (enum note)f->note);
	bool series = rule->series != SERIES_HEAD || head == NULL || head->copy == 0 ||
	              model_packet(m, head->copy) == NULL;
	return rule->note == f->note && times && before && after && series &&
	       f->cause <= model_packets(m) && f->answer <= model_packets(m);
}

/* Returns the first kept packet whose notes and findings do not agree, or 0. */
static inline uint32_t findings_wrong(const struct model *m)
{
	struct findings_cursor cursor = { 0 };
	for (uint32_t n = model_first(m); n <= model_packets(m); n++) {
		unsigned count, found;
		const struct finding *f = model_findings_next(m, &cursor, n, &count);
		uint64_t notes = 0;
		if (model_findings(m, n, &found) != f || found != count)
			return n;
		for (unsigned i = 0; i < count; i++) {
			notes |= NOTE_BIT(f[i].note);
			if (f[i].packet != n || !finding_holds(m, &f[i]))
				return n;
		}
		if (notes != notes_with_findings(model_packet(m, n)->notes))
			return n;
	}
	return 0;
}

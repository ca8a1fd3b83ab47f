#include "tui/view/list_verdicts.h"

#include <string.h>

static const struct list_verdict *place(const struct list_verdicts *v, uint32_t session)
{
	return &v->kept[session % LIST_VERDICTS];
}

bool list_verdict_known(const struct list_verdicts *v, const struct model *m, uint32_t session)
{
	const struct list_verdict *kept = place(v, session);
	const struct session *s = model_session(m, session);
	return v->model == m && kept->session == session && s != NULL && kept->last == s->last;
}

void list_verdict_judge(struct list_verdicts *v, const struct model *m, uint32_t session)
{
	const struct session *s = model_session(m, session);
	if (s == NULL || list_verdict_known(v, m, session))
		return;
	if (v->model != m)
		memset(v->kept, 0, sizeof(v->kept));
	v->model = m;
	v->kept[session % LIST_VERDICTS] =
	    (struct list_verdict){ session, s->last, verdict_of(m, session) };
}

const char *list_verdict_word(const struct list_verdicts *v, uint32_t session)
{
	const struct list_verdict *kept = place(v, session);
	return kept->session == session ? verdict_word(&kept->verdict) : "";
}

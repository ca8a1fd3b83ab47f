#include <assert.h>

#include "core/filter/filter_parts.h"

static bool session_term(const struct filter *f, const struct filter_source *source,
    uint32_t session, unsigned n, struct filter_memo *memo)
{
	uint64_t bit = UINT64_C(1) << n;
	if (memo->session != session)
		*memo = (struct filter_memo){ .session = session };
	if (!(memo->known & bit)) {
		const struct term *term = &f->term[n];
		memo->known |= bit;
		if (term->row->session(source, session, &term->operand))
			memo->value |= bit;
	}
	return (memo->value & bit) != 0;
}

void filter_remember(const struct filter *f, const struct filter_source *source, uint32_t session,
    struct filter_memo *memo)
{
	for (unsigned i = 0; i < f->terms; i++)
		if (filter_term_is_session(f->term[i].row))
			session_term(f, source, session, i, memo);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX + FILTER_TERMS_MAX deep */
static bool packet_holds(const struct filter *f, const struct filter_source *source, uint16_t n,
    uint32_t packet, struct filter_memo *memo)
{
	const struct node *node = &f->node[n];
	switch (node->kind) {
	case NODE_AND:
		return packet_holds(f, source, node->left, packet, memo) &&
		       packet_holds(f, source, node->right, packet, memo);
	case NODE_OR:
		return packet_holds(f, source, node->left, packet, memo) ||
		       packet_holds(f, source, node->right, packet, memo);
	case NODE_NOT:
		return !packet_holds(f, source, node->left, packet, memo);
	default:
		break;
	}
	const struct term *term = &f->term[node->left];
	if (node->segments)
		return term->row->packet(source, packet, &term->operand);
	return session_term(f, source, model_packet(source->m, packet)->session, node->left, memo);
}

bool filter_packet(const struct filter *f, const struct filter_source *source, uint32_t packet,
    struct filter_memo *memo)
{
	assert(model_packet(source->m, packet) != NULL);
	return f->root == NO_NODE || packet_holds(f, source, f->root, packet, memo);
}

unsigned filter_atoms(const struct filter *f, const struct filter_source *source, uint32_t packet)
{
	unsigned atoms = 0;
	/* Terms about segments only: nothing is remembered of the session. */
	struct filter_memo none = { 0 };
	for (unsigned i = 0; i < f->atoms; i++)
		if (packet_holds(f, source, f->atom[i], packet, &none))
			atoms |= 1U << i;
	return atoms;
}

/* What is known of one session. */
struct seen {
	const struct filter *f;
	const struct filter_source *source;
	uint32_t session;
	uint64_t combinations;
	struct filter_memo memo;
};

static bool some_packet_holds(struct seen *seen, uint16_t n);

/* Returns true if the node holds for a packet with this combination of conditions. */
/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX + FILTER_TERMS_MAX deep */
static bool combination_holds(struct seen *seen, uint16_t n, unsigned combination)
{
	const struct node *node = &seen->f->node[n];
	if (node->atom != NO_ATOM)
		return (combination >> node->atom & 1) != 0;
	if (node->kind == NODE_NOT)
		return !some_packet_holds(seen, node->left);
	if (node->kind == NODE_TERM)
		return session_term(seen->f, seen->source, seen->session, node->left, &seen->memo);
	bool left = combination_holds(seen, node->left, combination);
	if (left == (node->kind == NODE_OR))
		return left;
	return combination_holds(seen, node->right, combination);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX + FILTER_TERMS_MAX deep */
static bool some_packet_holds(struct seen *seen, uint16_t n)
{
	for (uint64_t left = seen->combinations; left != 0; left &= left - 1)
		if (combination_holds(seen, n, (unsigned)__builtin_ctzll(left)))
			return true;
	return false;
}

bool filter_session_with(const struct filter *f, const struct filter_source *source,
    uint32_t session, uint64_t combinations)
{
	struct seen seen = { f, source, session, combinations, { 0 } };
	/* Without a packet looked at, none meets a condition. */
	if (seen.combinations == 0)
		seen.combinations = 1;
	return f->root == NO_NODE || some_packet_holds(&seen, f->root);
}

bool filter_session(const struct filter *f, const struct filter_source *source, uint32_t session)
{
	const struct session *s = model_session(source->m, session);
	uint64_t combinations = 0;
	assert(s != NULL);
	for (uint32_t n = s->first; n != 0 && f->atoms != 0; n = model_packet(source->m, n)->next)
		combinations |= UINT64_C(1) << filter_atoms(f, source, n);
	return filter_session_with(f, source, session, combinations);
}

#include "core/record/stack.h"

#include <assert.h>
#include <stddef.h>

#include "core/base/array.h"

/* Signatures: the order of the options, as in syn_options of struct segment, without others at the
 * end, such as Fast Open. */
static const struct {
	uint32_t options;
	uint8_t ttl; /* first TTL: 64, 128 or 255; 0: any */
	uint8_t stack;
} signatures[] = {
	{ 0x2483, 0, STACK_LINUX },
	{ 0x243, 0, STACK_LINUX },
	{ 0x2348, 128, STACK_WINDOWS },
	{ 0x2348, 64, STACK_FREEBSD },
	{ 0x234, 128, STACK_WINDOWS },
	{ 0x24, 128, STACK_WINDOWS },
	{ 0x2384, 64, STACK_MACOS },
	{ 0x2834, 255, STACK_LWIP },
	{ 0x2, 255, STACK_LWIP },
};

/* Returns the TTL that the sender set: the next of the usual ones. */
static unsigned first_ttl(unsigned ttl)
{
	return ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
}

enum stack stack_of(const struct segment *syn)
{
	unsigned ttl = first_ttl((unsigned)syn->ttl);
	if (!(syn->flags & TCP_SYN) || syn->sack_count > 0)
		return STACK_UNKNOWN;
	uint32_t options = syn->syn_options;
	while ((options & SYN_OPTION_OTHER) == SYN_OPTION_OTHER)
		options >>= 4;
	for (size_t i = 0; i < ARRAY_LEN(signatures); i++)
		if (signatures[i].options == options &&
		    (signatures[i].ttl == 0 || signatures[i].ttl == ttl))
			return (enum stack)signatures[i].stack;
	return STACK_UNKNOWN;
}

bool stack_probes(enum stack stack)
{
	return stack != STACK_FREEBSD && stack != STACK_LWIP;
}

const char *stack_name(enum stack stack)
{
	static const char *const name[] = {
		[STACK_UNKNOWN] = NULL,
		[STACK_LINUX] = "Linux",
		[STACK_FREEBSD] = "FreeBSD",
		[STACK_MACOS] = "macOS",
		[STACK_WINDOWS] = "Windows",
		[STACK_LWIP] = "lwIP",
	};
	assert(stack < STACK_COUNT);
	return name[stack];
}
static_assert(STACK_COUNT <= 8, "a stack fits in three bits of struct session");

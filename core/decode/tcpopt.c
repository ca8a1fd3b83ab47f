#include "core/decode/tcpopt.h"

enum tcpopt_step tcpopt_next(struct bytes *options, struct tcpopt *out)
{
	struct tcpopt option = { 0 };
	if (!bytes_u8(options, &option.kind))
		return TCPOPT_END;
	if (option.kind == TCPOPT_EOL)
		(void)bytes_skip(options, options->left);
	if (option.kind == TCPOPT_EOL || option.kind == TCPOPT_NOP) {
		*out = option;
		return TCPOPT_OK;
	}
	/* The length includes kind and length (RFC 9293, 3.1). */
	uint8_t len;
	if (!bytes_u8(options, &len) || len < 2 || !bytes_take(options, len - 2U, &option.data))
		return TCPOPT_BAD;
	*out = option;
	return TCPOPT_OK;
}

#include "core/base/checksum.h"

uint64_t checksum_add(uint64_t sum, struct bytes bytes)
{
	uint16_t word;
	while (bytes_be16(&bytes, &word))
		sum += word;
	uint8_t last;
	if (bytes_u8(&bytes, &last))
		sum += (uint64_t)last << 8;
	return sum;
}

uint16_t checksum_fold(uint64_t sum)
{
	while (sum > UINT16_MAX)
		sum = (sum & UINT16_MAX) + (sum >> 16);
	return (uint16_t)~sum;
}

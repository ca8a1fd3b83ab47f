#include "tui/run/stream_bytes.h"

#include "core/decode/reread.h"

struct bytes stream_piece_bytes(struct run *run, const struct byte_piece *piece)
{
	struct frame frame;
	struct bytes payload, none = { 0 };
	if (piece->packet == 0 || !run_frame(run, piece->packet, &frame, NULL) ||
	    !peek_payload(frame.link_type, &frame, &payload) || payload.left <= piece->skip)
		return none;
	payload.at += piece->skip;
	payload.left -= piece->skip;
	if (payload.left > piece->len)
		payload.left = piece->len;
	return payload;
}

void stream_write(
    struct run *run, const struct byte_stream *stream, FILE *out, struct stream_written *written)
{
	*written = (struct stream_written){ 0 };
	for (size_t i = 0; i < stream->count && !ferror(out); i++) {
		const struct byte_piece *piece = &stream->piece[i];
		struct bytes bytes = stream_piece_bytes(run, piece);
		if (bytes.left > 0)
			fwrite(bytes.at, 1, bytes.left, out);
		written->bytes[piece->side] += bytes.left;
		written->missing[piece->side] += piece->len - bytes.left;
	}
}

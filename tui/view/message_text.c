#include "tui/view/message_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/decode/reread.h"
#include "core/model/message.h"
#include "tui/text/human.h"
#include "tui/view/session_rows.h"
#include "tui/view/text_view.h"

void message_bytes(struct run *run, uint32_t first, size_t most, struct page *out)
{
	const struct model *m = run->model;
	struct message msg;
	uint32_t before = 0;
	page_clear(out);
	if (!message_at(m, first, &msg))
		return;
	for (uint32_t n = msg.first; n != 0 && out->len < most;
	     before = n, n = n == msg.last ? 0 : message_next_packet(m, &msg, n)) {
		struct frame frame;
		struct bytes payload;
		size_t repeated = message_repeated(m, before, n);
		if (!run_frame(run, n, &frame, NULL) ||
		    !peek_payload(frame.link_type, &frame, &payload) || payload.left <= repeated)
			continue;
		size_t fresh = payload.left - repeated;
		page_add_bytes(
		    out, payload.at + repeated, fresh < most - out->len ? fresh : most - out->len);
	}
}

static bool fill_message(
    const struct text_source *source, const struct shell *shell, struct page *page, unsigned cells)
{
	struct message msg;
	(void)cells;
	if (!message_at(shell->run->model, source->about, &msg))
		return false;
	message_bytes(shell->run, msg.first, SIZE_MAX, page);
	if (page->len < msg.len)
		lines_addf(&page->lines, TINT_FAINT, "Captured: %zu of %" PRIu64 " bytes.",
		    page->len, msg.len);
	return false;
}

/* Goes on to the session's next message, or the previous one. */
static void turn(struct shell *shell, const struct text_source *source, bool back)
{
	const struct model *m = shell->run->model;
	struct message msg;
	bool found =
	    back ? message_before(m, source->about, &msg)
	         : message_after(m, source->about, &msg) && msg.first <= shell_packets(shell);
	if (!found) {
		shell_say(shell, "This is the %s message", back ? "first" : "last");
		return;
	}
	session_take(shell, msg.first);
	message_open(shell);
}

void message_open(struct shell *shell)
{
	const struct model *m = shell->run->model;
	struct message msg;
	char title[120], len[HUMAN_TEXT], end[2][ENDPOINT_TEXT];
	if (!message_of(m, shell->packet, &msg)) {
		shell_say(shell, "No message to open: this segment carries no new data");
		return;
	}
	const struct session *s = model_session(m, shell->session);
	for (unsigned i = 0; i < 2; i++)
		endpoint_format(&s->end[i], NULL, end[i], sizeof(end[i]));
	human_plural(msg.len, "byte", len, sizeof(len));
	snprintf(title, sizeof(title), "Message of %s %s %s", len,
	    glyph_text(msg.side == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT, shell->ascii),
	    end[side_other(msg.side)]);
	text_view_open(shell, title,
	    &(struct text_source){
	        .fill = fill_message, .about = msg.first, .name = "message", .turn = turn });
}

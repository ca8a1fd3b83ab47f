#include "tui/view/message_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/decode/reread.h"
#include "core/model/message.h"
#include "tui/text/human.h"

void message_bytes(struct ui *ui, uint32_t first, size_t most, struct page *out)
{
	const struct model *m = ui->run->model;
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
		if (!run_frame(ui->run, n, &frame, NULL) ||
		    !peek_payload(source_link_type(ui->run->source), &frame, &payload) ||
		    payload.left <= repeated)
			continue;
		size_t fresh = payload.left - repeated;
		page_add_bytes(
		    out, payload.at + repeated, fresh < most - out->len ? fresh : most - out->len);
	}
}

static void fill_message(struct ui *ui, struct page *page, unsigned cells)
{
	struct message msg;
	(void)cells;
	if (!message_at(ui->run->model, ui->text.about, &msg))
		return;
	message_bytes(ui, msg.first, SIZE_MAX, page);
	if (page->len < msg.len)
		lines_addf(&page->lines, TINT_FAINT,
		    "The capture holds %zu of its %" PRIu64 " bytes.", page->len, msg.len);
}

void message_open(struct ui *ui)
{
	const struct model *m = ui->run->model;
	struct message msg;
	char title[120], len[HUMAN_TEXT], end[2][ENDPOINT_TEXT];
	if (!message_of(m, ui->ladder.packet, &msg)) {
		ui_say(ui, "This segment carries no new data: there is no message to open");
		return;
	}
	const struct session *s = model_session(m, ui->ladder.session);
	for (unsigned i = 0; i < 2; i++)
		endpoint_format(&s->end[i], NULL, end[i], sizeof(end[i]));
	human_plural(msg.len, "byte", len, sizeof(len));
	snprintf(title, sizeof(title), "Message of %s %s %s", len,
	    glyph_text(msg.side == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT, screen_ascii(ui->screen)),
	    end[side_other(msg.side)]);
	text_view_open(ui, title, msg.first, fill_message);
}

#include "tui/view/marks.h"

#include "core/base/array.h"
#include "tui/view/session_rows.h"

static void set_letter(void *owner, int key)
{
	struct marks *m = owner;
	if (key < 'a' || key > 'z') {
		shell_say(m->shell, "A mark is a letter from a to z");
		return;
	}
	m->packet[key - 'a'] = m->shell->packet;
	shell_say(m->shell, "Marked as %c; '%c returns here", key, key);
}

void marks_set(struct marks *m)
{
	if (m->shell->packet != 0)
		ask_key(&m->shell->asking, "Mark this segment with a letter:", set_letter, m);
}

static void jump_letter(void *owner, int key)
{
	struct marks *m = owner;
	struct shell *shell = m->shell;
	uint32_t packet = key >= 'a' && key <= 'z' ? m->packet[key - 'a'] : 0;
	if (packet != 0 && model_packet(shell->run->model, packet) == NULL)
		shell_say(shell, "The segment with this mark is forgotten");
	else if (packet != 0)
		session_jump(shell, packet);
	else
		shell_say(shell, "No segment has this mark; m and a letter mark one");
}

void marks_jump(struct marks *m)
{
	ask_key(&m->shell->asking, "Jump to the mark:", jump_letter, m);
}

void marks_renumber(struct marks *m, const struct vantage_way *way)
{
	for (size_t i = 0; i < ARRAY_LEN(m->packet); i++)
		m->packet[i] = m->packet[i] != 0 ? vantage_near(way, m->packet[i]) : 0;
}

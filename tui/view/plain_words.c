#include "tui/view/plain_words.h"

#include <inttypes.h>
#include <string.h>

#include "core/explain/explain.h"
#include "core/ladder/label.h"
#include "core/model/notable.h"
#include "core/record/note.h"
#include "tui/run/fate_text.h"
#include "tui/view/session_view.h"
#include "tui/view/text_view.h"

/* The screen behind the words: as wide as it can be without panes side by side. */
#define ROWS 60
#define COLS 118

/* The most segments that are said when several arrive at once. */
#define ARRIVED_MOST 100

/* "4, 13.966874, client to server: [P.] seq 1:6, ack 1, win 65536, length 5. Note." */
static void say_segment(struct ui *ui, uint32_t packet, FILE *out)
{
	const struct shell *shell = &ui->shell;
	const struct model *m = shell->run->model;
	const struct packet *p = model_packet(m, packet);
	struct ladder_style style = shell_style(shell, COLS);
	char time[64], label[1024], options[512], notes[512] = "", fate[FATE_TEXT] = "";
	ladder_time(m, packet, &style, time, sizeof(time));
	run_packet_options(shell->run, packet, shell->set.raw_seq, options, sizeof(options));
	label_format(m, packet, shell->set.raw_seq, options, 0, label, sizeof(label));
	uint64_t shown = notes_shown(m, packet);
	if (shown != 0)
		notes_format(shown, notes, sizeof(notes));
	fate_short(shell->run, packet, fate, sizeof(fate), NULL);
	fprintf(out, "%" PRIu32 ", %s, %s: %s%s%s%s%s\n", p->frame, time,
	    packet_side(p) == SIDE_A ? "client to server" : "server to client", label,
	    notes[0] != '\0' ? ", " : "", notes, fate[0] != '\0' ? ", on the link: " : "", fate);
}

static void say_explanation(struct ui *ui, FILE *out)
{
	char text[EXPLAIN_TEXT];
	if (run_explain(ui->shell.run, ui->shell.packet, text, sizeof(text)) != 0)
		fprintf(out, "%s\n", text);
}

/* Says the segments that arrived or were replayed since, and explains the selected one. */
static void say_segments(struct plain_words *w, struct ui *ui, FILE *out)
{
	const struct model *m = ui->shell.run->model;
	bool moves = ui->shell.follow || ui->shell.play.on;
	const struct packet *p = model_packet(m, w->packet);
	uint32_t n = moves && p != NULL && w->session == ui->shell.session ? p->next : 0;
	for (unsigned i = 0; n != 0 && n < ui->shell.packet && i < ARRIVED_MOST; i++) {
		say_segment(ui, n, out);
		n = model_packet(m, n)->next;
	}
	say_segment(ui, ui->shell.packet, out);
	say_explanation(ui, out);
}

static void say_title(const struct ui *ui, FILE *out)
{
	char row[1024];
	scene_row(&ui->scene, 0, row, sizeof(row));
	fprintf(out, "%s\n", row + strspn(row, " "));
}

/* Finds the selected row; empty if there is none. */
static void selected_row(const struct ui *ui, char *out, size_t size)
{
	char row[1024];
	out[0] = '\0';
	for (int n = 1; n < ui->scene.size.rows; n++)
		if (scene_look(&ui->scene, n, 2).mark & MARK_SELECTED) {
			scene_row(&ui->scene, n, row, sizeof(row));
			snprintf(out, size, "%s", row + strspn(row, " >"));
			return;
		}
}

static void say_row(struct plain_words *w, const struct ui *ui, FILE *out)
{
	char row[sizeof(w->row)];
	selected_row(ui, row, sizeof(row));
	if (strcmp(row, w->row) == 0)
		return;
	snprintf(w->row, sizeof(w->row), "%s", row);
	if (row[0] != '\0')
		fprintf(out, "%s\n", row);
}

/* Says what stands in a text, or in the details, once. */
static void say_text(struct plain_words *w, struct ui *ui, FILE *out)
{
	const struct shell *shell = &ui->shell;
	char title[sizeof(w->text)] = "";
	bool text = shell_is_top(shell, VIEW_TEXT);
	if (text)
		snprintf(title, sizeof(title), "%s", text_view_title(shell));
	else if (shell_context(shell) == IN_DETAILS)
		snprintf(title, sizeof(title), "Details %" PRIu32, shell->packet);
	if (strcmp(title, w->text) == 0)
		return;
	snprintf(w->text, sizeof(w->text), "%s", title);
	if (title[0] != '\0') {
		fprintf(out, "%s\n", title);
		if (text)
			text_view_write(shell, out);
		else
			session_view_write_details(shell, out);
	}
}

static void say_link(struct plain_words *w, struct ui *ui, FILE *out)
{
	const struct shell *shell = &ui->shell;
	const struct frame_link *link = shell_is_top(shell, VIEW_TEXT)
	                                    ? frame_links_chosen(text_view_links(shell))
	                                    : frame_links_chosen(session_view_links(shell));
	uint32_t frame = link != NULL ? link->frame : 0;
	if (frame != w->link && frame != 0)
		fprintf(out, "Frame %" PRIu32 "; Enter goes there\n", frame);
	w->link = frame;
}

static void say_notice(struct plain_words *w, const struct ui *ui, FILE *out)
{
	if (strcmp(w->notice, ui->shell.status) == 0)
		return;
	snprintf(w->notice, sizeof(w->notice), "%s", ui->shell.status);
	if (w->notice[0] != '\0')
		fprintf(out, "%s\n", w->notice);
}

/* Says a question with its answers, or the line as far as it is typed. */
static void say_question(struct plain_words *w, const struct ui *ui, FILE *out)
{
	const struct asking *a = &ui->shell.asking;
	char text[sizeof(w->asked)] = "";
	if (a->entry.open)
		snprintf(text, sizeof(text), "%s %s", a->entry.label, a->entry.prompt.text);
	else
		asking_long(a, 0, text, sizeof(text));
	if (strcmp(text, w->asked) == 0)
		return;
	snprintf(w->asked, sizeof(w->asked), "%s", text);
	if (text[0] != '\0')
		fprintf(out, "%s\n", text);
}

void plain_words_say(struct plain_words *w, struct ui *ui, FILE *out)
{
	struct shell *shell = &ui->shell;
	ui_layout(ui, (struct size){ ROWS, COLS });
	enum context context = shell_context(shell);
	bool ladder = (context & (IN_LADDER | IN_DETAILS)) != 0;
	if (!w->begun || ((context & IN_MAIN) != 0 && shell->session != w->session))
		say_title(ui, out);
	say_notice(w, ui, out);
	if (ladder && shell->packet != 0 &&
	    (shell->packet != w->packet || (w->context & IN_SESSION) == 0))
		say_segments(w, ui, out);
	if (!ladder)
		say_row(w, ui, out);
	else
		w->row[0] = '\0';
	say_text(w, ui, out);
	say_link(w, ui, out);
	say_question(w, ui, out);
	w->begun = true;
	w->session = shell->session;
	w->packet = shell->packet;
	w->context = context;
	fflush(out);
}

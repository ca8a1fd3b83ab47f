#include "tui/view/link_line.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/writer.h"
#include "tui/run/lab_run.h"

static void put_ways(struct writer *w, const struct lab_force *force)
{
	const char *ab = force->way[LAB_AB], *ba = force->way[LAB_BA];
	if (ab[0] == '\0' && ba[0] == '\0')
		writer_print(w, "no impairment");
	else if (strcmp(ab, ba) == 0)
		writer_print(w, "%s", ab);
	else
		writer_print(w, "a>b %s; b>a %s", ab[0] != '\0' ? ab : "nothing",
		    ba[0] != '\0' ? ba : "nothing");
}

void link_line_text(const struct shell *shell, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	struct lab_force force;
	lab_run_force(shell->run, &force);
	writer_print(&w, "%s ",
	    !shell->run->played   ? "Link:"
	    : shell->run->cut_off ? "Stopped:"
	                          : "Ended:");
	put_ways(&w, &force);
	writer_print(
	    &w, "%s%s; seed %" PRIu64, force.rules[0] != '\0' ? "; " : "", force.rules, force.seed);
	if (force.unseen != 0)
		writer_print(&w, "; %" PRIu64 " fates unknown", force.unseen);
}

/* What the scenario shows: its title, and as much of the text as there is room for. */
static void put_aim(const struct shell *shell, const struct canvas *c)
{
	const char *title = lab_run_title(shell->run), *about = lab_run_about(shell->run);
	int col = canvas_fitted(c, 0, 1, c->at.cols - 2, look(TINT_HEADING), title);
	if (title[0] != '\0')
		col = canvas_text(c, 0, col, look(TINT_HEADING), ": ");
	if (col < c->at.cols - 2)
		canvas_fitted(c, 0, col, c->at.cols - 1 - col, look(ROLE_SPEECH), about);
}

void link_line_layout(const struct shell *shell, const struct canvas *screen)
{
	char text[4 * LAB_WORDS_TEXT];
	if (shell->layout.link.rows == 0)
		return;
	struct canvas c = canvas_part(screen, shell->layout.link);
	if (c.at.rows > 1)
		put_aim(shell, &c);
	link_line_text(shell, text, sizeof(text));
	canvas_fitted(&c, c.at.rows - 1, 1, c.at.cols - 2, look(TINT_HEADING), text);
}

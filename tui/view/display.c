#include "tui/view/display.h"

#include "capture/os/clock.h"
#include "tui/term/screen.h"
#include "tui/view/session_rows.h"

void display_time(struct shell *shell)
{
	static const char *const words[] = {
		[TIME_ABSOLUTE] = "Time: of day",
		[TIME_DATE] = "Time: date and time of day",
		[TIME_SINCE_START] = "Time: since the first segment",
		[TIME_SINCE_PREVIOUS] = "Time: since the previous segment",
	};
	shell->set.time = (shell->set.time + 1) % TIME_MODES;
	char zone[CLOCK_ZONE] = "";
	const struct packet *p = model_packet(shell->run->model, shell->packet);
	bool absolute = shell->set.time == TIME_ABSOLUTE || shell->set.time == TIME_DATE;
	clock_zone(p != NULL ? p->time_ns : clock_wall(), zone, sizeof(zone));
	shell_say(
	    shell, "%s%s%s", words[shell->set.time], absolute ? ", " : "", absolute ? zone : "");
}

void display_raw(struct shell *shell)
{
	shell->set.raw_seq = !shell->set.raw_seq;
	shell_say(shell, "Sequence numbers: %s", shell->set.raw_seq ? "raw" : "relative");
}

void display_form(struct shell *shell)
{
	shell->set.form = (shell->set.form + 1) % FORMS;
	shell_say(shell, "Payload: %s", form_name(shell->set.form));
}

void display_color(struct shell *shell)
{
	bool before = shell->set.color;
	if (shell->screen == NULL) {
		shell_say(shell, "Plain mode has no colours");
		return;
	}
	screen_set_color(shell->screen, !before);
	shell->set.color = screen_color(shell->screen);
	if (shell->set.color == before)
		shell_say(shell, "This terminal has no colours");
	else
		shell_say(shell, before ? "Colours off; C turns them on" : "Colours on");
}

void display_color_mode(struct shell *shell)
{
	shell->set.color_mode = (shell->set.color_mode + 1) % COLOR_MODES;
	if (!shell->set.color)
		shell_say(shell, "Colours are off; C turns them on");
	else
		shell_say(shell, "Colours by %s",
		    shell->set.color_mode == COLOR_SIDES ? "direction" : "kind of segment");
}

void display_follow(struct shell *shell)
{
	shell->follow = !shell->follow;
	shell->play.on = false;
	if (!run_running(shell->run))
		shell->follow = false;
	if (shell->follow && shell->session != 0 && shell_is_top(shell, VIEW_SESSION))
		session_select(shell, session_last(shell));
	shell_say(shell, "%s",
	    shell->follow             ? "Following the newest segment"
	    : run_running(shell->run) ? "Stopped following"
	                              : "Capture has ended; nothing to follow");
}

void display_pause(struct shell *shell)
{
	if (!shell->paused && !run_running(shell->run)) {
		shell_say(shell, "Capture has ended; nothing to pause");
		return;
	}
	if (shell->paused)
		shell->paused = false;
	else
		shell_pause(shell);
	shell_say(shell, "%s",
	    shell->paused ? "Display paused; capture continues. p resumes" : "Display resumed");
}

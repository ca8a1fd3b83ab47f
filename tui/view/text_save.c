#include "tui/view/text_save.h"

#include <stdlib.h>

#include "capture/os/save.h"
#include "core/base/array.h"
#include "tui/view/user_path.h"

static void write_file(struct text_save *save, bool replace);

static void replace_it(void *owner)
{
	write_file(owner, true);
}

static void keep_it(void *owner)
{
	shell_say(((struct text_save *)owner)->shell, "Nothing saved");
}

static void ask_to_replace(struct text_save *save)
{
	static const struct choice choices[] = { { 'y', "yes", replace_it },
		{ 'n', "no", keep_it } };
	char text[160];
	snprintf(text, sizeof(text), "%.100s exists: replace it?", save->path);
	ask_choice(&save->shell->asking, text, choices, ARRAY_LEN(choices), save);
}

static void write_file(struct text_save *save, bool replace)
{
	struct err err;
	bool exists = false;
	if (user_path_is_read(save->shell->run, save->path)) {
		shell_say(
		    save->shell, "%s is the capture being read; choose another name", save->path);
		return;
	}
	struct save *file = save_begin(save->path, replace, &exists, &err);
	if (file == NULL && exists) {
		ask_to_replace(save);
		return;
	}
	if (file != NULL)
		save->write(save->ctx, save_stream(file));
	if (file != NULL && save_commit(file, &err))
		shell_say(save->shell, "Saved to %s", save->path);
	else
		shell_fail(save->shell, &err);
}

static void name_entered(void *owner, const char *text)
{
	struct text_save *save = owner;
	if (text[0] == '\0') {
		keep_it(save);
		return;
	}
	user_path(text, save->path, sizeof(save->path));
	write_file(save, false);
}

void text_save_open(struct text_save *save, const char *name)
{
	ask_line(&save->shell->asking, "Save the text as:", name, &save->typed, name_entered, save);
}

void text_copy(const struct text_save *save)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	if (out == NULL)
		return;
	save->write(save->ctx, out);
	fclose(out);
	bool cut = size > COPY_MOST;
	if (cut)
		text[COPY_MOST] = '\0';
	shell_copy(save->shell, text);
	if (cut)
		shell_say(save->shell, "Copied the first %d bytes; s saves all of it", COPY_MOST);
	free(text);
}

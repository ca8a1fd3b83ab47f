#include "tui/run/origin_text.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "capture/source/interfaces.h"
#include "core/base/text.h"
#include "core/record/origin.h"
#include "tui/run/run.h"

/* Longer comments are cut: one is a line of JSON's share. */
#define COMMENT_MOST 4096
#define NAME_MOST 256
#define LINE_MOST 2048

const char *origin_interface_name(const struct run *run, uint16_t interface)
{
	const struct interface *i = interfaces_at(source_interfaces(run->source), interface);
	return i->name != NULL ? i->name : i->description != NULL ? i->description : "unnamed";
}

const char *origin_interface(const struct run *run, uint32_t packet)
{
	if (interfaces_count(source_interfaces(run->source)) < 2)
		return NULL;
	uint16_t origin = model_packet(run->model, packet)->origin;
	return origin_interface_name(
	    run, origins_at(source_origins(run->source), origin)->interface);
}

static void put_text(struct json_writer *j, const char *key, const char *text, size_t most)
{
	char cut[COMMENT_MOST];
	if (text == NULL)
		return;
	snprintf(cut, most, "%s", text);
	json_member_string(j, key, cut);
}

void origin_json(struct json_writer *j, struct run *run, uint32_t packet)
{
	struct frame frame;
	if (source_files(run->source) > 1) {
		uint32_t file_frame, number = model_packet(run->model, packet)->frame;
		const char *file = source_file(run->source, number, &file_frame);
		put_text(j, "file", file, COMMENT_MOST / 4);
		json_member_unsigned(j, "file_frame", file_frame);
	}
	put_text(j, "interface", origin_interface(run, packet), NAME_MOST);
	if (!source_annotated(run->source) || !run_frame(run, packet, &frame, NULL))
		return;
	put_text(j, "comment", frame.comment, COMMENT_MOST);
	put_text(j, "process", frame.process, NAME_MOST);
}

static void put_line(const char *name, const char *text, size_t len,
    void (*line)(void *ctx, const char *text), void *ctx)
{
	char cut[LINE_MOST], clean[LINE_MOST], full[LINE_MOST + 16];
	snprintf(cut, sizeof(cut), "%.*s", (int)(len < sizeof(cut) ? len : sizeof(cut) - 1), text);
	text_clean(cut, false, clean, sizeof(clean));
	snprintf(full, sizeof(full), "%s: %s", name, clean);
	line(ctx, full);
}

void origin_lines(const struct run *run, uint32_t packet, const struct frame *frame,
    void (*line)(void *ctx, const char *text), void *ctx)
{
	const char *interface = origin_interface(run, packet);
	for (const char *at = frame->comment; at != NULL && *at != '\0';) {
		size_t len = strcspn(at, "\n");
		put_line("Comment", at, len, line, ctx);
		at += len + (at[len] == '\n');
	}
	if (frame->process != NULL)
		put_line("Process", frame->process, strlen(frame->process), line, ctx);
	if (source_files(run->source) > 1) {
		char text[PATH_MAX + 32];
		uint32_t file_frame, number = model_packet(run->model, packet)->frame;
		const char *file = source_file(run->source, number, &file_frame);
		snprintf(text, sizeof(text), "%s, frame %u", file, file_frame);
		put_line("File", text, strlen(text), line, ctx);
	}
	if (interface != NULL)
		put_line("Interface", interface, strlen(interface), line, ctx);
}

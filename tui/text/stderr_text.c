#include "tui/text/stderr_text.h"

#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

#define LINE_BYTES 8192 /* two paths of maximum length, escaped */

bool stderr_is_ascii(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

void stderr_error(const char *format, ...)
{
	char text[LINE_BYTES], clean[LINE_BYTES];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	text_clean(text, stderr_is_ascii(), clean, sizeof(clean));
	fprintf(stderr, "%s\n", clean);
}

#include "core/base/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/base/text.h"

bool(err_set)(struct err *err, const char *format, ...)
{
	char text[sizeof(err->text)];
	if (err == NULL)
		return false;
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	text_clean(text, false, err->text, sizeof(err->text));
	return false;
}

bool(err_prefix)(struct err *err, const char *format, ...)
{
	if (err == NULL)
		return false;
	char context[sizeof(err->text)];
	struct err old = *err;
	va_list args;
	va_start(args, format);
	vsnprintf(context, sizeof(context), format, args);
	va_end(args);
	return err_set(err, "%s: %s", context, old.text);
}

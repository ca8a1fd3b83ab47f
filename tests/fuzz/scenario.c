/* Parses bytes as a scenario of the lab: it is valid, or the message can be shown. */
#include "capture/lab/scenario.h"

#include <string.h>

#include "core/base/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { "" };
	char clean[sizeof(err.text)];
	/* A separate allocation, so a sanitizer reports a read beyond the end. */
	char *text = malloc(size > 0 ? size : 1);
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	struct lab_scenario *scenario = lab_scenario_parse(text, size, "fuzz", &err);
	HOLDS((scenario == NULL) == (err.text[0] != '\0'));
	HOLDS(text_clean(err.text, false, clean, sizeof(clean)) == strlen(err.text));
	if (scenario != NULL)
		HOLDS(scenario->limit_ns > 0 && scenario->settle_ns >= 0 &&
		      scenario->title != NULL && scenario->about != NULL &&
		      scenario->focus != NULL);
	lab_scenario_free(scenario);
	free(text);
	return 0;
}

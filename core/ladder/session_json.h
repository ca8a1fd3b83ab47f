/* The record of a session, as members of a JSON object. */
#pragma once

#include <stdint.h>

#include "core/base/json_writer.h"
#include "core/model/account.h"

/* What a record is made from; all borrowed. */
struct session_record {
	const struct model *m;
	uint32_t session;              /* kept */
	const struct account *account; /* its shares completed by time_shares_end() */
	const char *file;              /* name of its source */
	const char *story;
	bool expired; /* no packet for as long as packets are kept */
};

/* Bytes that hold the text of json_session(), with the braces around it. */
#define JSON_SESSION 16384

/* Adds the members that the manual documents to the open object. */
void json_session(struct json_writer *j, const struct session_record *record);

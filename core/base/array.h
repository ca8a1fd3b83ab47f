/* Array lengths, for the assertions on name tables. */
#pragma once

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

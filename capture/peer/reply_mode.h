/* How the embedded server replies to data. */
#pragma once

enum reply_mode { REPLY_NONE, REPLY_ECHO, REPLY_TEXT };

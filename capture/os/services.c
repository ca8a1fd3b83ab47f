#include "capture/os/services.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define PORTS 65536

/* Loads the whole table at the first call. A look-up per port would read the system's file each
 * time, and may fail after privileges are dropped. */
static void load(const char *names[PORTS])
{
	struct servent entry, *found;
	char text[4096];
	setservent(1);
	while (getservent_r(&entry, text, sizeof(text), &found) == 0 && found != NULL) {
		uint16_t port = ntohs((uint16_t)found->s_port);
		if (strcmp(found->s_proto, "tcp") == 0 && names[port] == NULL)
			names[port] = strdup(found->s_name);
	}
	endservent();
}

const char *services_name(uint16_t port)
{
	static const char *names[PORTS];
	static bool loaded;
	if (!loaded)
		load(names);
	loaded = true;
	return names[port];
}

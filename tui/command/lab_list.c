#include "tui/command/lab_list.h"

#include "capture/lab/catalogue.h"

static void put_scenario(FILE *out, const char *name)
{
	struct lab_scenario *scenario = lab_catalogue_open(name, NULL);
	fprintf(out, "  %-20s %s\n", name, scenario != NULL ? scenario->title : "");
	lab_scenario_free(scenario);
}

void lab_list(FILE *out)
{
	const char *name;
	fputs(
	    "The lab: two hosts with real TCP, and a link between them that does as it is told.\n\n"
	    "  tcpviz lab fast-retransmit             play a scenario, see the packets at both "
	    "ends\n"
	    "  tcpviz lab my.lab                      one of your own\n"
	    "  tcpviz lab lossy --delay 20ms --rate 10mbit --link 'drop a>b data 3'\n\n"
	    "Scenarios:\n",
	    out);
	for (size_t n = 0; (name = lab_catalogue_name(n)) != NULL; n++)
		put_scenario(out, name);
	fputs("\n"
	      "No privileges are needed. On the screen, L changes the link and after the end runs "
	      "it again,\nv looks from the other end.\n",
	    out);
}

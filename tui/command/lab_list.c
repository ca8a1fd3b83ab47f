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
	    "The lab: two hosts with real TCP stacks, and a link between them that you control.\n\n"
	    "  tcpviz lab fast-retransmit             play a scenario; both ends are captured\n"
	    "  tcpviz lab my.lab                      play your own scenario from a file\n"
	    "  tcpviz lab lossy --delay 20ms --rate 10mbit --link 'drop a>b data 3'\n\n"
	    "Scenarios:\n",
	    out);
	for (size_t n = 0; (name = lab_catalogue_name(n)) != NULL; n++)
		put_scenario(out, name);
	fputs(
	    "\n"
	    "No privileges are needed. On the screen, L changes the link and, after the end, runs "
	    "the\nscenario again; v switches to the other vantage point.\n",
	    out);
}

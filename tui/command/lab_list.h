/* The list of scenarios that `tcpviz lab` prints. */
#pragma once

#include <stdio.h>

/* Prints one line per scenario, and how to play one. */
void lab_list(FILE *out);

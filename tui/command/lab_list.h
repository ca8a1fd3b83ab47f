/* The list of scenarios that `tcpviz lab` prints. */
#pragma once

#include <stdio.h>

/* A line for each, and how to play one. */
void lab_list(FILE *out);

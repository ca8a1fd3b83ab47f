/* What `tcpviz lab` prints: the scenarios that there are. */
#pragma once

#include <stdio.h>

/* A line for each, and how to play one. */
void lab_list(FILE *out);

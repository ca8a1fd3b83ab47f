/* Texts generated from the table of options. */
#pragma once

#include <stdio.h>

/* Prints the text of --help, and the options section of the manual in mdoc. */
void options_help(FILE *out);
void options_manual(FILE *out);

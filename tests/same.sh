#!/bin/sh
# Checks that a committed file is the current output of the program that makes it.
# usage: same.sh FILE COMMAND...
set -eu
expected=$1
shift
"$@" | cmp - "$expected" && exit 0
printf 'renew it with: %s >%s\n' "$*" "$expected"
exit 1

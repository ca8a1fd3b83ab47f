#!/bin/sh
# Checks that the program, the manual and the newest section of NEWS.md have meson's version.
# usage: version.sh VERSION TCPVIZ MANUAL NEWS.md
set -u
failures=0

# same PLACE FOUND
same() {
	[ "$2" = "$version" ] && return
	printf '%s has version "%s" instead of "%s"\n' "$1" "$2" "$version"
	failures=$((failures + 1))
}

version=$1
same '--version' "$("$2" --version | sed 's/^tcpviz //')"
same 'the manual' "$(sed -n 's/^\.Os tcpviz //p' "$3")"
# A section of unreleased changes may stand above it.
same 'NEWS.md' "$(sed -n '/^## Unreleased/d; s/^## \([^ ]*\).*/\1/p' "$4" | head -n 1)"
[ "$failures" -eq 0 ]

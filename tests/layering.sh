#!/bin/sh
# Checks the three floors: core includes only core, capture no screen, tui no packets.
# usage: layering.sh SOURCE libcore.a libcapture.a libtui.a COMPILER...
set -eu
core=$(realpath "$2") capture=$(realpath "$3") tui=$(realpath "$4")
cd "$1"
shift 4

failures=0
wrong() {
	printf '%s\n' "$*"
	failures=$((failures + 1))
}

# includes FOLDER ALLOWED: every include of a folder must match.
includes() {
	found=$(grep -rHnE '^[[:space:]]*#[[:space:]]*include' --include='*.[ch]' "$1" |
		sed -E 's/#[[:space:]]*include[[:space:]]*//' | grep -vE ":($2)" || true)
	[ -z "$found" ] || wrong "$1/ includes what it must not know:
$found"
}

# The undefined symbols of a library.
needs() {
	nm --defined-only "$1" | awk 'NF == 3 { print $3 }' | sort -u >"$work/defined"
	nm -u "$1" | awk 'NF == 2 { print $2 }' | sort -u | comm -23 - "$work/defined"
}

# calls FOLDER LIBRARY PATTERN: its undefined symbols must not match (or, with !, must match).
calls() {
	symbols=$(needs "$2")
	[ -n "$symbols" ] || wrong "$2 needs nothing at all: the test looks at the wrong file"
	case $3 in
	!*) found=$(printf '%s\n' "$symbols" | grep -vE "^(${3#!})$" || true) ;;
	*) found=$(printf '%s\n' "$symbols" | grep -E "^($3)$" || true) ;;
	esac
	[ -z "$found" ] || wrong "$1/ calls what it must not know:
$found"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

includes core '"core/|<(assert|ctype|inttypes|limits|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|sys/mman|utf8proc)\.h>'
includes capture '"(core|capture)/|<'
found=$(grep -nE 'include[[:space:]]*<([^>]*curses|term\.h|panel\.h)' capture/*/*.[ch] || true)
[ -z "$found" ] || wrong "capture/ includes a screen:
$found"
found=$(grep -nE 'include[[:space:]]*<(netinet/|pcap|arpa/|linux/(if_|tcp|ip))' tui/*/*.[ch] || true)
[ -z "$found" ] || wrong "tui/ includes what packets are made of:
$found"

# core may call memory, strings, formatting into a buffer, Unicode tables; and what compilers and sanitizers add.
calls core "$core" '!mem[a-z]*|str[a-z]*|v?snprintf|malloc|calloc|realloc|reallocarray|aligned_alloc|free|mmap(64)?|munmap|madvise|abort|qsort|bsearch|'\
'utf8proc_[a-z_]*|__(mem|str|v?snprintf)[a-z_]*_chk|__stack_chk_fail|__assert_fail|__isoc[0-9a-z_]*|'\
'__ctype_[a-z_]*|__(asan|ubsan|tsan|sanitizer|gcov)_.*|_GLOBAL_OFFSET_TABLE_'
calls capture "$capture" '(w|mvw?|wn|n)?(initscr|newterm|endwin|addn?str|add_wch|getch|get_wch|doupdate|refresh)'
calls tui "$tui" 'pcap_.*|decode_(frame|payload|options)'

for header in core/*/*.h capture/*/*.h tui/*/*.h; do
	printf '#include "%s"\n' "$header" |
		"$@" -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -I. -x c - ||
		wrong "$header does not compile alone"
done

[ "$failures" -eq 0 ]

#!/bin/bash
# usage: completion.sh COMPLETION
# Checks bash's completions of the command line.
set -u

# shellcheck source=/dev/null
. "$1"
# Completions are only active in an interactive shell.
compopt() { :; }

# offers EXPECTED WORD...: the sorted completions of the last word.
offers() {
	expected=$1
	shift
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	_tcpviz
	got=$(printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' ')
	[ "$got" = "$expected " ] || {
		printf "%s: offers '%s', not '%s'\n" "$*" "$got" "$expected" >&2
		exit 1
	}
}

cd "$(mktemp -d)" || exit
trap 'rm -r "$PWD"' EXIT
: >own.lab
: >trace.pcap
offers 'lab' tcpviz la
offers 'trace.pcap' tcpviz t
offers 'trace.pcap' tcpviz -r tr
offers 'slow-start-bbr slow-start-cubic slow-start-reno' tcpviz lab sl
offers 'slow-start-bbr slow-start-cubic slow-start-reno' tcpviz lab --loss 2% sl
offers 'own.lab' tcpviz lab ow
offers 'a b' tcpviz lab --at ''
offers '--reordering --reordering-by' tcpviz lab --reo
offers '' tcpviz lab --loss ''
offers 'packets: port: problems:' tcpviz --filter p
offers '' tcpviz lab --no-s
offers '--no-server' tcpviz --no-s

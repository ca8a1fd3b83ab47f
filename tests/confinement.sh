#!/bin/sh
# Compares `tcpviz --confinement` with the table of what each process may do.
# usage: confinement.sh TCPVIZ article.pcap
set -u
tcpviz=$1
article=$2
failures=0
landlock=no

# Landlock is what the kernel has; the rest must be as here.
"$tcpviz" --confinement --stats "$article" | grep -q ' v[0-9]* ' && landlock=yes

# row WORDS PROCESS CAPABILITIES SECCOMP LANDLOCK: a thread of that process has this and nothing else.
rows() {
	printf '%s\n' "$output" | sed 1d | awk -v process="$1" -v caps="$2" -v wall="$3" '
		$1 == process { count++; if ($4 != caps || $5 != "no" || $6 != "filter" || \
			(wall == "no") != ($7 == "no")) bad = 1 }
		END { exit bad || !count }' || {
		printf '%s: %s is not confined as it should be:\n%s\n' "$run" "$1" "$output"
		failures=$((failures + 1))
	}
}

# lacks PROCESS
lacks() {
	printf '%s\n' "$output" | grep -q "^$1 " || return
	printf '%s: there is a process "%s"\n%s\n' "$run" "$1" "$output"
	failures=$((failures + 1))
}

# 0xb: CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER
saving=none
[ "$(id -u)" -eq 0 ] && [ -z "${SUDO_UID:-}" ] && saving=000000000000000b

for run in "--stats $article" "--json $article" "$article" '--private --demo' 'lab lossy'; do
	# shellcheck disable=SC2086 # a list of words
	output=$("$tcpviz" --confinement $run) || {
		printf '%s: exit status %s\n' "$run" "$?"
		failures=$((failures + 1))
	}
	rows main none "$landlock"
	case $run in
	--stats* | --json*) lacks files ;;
	*) rows files "$saving" no ;;
	esac
done
[ "$failures" -eq 0 ]

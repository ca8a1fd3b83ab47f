#!/bin/sh
# Fuzzes the targets, and keeps the corpus in the tree.
# usage: fuzz.sh SOURCE BUILD-FUZZ SECONDS TARGET...
#
# Each target has SECONDS, from its corpus, tests/fuzz/corpus/TARGET, and what earlier runs found in
# BUILD-FUZZ. In the end the corpus is the smallest set that reaches all of that; inputs that crashed
# the target stay in it under the name that libFuzzer gave them.
set -eu
source=$1 build=$2 seconds=$3
shift 3
export ASAN_OPTIONS=abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
status=0

# keep_finds TARGET: adds each crash to the corpus.
keep_finds() {
	for find in "$build/found/$1"/*; do
		[ -e "$find" ] || continue
		case ${find##*/} in
		slow-unit-*)
			rm "$find"
			;;
		*)
			mv "$find" "$source/tests/fuzz/corpus/$1/"
			printf 'FOUND tests/fuzz/corpus/%s/%s\n' "$1" "${find##*/}"
			status=1
			;;
		esac
	done
}

# minimise TARGET: one input for every edge that the corpus or earlier runs reach.
minimise() {
	corpus=$source/tests/fuzz/corpus/$1
	rm -rf "$build/merged"
	mkdir -p "$build/merged"
	"$build/tests/fuzz_$1" -merge=1 -use_counters=0 -artifact_prefix="$build/merged/" \
		"$build/merged" "$corpus" "$build/grown/$1" >"$build/merge-$1.log" 2>&1 || {
		tail -n 5 "$build/merge-$1.log"
		return 1
	}
	rm -f "$build/merged"/*-*
	for old in "$corpus"/*; do
		case ${old##*/} in
		*-*) ;;
		*) rm -f "$old" ;;
		esac
	done
	cp "$build/merged"/* "$corpus/"
}

# seed TARGET: the initial corpus.
seed() {
	case $1 in
	capture | frames) FUZZ_SEEDS=$build/grown/$1 CK_RUN_CASE=whole "$build/tests/fuzz_captures" >/dev/null ;;
	scenario) cp "$source"/assets/lab/*.lab "$build/grown/$1/" ;;
	esac
}

for target in "$@"; do
	mkdir -p "$source/tests/fuzz/corpus/$target" "$build/grown/$target" "$build/found/$target"
	seed "$target"
	log=$build/fuzz-$target.log
	dict=
	[ ! -f "$source/tests/fuzz/$target.dict" ] || dict=-dict=$source/tests/fuzz/$target.dict
	"$build/tests/fuzz_$target" -max_total_time="$seconds" -len_control=10 -print_final_stats=1 -timeout=10 \
		${dict:+"$dict"} \
		-artifact_prefix="$build/found/$target/" "$build/grown/$target" \
		"$source/tests/fuzz/corpus/$target" >"$log" 2>&1 || grep -E 'does not hold|ERROR|SUMMARY' "$log" || true
	keep_finds "$target"
	minimise "$target" || status=1
	printf '%s: %s executions, %s inputs of %s in its corpus\n' "$target" \
		"$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)" \
		"$(find "$source/tests/fuzz/corpus/$target" -type f | wc -l)" \
		"$(du -sh --apparent-size "$source/tests/fuzz/corpus/$target" | cut -f 1)"
done
exit $status

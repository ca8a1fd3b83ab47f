#!/bin/sh
# Reads the program's headers and symbols: is it built as SECURITY.md says?
# usage: hardened.sh TCPVIZ
set -u
failures=0

# holds WHAT PATTERN TEXT
holds() {
	printf '%s\n' "$3" | grep -qE "$2" && return
	printf '%s: %s is missing\n' "$program" "$1"
	failures=$((failures + 1))
}

program=$1
header=$(LC_ALL=C readelf -hW "$program")
segments=$(LC_ALL=C readelf -lW "$program")
dynamic=$(LC_ALL=C readelf -dW "$program")
symbols=$(LC_ALL=C readelf -sW "$program")
holds 'a position-independent executable' 'Type: +DYN' "$header"
holds 'a read-only relocation table' 'GNU_RELRO' "$segments"
holds 'binding at the start' 'BIND_NOW|FLAGS_1.* NOW' "$dynamic"
holds 'a stack that cannot be executed' 'GNU_STACK.* RW ' "$segments"
holds 'the stack protector' '__stack_chk_fail' "$symbols"
holds 'checked library calls' '__(vsn|sn|mem|str|read|poll)[a-z]*_chk' "$symbols"
case $(uname -m) in
# The note in the header is missing where the C library's own start code has none; the instructions tell.
x86_64) holds 'control-flow protection' 'endbr64' "$(objdump -d --no-show-raw-insn "$program")" ;;
esac
[ "$failures" -eq 0 ]

#!/bin/sh
# The command line without a screen: exit statuses and messages, above all for invalid input.
# usage: cli.sh TCPVIZ article.pcap
set -u
tcpviz=$(realpath "$1")
article=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
# Error messages of libc are compared in English.
export LC_ALL=C.UTF-8 TZ=UTC
failures=0

# expect STATUS WORDS COMMAND...: standard error must contain the words; without words it must be empty.
expect() {
	status=$1
	words=$2
	shift 2
	"$@" >out 2>err
	got=$?
	if [ "$got" -ne "$status" ]; then
		printf 'status %s instead of %s: %s\n' "$got" "$status" "$*"
	elif [ -n "$words" ] && ! grep -qF -- "$words" err; then
		printf 'does not say "%s": %s\n' "$words" "$*"
	elif [ -z "$words" ] && [ -s err ]; then
		printf 'says something: %s\n' "$*"
	else
		return
	fi
	sed 's/^/    /' err
	failures=$((failures + 1))
}

# says WORDS: a line of the last output contains them.
says() {
	grep -qF -- "$1" out || {
		printf 'the output does not say "%s"\n' "$1"
		failures=$((failures + 1))
	}
}

# Keeps the ladder, without the session's story below it.
without_story() {
	sed -i '/^\(ended: \|open \)/q' out
}

# holds FILE LINES: the file has this many lines.
holds() {
	[ "$(wc -l <"$1")" -eq "$2" ] || {
		printf '%s has %s lines instead of %s\n' "$1" "$(wc -l <"$1")" "$2"
		failures=$((failures + 1))
	}
}

: >empty.pcap
mkdir folder.pcap
echo 'not a capture at all, only some text' >text.pcap
head -c 24 "$article" >header.pcap
head -c 300 "$article" >cut.pcap
{
	head -c 20 "$article"
	printf '\220\000\000\000' # 144: IrDA
	tail -c +25 "$article"
} >infrared.pcap
# The same frames with UDP's protocol number, which is byte 23 of each.
python3 - "$article" udp.pcap <<'PYTHON'
import struct, sys
data = bytearray(open(sys.argv[1], "rb").read())
at = 24
while at < len(data):
    length = struct.unpack_from("<I", data, at + 8)[0]
    data[at + 16 + 23] = 17
    at += 16 + length
open(sys.argv[2], "wb").write(data)
PYTHON

expect 0 '' "$tcpviz" --help
expect 0 '' "$tcpviz" --version
expect 0 '' "$tcpviz" "$article" --text
says 'connected to 192.168.1.178:8000'
without_story
holds out 10
expect 0 '' "$tcpviz" --json -r "$article"
holds out 8
expect 0 '' "$tcpviz" --stats "$article"
says 'session 1: reset, 2332.513674 s, 0 problems, handshake 0.225 ms, idle 2332.513384 s'
says '192.168.1.109:8886 > 192.168.1.178:8000: 5 segments, 11 bytes, CLOSED, rtt 0.031/0.034/0.036 ms'
says '    1 connection aborted'
says '    time lost: none: nothing was slow'
expect 2 '--stats' "$tcpviz" --top 3 --text "$article"
expect 0 '' "$tcpviz" --sessions "$article"
holds out 1
says '"opened":"handshake","history":"ShADaR","ended":"reset","handshake_ms":0.225,'
says '"verdict":{"cause":"application","dir":"ab","share":0.829,"seconds":1933.646726,"frames":[4,6],'
python3 - <<'PYTHON' || failures=$((failures + 1))
import json
record = json.load(open("out"))
for side in record["dir"].values():
    assert abs(sum(side["time"].values()) - record["duration_s"]) < 1e-6
PYTHON
expect 0 '' "$tcpviz" --sessions --top 1 "$article"
holds out 1
expect 0 '' "$tcpviz" --json "$article" 'tcp[tcpflags] & tcp-push != 0'
holds out 2
expect 0 '' "$tcpviz" --json -c 3 "$article"
holds out 3

expect 0 '' "$tcpviz" -D
says 'loopback, this machine only'
expect 0 '' "$tcpviz" --text -ttt "$article"
says '+0.000036'
expect 0 '' "$tcpviz" --text -q -# "$article"
says '[P.] length 5 '
says '[R.] length 0 * abort'
expect 0 '' "$tcpviz" --text -e "$article"
without_story
holds out 18
says ', ethertype IPv4 (0x0800), length 66'
expect 0 '' "$tcpviz" --text --explain --width 100 "$article"
says '  The client sends 5 bytes (1-5). PSH: end of a write;'
says '  SYN: opens the connection.'
expect 0 '' env TZ=CET-1CEST,M3.5.0,M10.5.0/3 "$tcpviz" --text -tttt "$article"
says '     1 2015-09-25 13:12:02.534303 │'
expect 0 '' env TZ=CET-1CEST,M3.5.0,M10.5.0/3 "$tcpviz" --text -tttt --utc "$article"
says '     1 2015-09-25 11:12:02.534303 │'
expect 0 '' env TZ=XYZ-12:20 "$tcpviz" --text "$article"
says '├── Sat 2015-09-26 ──'
expect 1 'pcap-filter(7)' "$tcpviz" --text "$article" help
expect 2 'there is no term prot; in quotes it is a word: port:443 >>>prot<<<:3' "$tcpviz" --filter 'port:443 prot:3' "$article"
expect 1 "filter: bpf: can't parse" "$tcpviz" --text --filter 'bpf:"tcp prt 80"' "$article"
expect 0 'no segment matches the filter: looked at 1 session, 8 segments' "$tcpviz" --text --filter port:1 "$article"
expect 2 'Try' "$tcpviz" --bogus
expect 2 '500M or 2G' "$tcpviz" --limit-bytes 5T
expect 2 '--ring' "$tcpviz" -W 5
expect 2 '--ring' "$tcpviz" -b files:5
expect 2 '1 to 65535' "$tcpviz" -p 70000
expect 0 '' "$tcpviz" lab
grep -q '^  fast-retransmit ' out || failures=$((failures + 1))
expect 2 '2%' "$tcpviz" lab handshake --loss much
expect 1 'neither a scenario' "$tcpviz" lab missing --text
expect 1 'cannot open "missing.pcap": no such file' "$tcpviz" --text missing.pcap
expect 1 'no such file' "$tcpviz" --text ./missing
expect 1 'empty.pcap' "$tcpviz" --text empty.pcap
expect 1 'holds no capture' "$tcpviz" --text folder.pcap
expect 1 'text.pcap' "$tcpviz" --text text.pcap
expect 1 'holds no frames' "$tcpviz" --text header.pcap
expect 1 'all its 8 frames have link type LINUX_IRDA' "$tcpviz" --text infrared.pcap
expect 1 'no TCP segments in udp.pcap: 8 frames, 8 UDP' "$tcpviz" --text udp.pcap
expect 1 "8 not matching the expression 'tcp port 9'" "$tcpviz" --text "$article" tcp port 9
expect 1 'syntax error' "$tcpviz" --text "$article" tcp prt 9
expect 1 'there is no session 2: the capture has 1' "$tcpviz" --text --session 2 "$article"
expect 1 'not a terminal' "$tcpviz" "$article"

# The intact part of a damaged file is shown.
expect 1 'cut short after packet 3' "$tcpviz" --text cut.pcap
without_story
holds out 5
expect 1 'cut short after packet 3' "$tcpviz" --json cut.pcap
holds out 3

# Streams.
"$tcpviz" --json -r - <"$article" >stream
"$tcpviz" --json "$article" >file
[ "$(wc -l <stream)" -eq 8 ] || failures=$((failures + 1))
expect 1 'standard input' sh -c "'$tcpviz' --text -r - </dev/null"
expect 1 'cut short after packet 3' sh -c "'$tcpviz' --text -r - <cut.pcap"
# A pipe by name, as a shell's <(...).
expect 0 '' sh -c "cat '$article' | '$tcpviz' --json /dev/fd/0"
holds out 8

# Compressed files, several files as one, and pcapng with comments.
gzip -c "$article" >article.pcap.gz
expect 0 '' "$tcpviz" --json article.pcap.gz
holds out 8
expect 0 '' sh -c "gzip -c '$article' | '$tcpviz' --json -r -"
holds out 8
expect 0 '8 frames written' "$tcpviz" --export told.pcapng --comments "$article"
expect 0 '' "$tcpviz" --json told.pcapng
holds out 8
says '"comment":"'
expect 2 'a name for --export that ends in .pcapng' "$tcpviz" --export told.pcap --comments "$article"
mkdir day
cp article.pcap.gz told.pcapng day
expect 0 '' "$tcpviz" --json day/
holds out 16
says '"file":"day/told.pcapng","file_frame":8'
expect 2 'only for a file or a folder' "$tcpviz" --follow -r -

# The bytes of a session.
expect 0 '' "$tcpviz" --stream-bytes ab "$article"
[ "$(cat out)" = 11111123321 ] || failures=$((failures + 1))
expect 0 '' "$tcpviz" --stream-bytes ba "$article"
[ ! -s out ] || failures=$((failures + 1))
expect 0 'the capture lacks 5 bytes of the client' "$tcpviz" --stream-bytes both "$article" 'tcp[13] != 24 or tcp[4:4] != 2639909370'
expect 1 'holds no frames' "$tcpviz" --stream-bytes both header.pcap
expect 2 'ab, ba or both' "$tcpviz" --stream-bytes up "$article"
expect 2 '--payload is only for --json' "$tcpviz" --text --payload "$article"
expect 0 '' "$tcpviz" --json --payload "$article"
says '"payload":"MTExMTE="}'
says '"payload":"MTIzMzIx"}'
says '"payload":""}'

# Output that cannot be written.
expect 1 'No space left' sh -c "'$tcpviz' --json '$article' >/dev/full"
expect 0 '' sh -c "'$tcpviz' --json '$article' | head -n 1"
# No other file gets the number of a descriptor that is closed from the start.
for output in --text --json --stats '--export -'; do
	expect 1 'Bad file descriptor' sh -c "'$tcpviz' $output '$article' >&-"
	expect 1 'No space left' sh -c "'$tcpviz' $output '$article' >/dev/full"
done
expect 0 '' sh -c "'$tcpviz' --text '$article' 2>&-"
says 'session 1'
expect 1 'cannot read standard input' sh -c "'$tcpviz' --text -r - <&-"

# Export.
expect 0 '' sh -c "'$tcpviz' --export - '$article' | '$tcpviz' --json -"
holds out 8
expect 0 '' "$tcpviz" --session 1 --export - "$article"
cmp -s out "$article" || {
	echo '--export - is not the capture'
	failures=$((failures + 1))
}
expect 0 '8 frames written to out.pcap' "$tcpviz" --session 1 --export out.pcap "$article"
cmp out.pcap "$article" || failures=$((failures + 1))
echo precious >kept.pcap
expect 1 '--force' "$tcpviz" --export kept.pcap "$article"
[ "$(cat kept.pcap)" = precious ] || failures=$((failures + 1))
expect 0 '8 frames' "$tcpviz" --force --export kept.pcap "$article"
cmp kept.pcap "$article" || failures=$((failures + 1))
expect 1 'folder does not exist' "$tcpviz" --export nowhere/out.pcap "$article"
ln -s precious link.pcap
expect 1 'exists, a symbolic link of' "$tcpviz" --export link.pcap "$article"
expect 0 '8 frames' "$tcpviz" --force --export link.pcap "$article"
[ ! -e precious ] && cmp link.pcap "$article" || failures=$((failures + 1))
expect 0 '8 frames' "$tcpviz" --export /dev/null "$article"
[ -c /dev/null ] || failures=$((failures + 1))
mkfifo pipe
cat pipe >piped &
expect 0 '8 frames' "$tcpviz" --export pipe "$article"
wait
cmp piped "$article" || failures=$((failures + 1))
# The target is checked before the recording, not after it.
mkfifo endless
{ head -c 24 "$article"; sleep 60; } >endless &
writer=$!
expect 1 'out.pcap" exists: --force replaces it' timeout 20 "$tcpviz" --export out.pcap -r - <endless
expect 1 'folder does not exist' timeout 20 "$tcpviz" --export nowhere/out.pcap "$article"
kill "$writer"
expect 1 '' sh -c "! '$tcpviz' --export '$folder' '$article' 2>/dev/null && exit 1"

# Live capture in a private network: it has only the demo's traffic, and every user may run it.
expect 1 'nosuch0' "$tcpviz" --text -i nosuch0
expect 1 'syntax error' "$tcpviz" --private --text tcp prt 9
expect 0 '8 segments captured, 0 dropped by kernel' "$tcpviz" --private --demo --json
holds out 8
expect 0 '8 segments captured' sh -c "'$tcpviz' --private --demo -U -w - >each.pcap"
expect 0 '' "$tcpviz" --json each.pcap
holds out 8
# Each frame comes at once: the first ones before the capture ends.
expect 0 '' sh -c "'$tcpviz' --private --reply echo --demo -U -w - 2>/dev/null | '$tcpviz' --json -c 3 -r -"
holds out 3
expect 0 '2 segments captured' "$tcpviz" --private --demo --json -c 2
holds out 2
expect 0 'Capture stopped after 3 segments, the limit of --limit-packets' "$tcpviz" --private --demo --json --limit-packets 3
holds out 3
expect 0 'the limit of --limit-bytes' "$tcpviz" --private --demo --json --limit-bytes 300
[ "$(wc -l <out)" -lt 8 ] || failures=$((failures + 1))
expect 0 '' "$tcpviz" --json --limit-packets 3 "$article"
holds out 3

# A ring keeps the newest segments; live ones are printed before they are forgotten.
expect 0 'ring of 2 segments, 6 forgotten' "$tcpviz" --private --demo --json --ring --limit-packets 2
holds out 8
expect 0 '' sh -c "'$tcpviz' --json --ring --limit-packets 1 -r - <'$article'"
holds out 8
expect 0 '' "$tcpviz" --stats --ring --limit-packets 3 "$article"
says '1 session, 3 segments in 8 frames'
says '5 of 8 segments'
expect 0 '3 frames written' "$tcpviz" --ring --limit-packets 3 --export ring.pcap "$article"
expect 0 '' "$tcpviz" --json ring.pcap
holds out 3
expect 0 '2 frames written' sh -c "'$tcpviz' --ring --limit-packets 2 --export ring2.pcap -r - <'$article'"

[ "$failures" -eq 0 ]

#!/bin/sh
# What is lost of live traffic: a made capture is sent through a pair of devices in a network of its own, faster and
# faster, and captured at the other end, by tcpdump and by tcpviz in turn. Prints a table in Markdown; fails where tcpviz loses
# frames at a rate at which tcpdump lost none.
#
# usage: live.sh FOLDER TCPVIZ GENERATE REPLAY
set -eu

# Ordinary users get the rights for it, but stay who they are: tcpdump, as root, would become somebody else.
alone='unshare --net' stay='-Z root'
if [ "$(id -u)" -ne 0 ]; then
	alone='unshare --map-current-user --keep-caps --net' stay=
fi
if [ "${LIVE_INSIDE:-}" != yes ]; then
	if ! $alone true 2>/dev/null; then
		echo 'Live capture was not measured: no network of its own may be made here.'
		exit 77
	fi
	LIVE_INSIDE=yes exec $alone "$0" "$@"
fi

folder=$1 tcpviz=$2 generate=$3 replay=$4
frames=400000 rates='50000 100000 200000 400000'
work=$(mktemp -d "$folder/live-XXXXXX")
trap 'rm -rf "$work"' EXIT

ip link add sends type veth peer name takes
# Nothing but what is sent.
echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
ip link set sends mtu 1600 up
ip link set takes mtu 1600 up
"$generate" $frames 2000 "$work/sent.pcap"

# said FILE WORDS: waits until a program has said them.
said() {
	tries=0
	until grep -qs "$2" "$1"; do
		tries=$((tries + 1))
		[ $tries -lt 500 ] || { echo "live.sh: no \"$2\" from a program that captures" >&2; exit 1; }
		sleep 0.02
	done
}

# Ends a capture once what was sent can have arrived.
finish() {
	sleep 0.3
	kill -INT "$1"
	wait "$1" || true
}

tcpdump_loses() {
	# shellcheck disable=SC2086 # two words or none
	tcpdump -n -i takes $stay -w "$work/taken.pcap" tcp 2>"$work/tcpdump" &
	said "$work/tcpdump" 'listening on'
	"$replay" "$work/sent.pcap" sends "$1" >"$work/replay"
	finish $!
	echo $((frames - $(sed -n 's/ packets captured$//p' "$work/tcpdump")))
	rm -f "$work/tcpdump"
}

# It says nothing when it begins, but then the device has somebody who captures.
tcpviz_loses() {
	"$tcpviz" -i takes --no-server --stats --session 1 tcp >"$work/stats" 2>"$work/tcpviz" &
	said /proc/net/packet '^[0-9a-f]'
	"$replay" "$work/sent.pcap" sends "$1" >"$work/replay"
	finish $!
	echo $((frames - $(sed -n 's/ segments* captured,.*//p' "$work/tcpviz")))
}

status=0
echo '| frames a second | lost by tcpdump -w | lost by tcpviz | |'
echo '|--:|--:|--:|---|'
for rate in $rates; do
	theirs=$(tcpdump_loses "$rate")
	ours=$(tcpviz_loses "$rate")
	verdict=pass
	if [ "$theirs" -eq 0 ] && [ "$ours" -ne 0 ]; then
		verdict='**MISSED**'
		status=1
	fi
	sent=$(sed -n 's/.*: \([0-9]*\) a second/\1/p' "$work/replay")
	echo "| $sent | $theirs | $ours | $verdict |"
done
exit $status

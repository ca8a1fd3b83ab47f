#!/bin/sh
# Captures traffic of the kernel and compares.
# usage: agree.sh TRAFFIC FAMILY DEVICE AGREE TCPVIZ FIGURES
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$2" "$3" "$folder/traffic.pcap"
"$4" "$5" 1000 "$folder/traffic.pcap"
"$6" "$folder/traffic.pcap"

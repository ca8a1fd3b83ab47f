#!/bin/sh
# Takes the README's picture of the screen again: take-picture.sh BUILD-FOLDER >assets/screen.svg
# As an ordinary user: to root the title says whom it has become.
set -eu
build=$(realpath "$1")
cd "$(dirname "$0")"
exec "$build/tests/picture" 32 120 '? help' '4G~Message: 5 bytes~' "$build/tcpviz" -n article.pcap

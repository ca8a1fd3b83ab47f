#!/bin/sh
# Makes the README's picture of the screen: take-picture.sh BUILD-FOLDER >assets/screen.svg
# Run it as an ordinary user: for root the title shows the user that tcpviz changed to.
set -eu
build=$(realpath "$1")
cd "$(dirname "$0")"
exec "$build/tests/picture" 32 120 '? help' '4G~Message: 5 bytes~' "$build/tcpviz" -n article.pcap

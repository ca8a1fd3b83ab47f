#!/bin/sh
# ./dev run with a stand-in for meson: progress on a terminal, none elsewhere, errors in full.
# usage: dev.sh SOURCE
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/tree"
cp "$1/dev" "$folder/tree/dev"
cd "$folder" || exit 1
failures=0

# setup makes the build folder, compile the program, unless the file "broken" says otherwise.
cat >bin/meson <<'MESON'
#!/bin/sh
if [ "$1" = setup ]; then
	touch "$2/build.ninja"
	exit
fi
echo 'INFO: calling ninja'
echo '[1/180] Compiling C object one.o'
[ ! -e "$3/../../broken" ] || {
	echo 'one.c:1: error: broken'
	exit 1
}
echo '[180/180] Linking target tcpviz'
printf '#!/bin/sh\necho "started with $# arguments: $*"\n' >"$3/tcpviz"
chmod +x "$3/tcpviz"
MESON
printf '#!/bin/sh\necho installed\n' >bin/dpkg-query
printf '#!/bin/sh\n' >bin/apt-get
chmod +x bin/*
PATH=$folder/bin:$PATH

# expect STATUS FILE WORDS COMMAND...: the file must contain the words.
expect() {
	status=$1 file=$2 words=$3
	shift 3
	"$@" >out 2>err
	got=$?
	[ "$got" -eq "$status" ] && grep -qF -- "$words" "$file" && return
	printf 'status %s, or "%s" is missing in %s: %s\n' "$got" "$words" "$file" "$*"
	cat out err
	failures=$((failures + 1))
}

expect 0 out 'started with 2 arguments: --demo a b' tree/dev run --demo 'a b'
grep -q 'the first time takes about a minute' err || failures=$((failures + 1))
! grep -q '\[1/180\]' err || failures=$((failures + 1))
expect 0 out 'started with 0 arguments' tree/dev run
[ ! -s err ] || failures=$((failures + 1))
# The terminal of pty.spawn() shows both.
expect 0 out 'building [180/180]' python3 -c 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)' tree/dev run
touch broken
expect 1 err 'one.c:1: error: broken' tree/dev run

[ "$failures" -eq 0 ]

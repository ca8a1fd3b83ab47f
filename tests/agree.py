#!/usr/bin/env python3
"""tcpviz agrees with tcpdump and tshark on every segment of a capture, and what it exports is what tcpdump selects.

usage: agree.py TCPVIZ LEAST-SEGMENTS FILE

Compared with tcpdump, relative and raw (-S): flags, sequence range, acknowledgement, options, length. Left out:
  win       tcpdump prints it as in the header, tcpviz scaled; compared with tshark instead
  urg       tcpviz shows it among the details
  relative  where tcpdump does not count from the SYN: a RST without ACK, a RST that refuses, a session whose SYN
            carries data (it then counts from the end of that). All are compared with -S, and with tshark
"""
import json
import os
import re
import subprocess
import sys
import tempfile

ENV = dict(os.environ, TZ="UTC", LANG="C.UTF-8", LC_ALL="C.UTF-8")


# Started by root, tcpdump would switch to a user that may not write into the test's folder.
AS_WE_ARE = ["-Z", "root"] if os.geteuid() == 0 else []


def output(*command):
    done = subprocess.run(command, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


def normal(label):
    """'[P.], seq 1:6, ack 1, win 256, length 5' and '[P.] seq 1:6, ...' alike, without what is not compared."""
    label = re.sub(r"^(\[[^]]*\]),? ", r"\1 ", label)
    label = re.sub(r"(, |(?<=\] ))win \d+( \(scale unknown\))?", "", label)
    return re.sub(r", urg \d+", "", label).replace("] , ", "] ")


def by_tcpdump(path, *options):
    found = {}
    for line in output("tcpdump", "-#", "-n", *options, "-r", path).splitlines():
        match = re.match(r" *(\d+)  (\S+) .*?IP6? (\S+) > (\S+): Flags (\[.*?length \d+)", line)
        if match:
            found[int(match[1])] = (match[2], normal(match[5]), frozenset((match[3], match[4])))
    return found


def by_tcpviz(tcpviz, path, *options):
    found = {}
    for line in output(tcpviz, "--text", "--ascii", "-n", *options, "-r", path).splitlines():
        match = re.match(r" *(\d+) +(\S+) \|.*?(\[[FSRPUEWen.o]+\].*?length \d+)", line)
        if match:
            found[int(match[1])] = (match[2], normal(match[3]))
    return found


def same(what, mine, theirs, skip=frozenset()):
    wrong = 0
    for frame in sorted((mine.keys() | theirs.keys()) - skip):
        a, b = mine.get(frame), theirs.get(frame)
        if a != b:
            wrong += 1
            if wrong <= 10:
                print(f"{what}, frame {frame}:\n  tcpviz  {a}\n  theirs  {b}")
    print(f"{what}: {len(mine)} segments, {len(skip)} of them left out, {wrong} differ")
    return wrong


def counted_otherwise(raw):
    """Returns the frames whose relative numbers tcpdump does not count from the SYN."""
    early = {ends for _, label, ends in raw.values() if label.startswith("[S") and not label.endswith("length 0")}
    return {frame for frame, (_, label, ends) in raw.items()
            if ends in early or label.startswith("[R] ") or label.startswith("[R.] seq 0,")}


def compare_tcpdump(tcpviz, path):
    raw = by_tcpdump(path, "-S")
    relative = by_tcpdump(path)
    wrong = same("tcpdump -S", by_tcpviz(tcpviz, path, "-S"), {frame: found[:2] for frame, found in raw.items()})
    return wrong + same("tcpdump", by_tcpviz(tcpviz, path), {frame: found[:2] for frame, found in relative.items()},
                        counted_otherwise(raw))


FIELDS = ["frame.number", "tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.seq", "tcp.nxtseq", "tcp.ack",
          "tcp.len", "tcp.window_size", "tcp.flags"]


def by_tshark(path):
    arguments = [word for field in FIELDS for word in ("-e", field)]
    text = output("tshark", "-n", "-o", "tcp.analyze_sequence_numbers:TRUE", "-r", path, "-Y", "tcp",
                  "-T", "fields", *arguments)
    found = {}
    for line in text.splitlines():
        frame, stream, sport, dport, seq, end, ack, length, win, flags = line.split("\t")
        acks = int(flags, 16) & 0x10
        found[int(frame)] = (int(stream) + 1, int(sport), int(dport), int(seq), int(ack) if acks else None,
                             int(length), int(win))
    return found


def by_json(tcpviz, path):
    found = {}
    for line in output(tcpviz, "--json", path).splitlines():
        packet = json.loads(line)
        if not packet["explain"]:
            sys.exit(f"{path}: nothing explains frame {packet['frame']}")
        found[packet["frame"]] = tuple(packet[k] for k in ("session", "sport", "dport", "seq", "ack", "len", "win"))
    return found


def ends_of_sessions(tcpviz, path):
    ends = {}
    for line in output(tcpviz, "--json", path).splitlines():
        packet = json.loads(line)
        ends.setdefault(packet["session"], (packet["src"], packet["sport"], packet["dst"], packet["dport"]))
    return ends


def frames(path, *expression):
    return output("tcpdump", "-n", "-tt", "-e", "-xx", "-r", path, *expression)


def compare_exports(tcpviz, path):
    ends = ends_of_sessions(tcpviz, path)
    tuples = [frozenset((end[:2], end[2:])) for end in ends.values()]
    wrong = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for session, (src, sport, dst, dport) in ends.items():
            # A four-tuple used twice is two sessions, which an expression cannot distinguish.
            if tuples.count(frozenset(((src, sport), (dst, dport)))) > 1:
                continue
            mine, theirs = f"{folder}/{session}.pcap", f"{folder}/{session}.tcpdump.pcap"
            output(tcpviz, "--session", str(session), "--export", mine, path)
            one = f"(src host {src} and src port {sport} and dst host {dst} and dst port {dport})"
            other = f"(src host {dst} and src port {dport} and dst host {src} and dst port {sport})"
            output("tcpdump", *AS_WE_ARE, "-r", path, "-w", theirs, f"tcp and ({one} or {other})")
            compared += 1
            if frames(mine) != frames(theirs):
                wrong += 1
                print(f"session {session}: the exported frames are not those that tcpdump selects")
        whole = f"{folder}/whole.pcap"
        output(tcpviz, "--export", whole, path)
        if frames(whole) != frames(path):
            wrong += 1
            print("everything exported is not everything")
    print(f"exports: {compared} sessions, {wrong} differ")
    return wrong


def main():
    tcpviz, least, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    mine = by_json(tcpviz, path)
    wrong = same("tshark", mine, by_tshark(path))
    wrong += compare_tcpdump(tcpviz, path)
    wrong += compare_exports(tcpviz, path)
    if len(mine) < least:
        print(f"only {len(mine)} segments, {least} expected")
        wrong += 1
    sys.exit(1 if wrong else 0)


main()

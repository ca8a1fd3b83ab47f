#!/usr/bin/env python3
"""The sample shows what the article printed.

usage: article.py TCPVIZ article.pcap

Windows are the one thing that tcpviz shows otherwise: multiplied by the scale that the handshake agreed on.
"""
import json
import os
import re
import subprocess
import sys

# As printed at https://typecodes.com/linux/simpletcpdumpapply.html; irdmi was the name of port 8000.
PRINTED = """\
11:12:02.534303 IP 192.168.1.109.8886 > 192.168.1.178.irdmi: Flags [S], seq 2639909369, win 8192, options [mss 1460,nop,wscale 8,nop,nop,sackOK], length 0
11:12:02.534339 IP 192.168.1.178.irdmi > 192.168.1.109.8886: Flags [S.], seq 1984808639, ack 2639909370, win 14600, options [mss 1460,nop,nop,sackOK,nop,wscale 7], length 0
11:12:02.534528 IP 192.168.1.109.8886 > 192.168.1.178.irdmi: Flags [.], ack 1, win 256, length 0
11:12:16.501177 IP 192.168.1.109.8886 > 192.168.1.178.irdmi: Flags [P.], seq 1:6, ack 1, win 256, length 5
11:12:16.501208 IP 192.168.1.178.irdmi > 192.168.1.109.8886: Flags [.], ack 6, win 115, length 0
11:44:16.181474 IP 192.168.1.109.8886 > 192.168.1.178.irdmi: Flags [P.], seq 6:12, ack 1, win 256, length 6
11:44:16.181508 IP 192.168.1.178.irdmi > 192.168.1.109.8886: Flags [.], ack 12, win 115, length 0
11:50:55.047977 IP 192.168.1.109.8886 > 192.168.1.178.irdmi: Flags [R.], seq 12, ack 1, win 0, length 0
""".splitlines()
SCALE = {"192.168.1.109": 256, "192.168.1.178": 128}
PORTS = {"irdmi": "8000"}
ISN = {"192.168.1.109": 2639909369, "192.168.1.178": 1984808639}
STORY = ("Nothing was slow: the client had nothing to send; 32 min 13 s, 83 % of the session (longest between frames 4 and "
         "6). The client, 192.168.1.109:8886, connected to 192.168.1.178:8000 in 225 us (frames 1-3). Agreed on: SACK, window "
         "scale x256 from the client and x128 from the server, MSS 1460. In 38 min 52 s the client sent 11 bytes in 2 "
         "messages, the server nothing. Nothing was lost, retransmitted or reordered. The longest silence: 31 min 59 s "
         "(frames 5 to 6), with everything acknowledged. The client aborted the connection (RST, frame 8); everything sent "
         "was acknowledged.")
STATES = [("SYN-SENT", "SYN-RECEIVED"), ("ESTABLISHED", "SYN-RECEIVED")] + [("ESTABLISHED", "ESTABLISHED")] * 5 + [
    ("CLOSED", "CLOSED")]

failures = 0


def expect(what, got, wanted):
    global failures
    if got != wanted:
        failures += 1
        print(f"{what}:\n  wanted {wanted}\n  got    {got}")


def output(*command):
    env = dict(os.environ, TZ="UTC", LANG="C.UTF-8", LC_ALL="C.UTF-8")
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout.decode()


def scaled(line):
    """Returns the printed line from its flags on, in the form of tcpviz's labels."""
    host, flags, rest = re.match(r"\S+ IP (\S+)\.\w+ > .*: Flags (\[\S+\]), (.*)", line).groups()
    factor = 1 if "S" in flags else SCALE[host]
    return flags + " " + re.sub(r"win (\d+)", lambda m: f"win {int(m[1]) * factor}", rest)


def check_text(tcpviz, sample):
    for ascii_only in (True, False):
        options = ["--ascii"] if ascii_only else []
        lines = output(tcpviz, "-n", "--text", *options, sample).splitlines()
        left, right, head, bar = (".<=", ">", "X", "|") if ascii_only else ("◀◁", "▶▷", "×", "│")
        expect("first line", lines[0].split(), ["session", "1", "192.168.1.109:8886", "192.168.1.178:8000"])
        below = len(PRINTED) + 1
        expect("last line", lines[below].split(), ["ended:", "reset", "CLOSED", "CLOSED"])
        expect("in words", " ".join(lines[below + 1:]), STORY)
        for number, (line, printed) in enumerate(zip(lines[1:], PRINTED), 1):
            expect(f"row {number}", line.split()[:2], [str(number), printed.split()[0]])
            label = re.search(r"\[.*length \d+", line)[0]
            expect(f"label {number}", label, scaled(printed))
            # Between the columns: an arrow from the sender's to the receiver's.
            arrow = line[line.index(bar) + 1:line.rindex(bar)]
            if printed.split()[2].startswith("192.168.1.109"):
                expect(f"head {number}", arrow[-1] in right + head, True)
            else:
                expect(f"head {number}", arrow[0] in left, True)
        expect("what was said", [line.split()[-1] for line in (lines[4], lines[6])], ["11111", "123321"])


def check_json(tcpviz, sample):
    packets = [json.loads(line) for line in output(tcpviz, "--json", sample).splitlines()]
    expect("objects", len(packets), len(PRINTED))
    for number, (packet, printed) in enumerate(zip(packets, PRINTED), 1):
        time, src, sport, dst, dport, flags, rest = re.match(
            r"(\S+) IP (\S+)\.(\w+) > (\S+)\.(\w+): Flags \[(\S+)\], (.*)", printed).groups()
        numbers = {key: int(value) for key, value in re.findall(r"(ack|win|length) (\d+)", rest)}
        seq = re.search(r"seq (\d+)", rest)
        opens = "S" in flags
        wanted = {
            "frame": number, "session": 1, "time": f"2015-09-25T{time}000Z",
            "src": src, "sport": int(PORTS.get(sport, sport)), "dst": dst, "dport": int(PORTS.get(dport, dport)),
            "dir": "ab" if src.endswith(".109") else "ba", "flags": flags, "len": numbers["length"],
            "win": numbers["win"] * (1 if opens else SCALE[src]),
            "state": dict(zip("ab", STATES[number - 1])), "notes": ["abort"] if number == 8 else [],
        }
        if seq:
            wanted["seq"] = int(seq[1]) - (ISN[src] if opens else 0)
        if "ack" in numbers:
            wanted["ack"] = numbers["ack"] - (ISN[dst] if opens else 0)
        for key, value in wanted.items():
            expect(f"frame {number}, {key}", packet[key], value)
    expect("the data was acknowledged by", [packets[3]["acked_by"], packets[5]["acked_by"]], [5, 7])


check_text(*sys.argv[1:])
check_json(*sys.argv[1:])
sys.exit(1 if failures else 0)

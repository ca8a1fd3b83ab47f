#!/usr/bin/env python3
"""Checks that each packet's fate agrees with the captures of the lab's two hosts.

usage: lab.py TCPVIZ

A packet that its sender captured is in the receiver's capture if and only if its fate says that it was delivered; what
the link copied is there once more; times agree; and the same holds for files written by --export.
"""
import collections
import json
import subprocess
import sys
import tempfile

TCPVIZ = sys.argv[1]
SCENARIOS = [
    ["fast-retransmit"],
    ["lossy"],
    ["handshake", "--ipv6"],
    ["lossy", "--seed", "3", "--duplication", "2%", "--reordering", "2%", "--corruption", "1%"],
]
failures = 0


def wrong(scenario, *words):
    global failures
    failures += 1
    print(" ".join(scenario) + ":", *words)


def run(*arguments):
    done = subprocess.run([TCPVIZ, "lab", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{arguments}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


def name(packet):
    return packet["src"], packet["fate"]["number"]


def ns(packet):
    """Returns the time of day in ns."""
    clock = packet["time"].split("T")[1][:-1].split(":")
    seconds, fraction = clock[2].split(".")
    return ((int(clock[0]) * 60 + int(clock[1])) * 60 + int(seconds)) * 10**9 + int(fraction)


def check(scenario):
    packets = [json.loads(line) for line in run(*scenario, "--json").splitlines()]
    for packet in packets:
        if packet["fate"] is None:
            return wrong(scenario, "no fate:", packet)
    host = {"a": ("10.9.0.1", "fd00:9::1"), "b": ("10.9.0.2", "fd00:9::2")}
    sent = [p for p in packets if p["src"] in host[p["at"]]]
    received = [p for p in packets if p["src"] not in host[p["at"]]]
    arrived = collections.Counter(name(p) for p in received)
    for packet in sent:
        fate = packet["fate"]
        there = arrived[name(packet)]
        delivered = fate["what"] == "delivered"
        if (there > 0) != delivered or there > 2 or (fate["left_ns"] is not None) != delivered:
            wrong(scenario, f"there {there} times:", packet)
    known = {name(p) for p in sent}
    for packet in received:
        if name(packet) not in known:
            wrong(scenario, "was never sent:", packet)
        late = ns(packet) - packet["fate"]["left_ns"] % (86400 * 10**9)
        if abs(late) > 10**8:
            wrong(scenario, f"arrived {late} ns after it left:", packet)
    copies = sum("copy" in p["fate"]["also"] for p in received)
    if len(received) != copies + sum(p["fate"]["what"] == "delivered" for p in sent):
        wrong(scenario, "copies do not add up")
    if not any(p["kernel"] for p in packets):
        wrong(scenario, "the kernel says nothing")
    return None


def check_export():
    """Checks the files that --export writes for the two hosts."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["chmod", "777", folder], check=True)
        run("fast-retransmit", "--export", folder + "/x.pcap")
        count = {}
        for at in "ab":
            lines = subprocess.run([TCPVIZ, "--json", f"{folder}/x-{at}.pcap"], check=True,
                                   stdout=subprocess.PIPE).stdout.decode().splitlines()
            count[at] = collections.Counter((p["dir"], p["seq"], p["len"]) for p in map(json.loads, lines))
        missing = count["a"] - count["b"]
        if missing != {("ab", 14481, 1448): 1}:
            wrong(["fast-retransmit"], "missing at b:", missing)


def check_count():
    """Checks that --count limits the segments of one end or of both."""
    for more in ([], ["--at", "a"], ["--at", "b"]):
        lines = run("handshake", "--json", "-c", "5", *more).splitlines()
        if len(lines) != 5:
            wrong(["handshake", "-c", "5", *more], f"{len(lines)} segments")


def kernel_share():
    """Returns the part of its busy time that host a's kernel spent limited by the peer's window."""
    share = None
    for packet in map(json.loads, run("zero-window", "--json", "--at", "a").splitlines()):
        view = packet["kernel"] and packet["kernel"]["a"]
        if view and view["busy_us"] > 0:
            share = view["rwnd_limited_us"] / view["busy_us"]
    return share


def check_time():
    """Checks that the time charged to the receive window at either end agrees with the kernel's account."""
    kernel = kernel_share()
    for at in "ab":
        record = json.loads(run("zero-window", "--sessions", "--at", at))
        time = record["dir"]["ab"]["time"]
        busy = record["duration_s"] - time["handshake"] - time["closing"]
        share = time["receive_window"] / busy
        if abs(share - kernel) > 0.05:
            wrong(["zero-window", "--at", at], f"receive window {share:.3f}, kernel {kernel:.3f}")
        if record["verdict"]["cause"] != "receive_window":
            wrong(["zero-window", "--at", at], "verdict", record["verdict"]["text"])


for words in SCENARIOS:
    check(words)
check_time()
check_export()
check_count()
sys.exit(failures > 0)

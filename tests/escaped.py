#!/usr/bin/env python3
"""Checks that outside data is escaped in the output: payloads of every kind, and names that would control a terminal.

usage: escaped.py TCPVIZ PAYLOADS      PAYLOADS is the program that makes a capture of them
"""
import json
import os
import subprocess
import sys
import tempfile
import unicodedata

tcpviz, make_payloads = map(os.path.realpath, sys.argv[1:])
failures = 0

NAME = b"x\x1b[31m\xc2\x9b31m\xe2\x80\xae\xff\n\tq"

PAYLOADS = [
    b"\x1b]0;title\x07\x1b[2J\x1b[31m\x9b31m",
    b"\x00\x01\x07\x08\x0b\x0c\x0e\x7f\r\n",
    "\u0080\u0085\u009b31m\u009d0;x\u009c".encode(),
    "\u202eabc\u202c\u2066x\u2069\u200e\u200f\u061c".encode(),
    "a\u200bb\u200dc\ufeffd\u2060\u00ade\u2028f\u2029g".encode(),
    ("e" + "\u0301" * 500).encode(),
    ("\u6f22\u5b57" * 100).encode(),
    "\U000e0041\U000f0000\ufff9\ufffe".encode(),
    b"\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\xe2\x80",
    b'"quoted" \\back\\ </script>',
    bytes(range(256)),
]

# Control bytes that no terminal may get; only line ends are allowed.
ALLOWED = {"\n"}


def complain(what, text):
    global failures
    failures += 1
    print(f"{what}: {text!r:.400}")


def check_text(what, output):
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        complain(f"{what} is not UTF-8, {error}", output)
        return
    marks = 0
    for c in text:
        category = unicodedata.category(c)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if (category[0] == "C" or category in ("Zl", "Zp")) and c not in ALLOWED or marks > 4:
            complain(f"{what} has U+{ord(c):04X}", text)
            return


def capture():
    """Returns a session with these payloads as the bytes of a pcap file."""
    lines = "".join(payload.hex() + "\n" for payload in PAYLOADS)
    subprocess.run([make_payloads, "made.pcap"], input=lines.encode(), check=True)
    with open("made.pcap", "rb") as file:
        return file.read()


def run(arguments, environment=None):
    result = subprocess.run([tcpviz, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                            env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})})
    what = " ".join(os.fsdecode(a) for a in arguments).encode("ascii", "backslashreplace").decode()
    check_text(f"output of {what}", result.stdout)
    check_text(f"error of {what}", result.stderr)
    return result


def check_json(name, lines):
    got = run(["--json", name]).stdout.decode().splitlines()
    if len(got) != lines:
        complain(f"--json has {len(got)} lines instead of {lines}", got)
    for line in got:
        json.loads(line)


def check_ascii(result):
    if any(byte >= 0x80 for byte in result.stdout + result.stderr):
        complain("not ASCII where the locale is", result.stdout + result.stderr)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    named = NAME + b".pcap"
    whole = capture()
    for name, content in ((named, whole), (b"cut" + named, whole[:-1]), (b"empty" + named, whole[:24]),
                          (b"none" + named, b""), (b"text" + named, b"hello"), (b"gz" + named, b"\x1f\x8b\x08")):
        with open(name, "wb") as file:
            file.write(content)
        for output in ("--text", "--stats", "--json"):
            run([output, name])
            run([output, name, "tcp port 9"])
    os.mkdir(b"folder" + NAME)
    check_json(named, len(PAYLOADS))
    for width in range(30, 200, 7):
        run(["--text", "--width", str(width), named])
    for output in ("--text", "--stats", "--json"):
        check_ascii(run([output, named], {"LC_ALL": "C"}))
    for arguments in ([b"missing" + NAME], ["-r", b"folder" + NAME], ["--export", b"out" + NAME, named],
                      ["--export", named, named], ["--export", b"no" + NAME + b"/out", named], ["-i", NAME, "--text"],
                      [named, "--text", NAME], [b"--" + NAME], ["--width", NAME], ["lab", NAME, "--text"],
                      ["lab", "handshake", "--loss", NAME], ["-Z", NAME, named, "--text"], ["--color", NAME],
                      ["--connect", NAME, "--text"], ["-p", NAME], ["--reply", NAME], [named, b"other" + NAME]):
        run(arguments)
        check_ascii(run(arguments, {"LC_ALL": "C"}))

sys.exit(failures != 0)

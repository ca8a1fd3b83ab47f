#!/usr/bin/env python3
"""Prints the coverage of each room, from gcovr's summary on standard input.

usage: coverage.py [PREFIX]... <SUMMARY       files below a prefix; without one, all
"""
import collections
import json
import os
import sys

FIELDS = ['line_covered', 'line_total', 'branch_covered', 'branch_total']


def percent(part, whole):
    return f'{100 * part / whole:5.1f} %' if whole else '      -'


def row(name, sums):
    print(f'{name:16}{sums[0]:7} of{sums[1]:7} lines {percent(sums[0], sums[1])}'
          f'{sums[2]:8} of{sums[3]:7} branches {percent(sums[2], sums[3])}')


def main():
    prefixes = tuple(sys.argv[1:]) or ('',)
    rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
    for file in json.load(sys.stdin)['files']:
        path = file['filename']
        if path.startswith(prefixes):
            for i, field in enumerate(FIELDS):
                for name in (os.path.dirname(path), path.split('/')[0], 'all'):
                    rooms[name][i] += file[field]
    for name in sorted(rooms, key=lambda n: (n == 'all', n)):
        row(name, rooms[name])


if __name__ == '__main__':
    main()

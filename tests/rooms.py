#!/usr/bin/env python3
"""The rooms of the house, from the bottom up. A file includes only from its own room and those
below it, modules form no circles, and only tui/term includes curses.

usage: rooms.py SOURCE          check; prints the rooms, and each include that breaks the order
       rooms.py SOURCE --list   print only what is broken, in the form of rooms-known.txt

Exceptions stand in rooms-known.txt beside this file, one a line, if there is such a file. An
exception that no longer occurs is an error too.
"""
import os
import re
import sys

ROOMS = [
    'core/base',
    'core/record',
    'core/decode',
    'core/store',
    'core/analyse',
    'core/track',
    'core/model',
    'core/filter',
    'core/explain',
    'core/ladder',
    'capture/os',
    'capture/source',
    'capture/peer',
    'capture/kernel',
    'capture/lab',
    'tui/text',
    'tui/term',
    'tui/command',
    'tui/run',
    'tui/print',
    'tui/view',
]
FLOORS = ['core', 'capture', 'tui']
CURSES_ROOM = 'tui/term'

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
CURSES = re.compile(r'(.*/)?(n?cursesw?|term|panel|menu|form)\.h')


def read_includes(root):
    """Returns file -> list of (is quoted, included path), for all C files of the floors."""
    includes = {}
    for floor in FLOORS:
        for folder, _, names in os.walk(os.path.join(root, floor)):
            for name in names:
                if name.endswith(('.c', '.h')):
                    path = os.path.join(folder, name)
                    with open(path, encoding='utf-8') as f:
                        found = INCLUDE.findall(f.read())
                    found = [(kind == '"', name) for kind, name in found]
                    includes[os.path.relpath(path, root)] = found
    return includes


def room_of(path):
    return os.path.dirname(path)


def circles(graph):
    """Returns the strongly connected components of more than one node (Tarjan), each sorted."""
    number, low, stack, found = {}, {}, [], []

    def visit(node):
        number[node] = low[node] = len(number)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in number:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], number[other])
        if low[node] == number[node]:
            component = stack[stack.index(node):]
            del stack[stack.index(node):]
            if len(component) > 1:
                found.append(sorted(component))

    for node in sorted(graph):
        if node not in number:
            visit(node)
    return sorted(found)


def module_of(path):
    """x.c, x.h and what its files share in x_parts.h are one module."""
    return re.sub('_parts$', '', os.path.splitext(path)[0])


def module_graph(includes):
    graph = {module_of(path): set() for path in includes}
    for path, names in includes.items():
        module = module_of(path)
        for quoted, name in names:
            other = module_of(name)
            if quoted and other != module and other in graph:
                graph[module].add(other)
    return graph


def breaches(includes):
    """Returns everything that breaks the order, a line each."""
    place = {room: i for i, room in enumerate(ROOMS)}
    lines = []
    for path in sorted(includes):
        if room_of(path) not in place:
            lines.append(f'homeless: {path}')
            continue
        for quoted, name in includes[path]:
            if not quoted:
                if CURSES.fullmatch(name) and room_of(path) != CURSES_ROOM:
                    lines.append(f'curses: {path} -> {name}')
            elif room_of(name) not in place:
                lines.append(f'homeless: {path} -> {name}')
            elif place[room_of(name)] > place[room_of(path)]:
                lines.append(f'upward: {path} -> {name}')
    for circle in circles(module_graph(includes)):
        lines += [f'circle: {module}' for module in circle]
    return sorted(set(lines))


def read_known(path):
    if not os.path.exists(path):
        return set()
    with open(path, encoding='utf-8') as f:
        return {line.strip() for line in f if line.strip() and not line.startswith('#')}


def main():
    root = sys.argv[1]
    includes = read_includes(root)
    found = breaches(includes)
    if sys.argv[2:] == ['--list']:
        print('\n'.join(found))
        return 0
    known = read_known(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'rooms-known.txt'))
    for i, room in enumerate(ROOMS, 1):
        count = sum(room_of(path) == room for path in includes)
        print(f'{i:2} {room} ({count} files)')
        if count == 0:
            found.append(f'empty: {room}')
    new = [line for line in found if line not in known]
    gone = sorted(known - set(found))
    for circle in circles(module_graph(includes)):
        print(f'circle of {len(circle)}: ' + ' '.join(circle))
    for line in found:
        print(('known ' if line in known else 'NEW ') + line)
    for line in gone:
        print(f'GONE {line}: take it out of rooms-known.txt')
    print(f'{len(includes)} files; exceptions: {len(found) - len(new)} known, {len(new)} new, '
          f'{len(gone)} gone')
    return 1 if new or gone else 0


if __name__ == '__main__':
    sys.exit(main())

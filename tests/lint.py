#!/usr/bin/env python3
"""Form and habits of the tree, checked by tools: prints each complaint, and a line per check.

usage: lint.py SOURCE BUILD [CHECK]...

BUILD is a folder that meson has set up with clang; nothing in it needs to be built. What
clang-tidy has found nothing in is remembered there until the file, a header of the tree that it
includes, or .clang-tidy changes.
"""
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata

COLUMNS_MOST = 100
TAB = 8
# Folders that clang-tidy and cppcheck go through; the tests are held to the compilers' warnings alone.
TIDY = ('core/', 'capture/', 'tui/')
# Its checks but the analyzer's, which take nearly all of the time.
FAMILIES = ('bugprone', 'cert', 'misc', 'performance', 'portability', 'readability')
SKIPPED = re.compile(r'(\./)?(build|\.git\b|\.cache\b|\.venv\b)')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.M)


def tool(name):
    """The version that the tree is formatted and checked with, where it has a name of its own."""
    return shutil.which(name + '-14') or shutil.which(name) or sys.exit(f'lint: no {name} here')


def run(command):
    """Returns what a tool complains of, '' when it is content."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode == 0:
        return ''
    return done.stdout or f'{command[0]} ended with {done.returncode}\n'


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def tree_files():
    for folder, folders, names in os.walk('.'):
        folders[:] = sorted(f for f in folders if not SKIPPED.match(f))
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), '.')


def width(line):
    column = 0
    for c in line:
        if c == '\t':
            column += TAB - column % TAB
        elif not unicodedata.combining(c):
            column += 2 if unicodedata.east_asian_width(c) in 'WF' else 1
    return column


def check_lines(files):
    complaints = []
    for path in files:
        text = read(path)
        if not text.endswith('\n') or text.endswith('\n\n'):
            complaints.append(f'{path}: does not end in one newline')
        for n, line in enumerate(text.split('\n'), 1):
            if path.endswith(('.c', '.h')) and width(line) > COLUMNS_MOST:
                complaints.append(f'{path}:{n}: {width(line)} columns')
            if line != line.rstrip():
                complaints.append(f'{path}:{n}: blanks at the end')
    return ''.join(c + '\n' for c in complaints)


def local_includes(path, seen):
    """The headers of the tree that a file includes, directly or not."""
    if path not in seen and os.path.exists(path):
        seen.add(path)
        for name in INCLUDE.findall(read(path)):
            local_includes(name, seen)
    return seen


def tidy_key(entry, path, salt):
    digest = hashlib.sha256(salt)
    digest.update(entry.get('command', '').encode())
    for name in sorted(local_includes(path, set())):
        digest.update(name.encode() + read(name).encode())
    return digest.hexdigest()


def tidy_one(build, entry, path, salt, checks):
    mark = os.path.join(build, 'tidy', tidy_key(entry, path, salt))
    if os.path.exists(mark):
        return ''
    complaints = run([tool('clang-tidy'), '-p', build, '--quiet', '--warnings-as-errors=*',
                      '--checks=' + checks, path])
    if not complaints:
        with open(mark, 'w', encoding='utf-8'):
            pass
    return re.sub(r'^\d+ warnings? generated\.\n|^Suppressed .*\n|^Use -header.*\n', '', complaints,
                  flags=re.M)


def check_tidy(build, checks):
    os.makedirs(os.path.join(build, 'tidy'), exist_ok=True)
    salt = subprocess.run([tool('clang-tidy'), '--version'], stdout=subprocess.PIPE,
                          check=True).stdout + (read('.clang-tidy') + checks).encode()
    jobs = []
    for entry in json.loads(read(os.path.join(build, 'compile_commands.json'))):
        path = os.path.relpath(os.path.join(entry['directory'], entry['file']), '.')
        if path.startswith(TIDY):
            jobs.append((build, entry, path, salt, checks))
    if not jobs:
        return f'{build}: no file to check\n'
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return ''.join(pool.map(lambda job: tidy_one(*job), jobs))


def check_cppcheck():
    return run([tool('cppcheck'), '--quiet', '-j', str(len(os.sched_getaffinity(0))), '--std=c11',
                '--enable=warning,performance,portability', '--error-exitcode=1',
                '--suppressions-list=tests/cppcheck.txt', '-I.', '-D_GNU_SOURCE',
                '-DPACKET_CHUNK_BITS=15'] + [folder.rstrip('/') for folder in TIDY])


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__.split('\n\n')[1])
    build = os.path.abspath(sys.argv[2])
    os.chdir(sys.argv[1])
    files = list(tree_files())
    code = [f for f in files if f.endswith(('.c', '.h'))]
    scripts = [f for f in files if f.endswith('.sh')] + ['dev', '.ci/run']
    python = [f for f in files if f.endswith('.py')]
    lines = code + scripts + python + [f for f in files if f.endswith(('.md', 'meson.build', '.lab'))]
    checks = {
        'lines': lambda: check_lines(lines),
        'clang-format': lambda: run([tool('clang-format'), '--dry-run', '-Werror'] + code),
        'shellcheck': lambda: run([tool('shellcheck')] + scripts),
        'pyflakes': lambda: run([tool('pyflakes3')] + python),
        'cppcheck': check_cppcheck,
        'clang-tidy': lambda: check_tidy(build, '-clang-analyzer-*'),
        'analyzer': lambda: check_tidy(build, ','.join(f'-{family}-*' for family in FAMILIES)),
    }
    failed = 0
    for name in sys.argv[3:] or checks:
        if name not in checks:
            sys.exit(f'lint: no check {name}; there are: ' + ' '.join(checks))
        begin = time.monotonic()
        complaints = checks[name]()
        sys.stdout.write(complaints)
        failed += complaints != ''
        print(f'lint: {name} {"FAILED" if complaints else "ok"}, {time.monotonic() - begin:.0f} s',
              flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())

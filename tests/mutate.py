#!/usr/bin/env python3
"""Changes one operator, constant or statement of core/ at a time and sees whether a core suite
notices: a mutant that no suite fails on has survived.

usage: mutate.py SOURCE FOLDER COUNT [SEED]

Works in FOLDER on a copy of the tree, never on SOURCE. The same tree, COUNT and SEED draw the same
mutants. Mutants that compile to the same object code, and those in mutate-equivalent.txt, are not
counted. Exits with 1 when more than a tenth of the others survive.
"""
import collections
import difflib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time

COPIED = ['assets', 'capture', 'core', 'tests', 'tui']
SURVIVORS_MOST = 0.10
MEMORY_MOST = 4 << 30
BASELINE_MOST = 600  # seconds; the machine may be busy
TIMEOUT_LEAST = 5  # seconds; a mutant may loop for ever

# Each operator stands between blanks where it has two operands, as .clang-format has it.
BINARY = {
    '<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='], '>=': ['>', '<'],
    '==': ['!='], '!=': ['=='], '&&': ['||'], '||': ['&&'],
    '+': ['-'], '-': ['+'], '*': ['+'], '/': ['*'], '%': ['*'],
    '&': ['|'], '|': ['&'], '^': ['|'], '<<': ['>>'], '>>': ['<<'],
    '+=': ['-=', '='], '-=': ['+=', '='], '|=': ['&=', '='], '&=': ['|=', '='],
}
TOKEN = re.compile(r'(?P<blank>\s+)|(?P<hidden>\x01+)|(?P<number>\b(?:0[xX][0-9a-fA-F]+|\d+)[uUlL]*\b)'
                   r'|(?P<word>\w+)|(?P<other><<=|>>=|->|\+\+|--|<<|>>|[<>=!]=|&&|\|\||[-+*/%&|^]=|.)')
COMMENT_OR_TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'', re.S)
ASSERTION = re.compile(r'\b(?:static_assert|assert|assert_costly)\s*\(')
TYPE_FIRST = re.compile(r'(?:static|const|struct|enum|union|unsigned|signed|char|short|int|long|bool|'
                        r'void|float|double|size_t|ssize_t|u?int\d+_t|FILE|typedef|extern)\b')

Mutant = collections.namedtuple('Mutant', 'path number before after')
Suite = collections.namedtuple('Suite', 'name target program')


def hide(text):
    """Comments and literals become \\x01, of the same length, so that columns stay."""
    return COMMENT_OR_TEXT.sub(lambda m: re.sub(r'[^\n]', '\x01', m.group()), text)


def closing(text, at):
    """The index behind the parenthesis that closes the one at `at`."""
    depth = 0
    for i in range(at, len(text)):
        depth += {'(': 1, ')': -1}.get(text[i], 0)
        if depth == 0:
            return i + 1
    return len(text)


def hide_assertions(text):
    for m in ASSERTION.finditer(text):
        end = closing(text, m.end() - 1)
        text = text[:m.start()] + re.sub(r'[^\n]', '\x01', text[m.start():end]) + text[end:]
    return text


def code_lines(text):
    """Yields (index, line as written, line with everything hidden that is not to be changed)."""
    hidden = hide_assertions(hide(text)).split('\n')
    depth, in_table, in_directive, in_prefetch = 0, False, False, False
    for i, (line, shown) in enumerate(zip(text.split('\n'), hidden)):
        directive = in_directive or shown.lstrip().startswith('#')
        in_directive = directive and line.endswith('\\')
        if directive:
            continue
        if depth == 0 and '{' in shown:
            in_table = re.search(r'=\s*\{', shown) is not None or shown.startswith(('enum', 'struct'))
        if depth == 0 and shown.strip() not in ('', '{'):
            in_prefetch = 'PREFETCHES' in shown
        # File-scope tables hold texts, types and enums: no decisions. What is only fetched ahead
        # changes no result.
        if depth > 0 and not in_table and not in_prefetch and '__builtin_prefetch' not in shown:
            yield i, line, shown
        depth += shown.count('{') - shown.count('}')


def other_number(digits):
    plain = re.match(r'0[xX][0-9a-fA-F]+|\d+', digits).group()
    value = int(plain, 16) if plain[:2] in ('0x', '0X') else int(plain)
    return str(value + 1 if value != 1 else 0) + digits[len(plain):]


def token_changes(shown):
    """Yields (start, end, new text) for every token of a line that can be changed."""
    before = ''
    declares_array = TYPE_FIRST.match(shown.strip()) and '[' in shown and '=' not in shown
    for m in TOKEN.finditer(shown):
        text, start, end = m.group(), m.start(), m.end()
        spaced = shown[start - 1:start] in (' ', '') and shown[end:end + 1] in (' ', '')
        if m.lastgroup == 'number' and not declares_array:
            yield start, end, other_number(text)
        elif text in ('true', 'false'):
            yield start, end, 'false' if text == 'true' else 'true'
        elif text in ('++', '--'):
            yield start, end, '--' if text == '++' else '++'
        elif text == '!':
            yield start, end, ''
        elif text in BINARY and spaced and before != '' and before != 'return':
            for other in BINARY[text]:
                yield start, end, other
        if m.lastgroup != 'blank':
            before = text


def condition_change(shown):
    """Yields the change that negates a condition which ends on its line."""
    m = re.match(r'\s*(?:\} else )?(?:if|while) \(', shown)
    if m:
        end = closing(shown, m.end() - 1)
        if end < len(shown) or shown.endswith(')'):
            yield m.end(), end - 1, None


def is_statement(shown):
    """An expression statement on one line: a call, an assignment, a step. Not one that frees: only
    the leak check of a build with the address sanitizer sees that it is missing."""
    body = shown.strip()
    return (body.endswith(';') and not re.match(r'(?:\w+_)?free(?:_\w+)?\(', body) and not TYPE_FIRST.match(body) and
            not re.match(r'(?:return|break|continue|goto|case|default|else|for|if|while|do|\(void\)|\})\b|\}',
                         body) and
            re.match(r'[\w*(][^;]*(?:\(|=|\+\+|--)[^;]*;$', body) is not None)


def whole(lines, i):
    """The line before ends a statement, so this one begins its own."""
    j = i - 1
    while j >= 0 and not lines[j].strip('\x01 \t'):
        j -= 1
    return j < 0 or lines[j].rstrip('\x01 \t').endswith((';', '{', '}', ')', ':', 'else'))


def mutants_of(path, text):
    shown_lines = hide(text).split('\n')
    for i, line, shown in code_lines(text):
        changes = list(token_changes(shown)) + list(condition_change(shown))
        for start, end, new in changes:
            if new is None:
                new = '!(' + line[start:end] + ')'
            yield Mutant(path, i + 1, line, line[:start] + new + line[end:])
        if is_statement(shown) and whole(shown_lines, i):
            yield Mutant(path, i + 1, line, re.match(r'\s*', line).group() + ';')


def all_mutants(source):
    for folder, folders, names in os.walk(os.path.join(source, 'core')):
        folders.sort()
        for name in sorted(names):
            if name.endswith('.c'):
                path = os.path.relpath(os.path.join(folder, name), source)
                with open(os.path.join(source, path), encoding='utf-8') as f:
                    yield from mutants_of(path, f.read())


def read_equivalent(path):
    """The mutants that change nothing, as (path, line, changed line); see the file's head."""
    known = set()
    if os.path.exists(path):
        with open(path, encoding='utf-8') as f:
            text = f.read()
        for m in re.finditer(r'^(core/\S+)\n-(.*)\n\+(.*)\nwhy: \S', text, re.M):
            known.add(tuple(part.strip() for part in m.groups()))
    return known


def sync(source, copy):
    """Brings the copy up to date, so that the next build compiles only what differs."""
    wanted = set()
    for part in COPIED + ['meson.build', 'meson_options.txt']:
        full = os.path.join(source, part)
        walk = os.walk(full) if os.path.isdir(full) else [(source, [], [part])]
        for folder, _, names in walk:
            for name in names:
                wanted.add(os.path.relpath(os.path.join(folder, name), source))
    for folder, _, names in os.walk(copy):
        for name in names:
            if os.path.relpath(os.path.join(folder, name), copy) not in wanted:
                os.remove(os.path.join(folder, name))
    for path in wanted:
        old, new = os.path.join(copy, path), os.path.join(source, path)
        with open(new, 'rb') as f:
            content = f.read()
        if os.path.exists(old):
            with open(old, 'rb') as f:
                if f.read() == content:
                    continue
        os.makedirs(os.path.dirname(old), exist_ok=True)
        shutil.copy(new, old)


def write(path, text):
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


class Bench:
    """A build of the copy, in which one file at a time is another."""

    def __init__(self, source, folder):
        self.copy = os.path.join(folder, 'tree')
        self.build = os.path.join(folder, 'build')
        sync(source, self.copy)
        # One library instead of a copy in each suite: a mutant is linked once.
        self.library = os.path.join('core', 'libcore.so')
        core_build = os.path.join(self.copy, 'core', 'meson.build')
        with open(core_build, encoding='utf-8') as f:
            text = f.read()
        if "static_library('core'" not in text:
            sys.exit('mutate: core/meson.build makes no static library')
        write(core_build, text.replace("static_library('core'", "shared_library('core'"))
        # Without debug data equal code makes equal objects. A pattern in variables that a mutant
        # leaves unset makes it fail each time. The address sanitizer would see a few more, in ten
        # times the time.
        if not os.path.exists(os.path.join(self.build, 'build.ninja')):
            self.must(['meson', 'setup', self.build, self.copy, '-Dtests=enabled', '-Dchunk_bits=3',
                       '-Dbuildtype=plain', '-Doptimization=1', '-Ddebug=false',
                       '-Dc_args=-ftrivial-auto-var-init=pattern -fno-semantic-interposition'])
        self.must(['ninja', '-C', self.build, 'build.ninja'])
        self.suites = self.find_suites()
        self.must(['ninja', '-C', self.build] + [s.target for s in self.suites])
        self.objects = {}
        for path in {m.path for m in all_mutants(self.copy)}:
            with open(os.path.join(self.build, self.object_of(path)), 'rb') as f:
                self.objects[path] = f.read()
        self.environment = dict(os.environ, CK_VERBOSITY='silent', MALLOC_PERTURB_='165',
                                SUITE_SHORT='1')
        self.seconds, self.limit, self.fork = {}, {}, {}
        self.kills = collections.Counter()
        for suite in self.suites:
            # A process per test takes longer, but only so can a test expect a signal.
            for self.fork[suite] in 'no', 'yes':
                begin = time.monotonic()
                if self.passes(suite, BASELINE_MOST):
                    break
            else:
                sys.exit(f'mutate: {suite.name} fails without any change')
            self.seconds[suite] = time.monotonic() - begin
            self.limit[suite] = TIMEOUT_LEAST + 10 * self.seconds[suite]

    def must(self, command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            sys.exit(done.stdout + f'mutate: {command[0]} failed')
        return done.stdout

    def find_suites(self):
        tests = json.loads(self.must(['meson', 'introspect', '--tests', self.build]))
        found = []
        for test in tests:
            # 'wire' holds the frames of the tests to tcpdump and tshark, not to core/.
            if any(s.split(':')[-1] == 'core' for s in test['suite']) and test['name'] != 'wire':
                program = test['cmd'][0]
                found.append(Suite(test['name'], os.path.relpath(program, self.build), program))
        return found

    def passes(self, suite, limit):
        def bound():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            done = subprocess.run([suite.program], timeout=limit, check=False,
                                  env=dict(self.environment, CK_FORK=self.fork[suite]),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, preexec_fn=bound)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def object_of(self, path):
        name = path[len('core/'):].replace('/', '_') + '.o'
        return os.path.join('core', 'libcore.so.p', name)

    def compiles(self, target):
        return subprocess.run(['ninja', '-C', self.build] + target, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=False).returncode == 0

    def near(self, path):
        """The suites, the likeliest to notice first: of earlier kills, its name, its room."""
        room, name = path[len('core/'):-2].split('/')

        def rank(suite):
            suite_room, _, suite_name = suite.name.rpartition('/')
            return (suite_name != name, suite_room != room, -self.kills[suite.name] / self.seconds[suite])
        return sorted(sorted(self.suites, key=rank), key=lambda s: -self.kills[(path, s.name)])

    def try_mutant(self, mutant):
        """Returns 'invalid', 'same', 'survived', or the name of the suite that noticed."""
        full = os.path.join(self.copy, mutant.path)
        with open(full, encoding='utf-8') as f:
            text = f.read()
        obj = self.object_of(mutant.path)
        lines = text.split('\n')
        lines[mutant.number - 1] = mutant.after
        try:
            write(full, '\n'.join(lines))
            if not self.compiles([obj]):
                return 'invalid'
            with open(os.path.join(self.build, obj), 'rb') as f:
                if f.read() == self.objects[mutant.path]:
                    return 'same'
            return self.first_failure(mutant.path) or 'survived'
        finally:
            # Compiled again together with the next mutant.
            write(full, text)

    def first_failure(self, path):
        if not self.compiles([self.library]):
            return 'the linker'
        for suite in self.near(path):
            if not self.passes(suite, self.limit[suite]):
                self.kills[(path, suite.name)] += 1
                self.kills[suite.name] += 1
                return suite.name
        return None


def show(mutant):
    print(f'{mutant.path}:{mutant.number}: survived')
    for line in list(difflib.ndiff([mutant.before.strip()], [mutant.after.strip()])):
        if line[0] in '-+':
            print(f'    {line[0]}{line[2:]}')
    sys.stdout.flush()


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__.split('\n\n')[1])
    source, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(1 << 31)
    known = read_equivalent(os.path.join(source, 'tests', 'mutate-equivalent.txt'))
    pool = list(all_mutants(source))
    random.Random(seed).shuffle(pool)
    begin = time.monotonic()
    bench = Bench(source, folder)
    print(f'{count} of {len(pool)} mutants of core/, seed {seed}, {len(bench.suites)} suites')
    tally, rooms = collections.Counter(), collections.Counter()
    while pool and tally['killed'] + tally['survived'] < count:
        mutant = pool.pop()
        if (mutant.path, mutant.before.strip(), mutant.after.strip()) in known:
            tally['listed'] += 1
            continue
        result = bench.try_mutant(mutant)
        if result in ('invalid', 'same'):
            tally[result] += 1
            continue
        outcome = 'survived' if result == 'survived' else 'killed'
        tally[outcome] += 1
        rooms[(os.path.dirname(mutant.path), outcome)] += 1
        if outcome == 'survived':
            show(mutant)
    for room in sorted({r for r, _ in rooms}):
        print(f'{room}: {rooms[(room, "survived")]} of '
              f'{rooms[(room, "survived")] + rooms[(room, "killed")]} survived')
    counted = tally['killed'] + tally['survived']
    share = tally['survived'] / counted if counted else 0
    print(f'{counted} mutants: {tally["survived"]} survived ({share:.1%}), seed {seed}; not counted: '
          f'{tally["same"]} of the same object code, {tally["listed"]} listed as equivalent, '
          f'{tally["invalid"]} that do not compile; {time.monotonic() - begin:.0f} s')
    return 1 if share > SURVIVORS_MOST else 0


if __name__ == '__main__':
    sys.exit(main())

"""Find words that this project doesn't use: in templates, and in Python text and names.

`python -m tools.check_words [FILE …]` checks these files, or all of them. The words are listed in
`banned_words.txt`. A line that has to use one says why:

    CANCELLED = "CANCELLED"  # words-ok: RFC 5545 spells it this way
    {# words-ok: a quotation #}
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("banned_words.txt")
FILES = ["*.py", "templates/*"]
EXCUSE = "words-ok:"
# The rules after this line of the list are also for names.
NAMES_TOO = "[names too]"
# Between the words of snake_case, camelCase, and HTTPHeaders.
WORD_BOUNDARY = re.compile("_+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# f-strings come in parts, and t-strings will.
STRINGS = {tokenize.STRING, tokenize.FSTRING_MIDDLE, tokenize.COMMENT}


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern
    instead: str
    for_names: bool = False


def read_rules(text: str) -> list[Rule]:
    rules = []
    for_names = False
    for line in text.splitlines():
        if line == NAMES_TOO:
            for_names = True
        elif line and not line.startswith("#"):
            pattern, instead = line.split(" = ", 1)
            compiled = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
            rules.append(Rule(compiled, instead, for_names))
    return rules


def find_words(source: str, *, is_python: bool, rules: list[Rule]) -> Iterator[str]:
    """Yield “line: “word” (write: …)” for each banned word that the line doesn't excuse."""
    lines = source.splitlines()
    texts = read_strings(source) if is_python else enumerate(lines, start=1)
    for number, text in texts:
        if EXCUSE not in lines[number - 1]:
            for rule in rules:
                for match in rule.pattern.finditer(text):
                    yield f"{number}: “{match[0]}” (write: {rule.instead})"
    if is_python:
        for number, name in read_names(source):
            words = WORD_BOUNDARY.sub(" ", name)
            if EXCUSE not in lines[number - 1]:
                for rule in rules:
                    if rule.for_names and rule.pattern.search(words):
                        yield f"{number}: “{name}” (write: {rule.instead})"


def read_strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield each line of each string and comment with its number.

    What ends a string excuses all of it, because a line within it can't have a comment.
    """
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in STRINGS and EXCUSE not in lines[token.end[0] - 1]:
            yield from enumerate(token.string.splitlines(), start=token.start[0])


def read_names(source: str) -> Iterator[tuple[int, str]]:
    """Yield the name of each class, function, argument, and variable, with its line number.

    A name is checked where it is given, not where it is used: other packages name things too.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield node.lineno, name
            case ast.AsyncFunctionDef(name=name) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.alias(asname=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def project_files() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *FILES]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [
        name
        for name in names.splitlines()
        if "/migrations/" not in name and (ROOT / name).is_file()
    ]


def main(names: list[str]) -> int:
    rules = read_rules(LIST.read_text())
    found = [
        f"{name}:{problem}"
        for name in names or project_files()
        for problem in find_words(
            (ROOT / name).read_text(), is_python=name.endswith(".py"), rules=rules
        )
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

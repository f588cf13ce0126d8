"""Read and write Markdown files that start with front matter: YAML between two lines of dashes.

Values are those of JSON: texts, numbers, true and false, null, lists, and mappings. Dates stay the
texts that they are in the file, because only the reader of a field knows its time zone. A value is
a number only if it is spelled as Python spells it, so 007 and 1.10 are texts. Only `true` and
`false` are truth values, so No is a text.
"""

import datetime
import re
import tomllib
from typing import Any

import yaml

from imports.exceptions import UnreadableFile

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 20
LONGEST_LINE = 2**31 - 1
CLOSING = {"---": ("---", "..."), "+++": ("+++",)}
FIRST_KEY = re.compile(r"""[ \t]*["']?\w[^:=\n]{0,100}[:=](?:[ \t]|$)""")
# Controls, and the line breaks that YAML has besides the newline.
NEEDS_ESCAPES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
STANDARD_TAG = "tag:yaml.org,2002:"
PLAIN_VALUES = {
    "null": re.compile(r"(?:null|~|)$"),
    "bool": re.compile(r"(?:true|false)$"),
    "int": re.compile(r"-?(?:0|[1-9][0-9]{0,999})$"),
    "float": re.compile(r"(?:-?[0-9]{1,400}\.[0-9]{1,400}(?:e[-+][0-9]{1,3})?|-?\.inf|\.nan)$"),
}


class FrontMatterInvalid(UnreadableFile):
    """The front matter has a mistake. `line` counts from the file's first line."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"Line {line}: {problem}")
        self.line = line


def read_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return a file's front matter and the text below it, without the empty line between them.

    A file that doesn't start with front matter has none, and all of it is the text. TOML between
    lines of +++ is read as well. Keys are texts. Raises FrontMatterInvalid.
    """
    text = text.removeprefix("\ufeff")
    first, separator, rest = text.partition("\n")
    fence = first.rstrip()
    if fence not in CLOSING or not separator:
        return {}, text
    end = find_end(rest, fence)
    if end is None:
        second = rest.partition("\n")[0]
        if FIRST_KEY.match(second):
            raise FrontMatterInvalid(
                1, f"the front matter has no end. Add a line with {fence} below its last line."
            )
        return {}, text
    source, body = rest[: end[0]], rest[end[1] :]
    if len(source) > MAX_CHARACTERS:
        raise FrontMatterInvalid(
            1, f"the front matter is longer than {MAX_CHARACTERS:,} characters. Shorten it."
        )
    values = read_toml(source) if fence == "+++" else read_yaml(source)
    if values is None:
        return {}, text
    return values, re.sub(r"\A\r?\n", "", body)


def write_front_matter(values: dict[str, Any], body: str) -> str:
    """Return the text of a file from which `read_front_matter` reads the same again.

    Raises TypeError for values of other types than JSON's.
    """
    check_types(values)
    source = ""
    if values:
        source = yaml.dump(
            values, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=LONGEST_LINE
        )
    return f"---\n{source}---\n\n{body}"


def find_end(rest: str, fence: str) -> tuple[int, int] | None:
    """Return where the line that ends the front matter starts and ends."""
    marks = "|".join(re.escape(mark) for mark in CLOSING[fence])
    found = re.compile(rf"^(?:{marks})[ \t\r]*(?:\n|\Z)", re.MULTILINE).search(rest)
    return found.span() if found else None


def read_yaml(source: str) -> dict[str, Any] | None:
    """Return the values, or None if this isn't front matter but text between two lines."""
    loader = None
    try:
        loader = FrontMatterLoader(source)
        values = loader.get_single_data()
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 2
        raise FrontMatterInvalid(
            line, f"the character U+{int(error.character):04X} isn’t allowed. Remove it."
        ) from error
    except yaml.MarkedYAMLError as error:
        if not FIRST_KEY.match(source.lstrip()):
            return None
        mark = error.problem_mark or error.context_mark
        problem = f"{error.problem or error.context or 'this isn’t valid YAML'}"
        raise FrontMatterInvalid(
            mark.line + 2 if mark else 1,
            problem
            if problem.endswith(".")
            else f"{problem}. Correct it: put quotation marks "
            "around a text with a colon or another sign of YAML.",
        ) from error
    finally:
        if loader is not None:
            loader.dispose()
    if values is None:
        return {}
    return values if isinstance(values, dict) else None


def read_toml(source: str) -> dict[str, Any]:
    try:
        return with_text_dates(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        raise FrontMatterInvalid(
            int(found[1]) + 1 if found else 1, f"this isn’t valid TOML: {error}."
        ) from error
    except RecursionError as error:
        raise FrontMatterInvalid(1, "the values are nested too deeply.") from error


def with_text_dates(value: Any) -> Any:
    match value:
        case dict():
            return {key: with_text_dates(item) for key, item in value.items()}
        case list():
            return [with_text_dates(item) for item in value]
        case datetime.date() | datetime.time():
            return value.isoformat()
    return value


def check_types(value: Any, *, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise TypeError(f"Front matter can be at most {MAX_DEPTH} levels deep.")
    match value:
        case None | bool() | float() | int():
            return
        case str():
            # A lone surrogate can't be stored as UTF-8.
            value.encode()
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"A key of front matter must be a text, not {key!r}.")
                check_types(key)
                check_types(item, depth=depth + 1)
        case list():
            for item in value:
                check_types(item, depth=depth + 1)
        case _:
            raise TypeError(f"Front matter can’t have a {type(value).__name__}: {value!r}.")


class FrontMatterLoader(yaml.SafeLoader):
    """Builds only the types of JSON, and refuses what makes a small file a large value."""

    yaml_implicit_resolvers: dict = {}
    depth = 0

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise yaml.composer.ComposerError(
                None,
                None,
                f"“*{event.anchor}” repeats another value. Write the value itself instead.",
                event.start_mark,
            )
        self.depth += 1
        if self.depth > MAX_DEPTH + 1:
            raise yaml.composer.ComposerError(
                None, None, "the values are nested too deeply.", event.start_mark
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_keys_and_values(self, node: yaml.MappingNode):
        values: dict[str, Any] = {}
        yield values
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a single line of text", key_node.start_mark
                )
            key = key_node.value
            if key in values:
                raise yaml.constructor.ConstructorError(
                    None,
                    None,
                    f"“{key}” is here twice. Keep one of the two.",
                    key_node.start_mark,
                )
            values[key] = self.construct_object(value_node, deep=True)

    def construct_number(self, node: yaml.ScalarNode) -> int | float | str:
        if node.tag.endswith(":int"):
            number: int | float = int(node.value)
        else:
            number = float(node.value.replace(".inf", "inf").replace(".nan", "nan"))
        written = yaml.representer.SafeRepresenter().represent_data(number).value
        return number if written == node.value else node.value

    def refuse_tag(self, node: yaml.Node):
        raise yaml.constructor.ConstructorError(
            None,
            None,
            f"“{node.tag.replace(STANDARD_TAG, '!!')}” isn’t a type that front matter can have. "
            "Write the value without it.",
            node.start_mark,
        )


# The emitter in C takes a third of the time; the result is the same.
class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Puts quotation marks around what another reader would take for a number or a truth value."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
        for first, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def write_text(self, text: str) -> yaml.ScalarNode:
        style = None
        if NEEDS_ESCAPES.search(text):
            style = '"'
        elif "\n" in text.strip("\n"):
            style = "|"
        return self.represent_scalar(f"{STANDARD_TAG}str", text, style=style)


for name, pattern in PLAIN_VALUES.items():
    FrontMatterLoader.add_implicit_resolver(f"{STANDARD_TAG}{name}", pattern, None)
FrontMatterLoader.yaml_constructors = {
    f"{STANDARD_TAG}null": yaml.SafeLoader.construct_yaml_null,
    f"{STANDARD_TAG}bool": yaml.SafeLoader.construct_yaml_bool,
    f"{STANDARD_TAG}int": FrontMatterLoader.construct_number,
    f"{STANDARD_TAG}float": FrontMatterLoader.construct_number,
    f"{STANDARD_TAG}str": yaml.SafeLoader.construct_yaml_str,
    f"{STANDARD_TAG}seq": yaml.SafeLoader.construct_yaml_seq,
    f"{STANDARD_TAG}map": FrontMatterLoader.construct_keys_and_values,
    None: FrontMatterLoader.refuse_tag,
}
Dumper.add_representer(str, Dumper.write_text)

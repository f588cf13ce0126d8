"""`content` knows no other app. It asks the registry for what it needs about their kinds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from content.kinds import all_kinds

CONTENT = Path(__file__).resolve().parents[2] / "content"
# "wiki:article-detail", "blog.change_post", "events_event", but not a wiki link, [[title]].
APP_SCOPED_NAME = re.compile(r"\b(blog|wiki|events|imports)[:._](?!link|pages|titles)\w")


def strings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_string = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_string and id(node) not in docstrings:
            yield node.value


def test_content_strings_name_no_other_app_or_kind():
    other_kinds = {kind.name for kind in all_kinds() if kind.app != "content"}
    # The library has journal articles too, and views have a `post` method.
    other_kinds -= {"article", "post"}

    found = {
        f"{path.relative_to(CONTENT.parent)}: {text}"
        for path in CONTENT.rglob("*.py")
        if "migrations" not in path.parts
        for text in strings(path)
        if APP_SCOPED_NAME.search(text) or text in other_kinds
    }

    assert found == set()

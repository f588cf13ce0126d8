"""Rules about how the project and its tests are laid out."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.support.source_files import APPS, ROOT, source_files

TESTS = Path(__file__).parent
SHARED = ("tests.support", "tests.factories", "tests.settings")


def imported_modules(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_no_test_module_imports_another():
    found = {
        f"{path.relative_to(TESTS.parent)} imports {module}"
        for path in TESTS.rglob("*.py")
        # The toy kind is an app, which has modules of its own.
        if "toy_kind" not in path.parts
        for module in imported_modules(path.read_text())
        if module.startswith((".", "tests")) and not module.startswith(SHARED)
    }

    assert found == set(), "Move what both need to tests/support/."


def test_import_contracts_name_every_app():
    root = TESTS.parent
    ours = {app.name for app in apps.get_app_configs() if (root / app.name).is_dir()}
    linter = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = {
        name.strip() for layer in linter["contracts"][0]["layers"] for name in layer.split("|")
    }

    assert (ours - layers, ours - set(linter["root_packages"])) == (set(), set()), (
        "Add the app to the import contracts in pyproject.toml."
    )


def test_maps_for_newcomers_name_every_app():
    root = TESTS.parent
    ours = {app.name for app in apps.get_app_configs() if (root / app.name).is_dir()}
    readme = (root / "README.md").read_text()
    architecture = (root / "docs" / "architecture.md").read_text()

    found = (
        {name for name in ours if f"| `{name}/` |" not in readme},
        {name for name in ours if not re.search(f"^{name} {{2,}}", architecture, re.MULTILINE)},
    )

    assert found == (set(), set()), "Add the app to the README's map and the list of apps."


def test_class_names_are_unique():
    files_by_name, nested = defaultdict(list), set()
    for path in source_files(*APPS, "tools"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            # Django finds commands by this name, and Meta and Media inside another class.
            if isinstance(node, ast.ClassDef) and node.name not in ("Command", "Meta", "Media"):
                if node in tree.body:
                    files_by_name[node.name].append(str(path.relative_to(ROOT)))
                else:
                    nested.add(node.name)

    assert {name: files for name, files in files_by_name.items() if len(files) > 1} == {}
    # Choices of a model, such as Registration.State, are never named without it.
    assert nested & files_by_name.keys() - {"Status"} == set()


def test_markdown_pipeline_needs_nothing_of_django_but_slugs():
    imported = {
        node.module
        for path in source_files("content/markdown")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("django")
    }

    # import-linter knows only whole packages of others.
    assert imported == {"django.utils.text"}

"""How static files are collected again, as at each start of the demo and each upgrade."""

import re

from cworks.static_files import OneFilePerStyleSheet

HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?["']([^"']+)["']""")


def test_file_is_compressed_again_only_if_it_changed(tmp_path):
    storage = OneFilePerStyleSheet(location=tmp_path)
    (tmp_path / "kept.js").write_text("first();" * 99)
    (tmp_path / "changed.js").write_text("first();" * 99)
    list(storage.compress_files(["kept.js", "changed.js"]))
    (tmp_path / "changed.js").write_text("second();" * 99)

    compressed = list(storage.compress_files(["kept.js", "changed.js"]))

    assert compressed == [("changed.js", "changed.js.br"), ("changed.js", "changed.js.gz")]


def test_file_is_compressed_again_if_that_was_interrupted(tmp_path):
    storage = OneFilePerStyleSheet(location=tmp_path)
    (tmp_path / "a.js").write_text("first();" * 99)
    list(storage.compress_files(["a.js"]))
    copy = tmp_path / "a.js.gz"
    complete = copy.read_bytes()
    copy.write_bytes(complete[:20])

    list(storage.compress_files(["a.js"]))

    assert copy.read_bytes() == complete


def test_modules_name_each_other_by_hashed_names(collected_files):
    """Otherwise, a browser could put a new module together with an old one after an upgrade."""
    folder = collected_files / "js"
    modules = [file for file in folder.rglob("*.js") if HASHED.search(file.name)]

    named = {name for file in modules for name in IMPORTED.findall(file.read_text())}

    assert len(named) > 10
    assert {name for name in named if not HASHED.search(name)} == set()

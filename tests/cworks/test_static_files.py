"""How static files are collected again, as at each start of the demo and each upgrade."""

from cworks.static_files import OneFilePerStyleSheet


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

"""The corpus of real input, which lies next to the project and isn't part of it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def corpus_path(name: str) -> Path:
    """Return the path of a file of the corpus; skip the test if there is no corpus."""
    corpus = Path(os.environ.get("CWORKS_CORPUS", ROOT / ".." / "shared" / "data"))
    if not corpus.is_dir():
        pytest.skip(f"There is no corpus in {corpus}; set CWORKS_CORPUS to where it is.")
    return corpus / name


def case_path(name: str) -> Path:
    """Return the path of a small input that was once imported wrong, or skip the test."""
    cases = Path(os.environ.get("CWORKS_CASES", ROOT / ".." / "shared" / "cases"))
    if not cases.is_dir():
        pytest.skip(f"There are no cases in {cases}; set CWORKS_CASES to where they are.")
    return cases / name


def read_json(name: str) -> Any:
    return json.loads(corpus_path(name).read_text(encoding="utf-8"))

"""Mutants that are named as equivalent are of code that is there."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_each_change_is_of_text_that_the_file_has() -> None:
    entries = yaml.safe_load((ROOT / "benchmarks" / "mutants" / "equivalents.yaml").read_text(encoding="utf-8"))
    gone = []
    for entry in entries:
        text = " ".join((ROOT / entry["file"]).read_text(encoding="utf-8").split())
        assert len(entry["why"]) > 20, entry
        gone += [was for was, became in entry["changes"] if was not in text or was == became]
    assert gone == [], "take them out of equivalents.yaml, or write the text as it is now"

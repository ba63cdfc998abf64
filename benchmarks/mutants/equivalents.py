"""Mutants that change nothing anyone could notice, each with the reason (``equivalents.yaml``)."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.mutants.sowing import Mutant

EQUIVALENTS = Path(__file__).parent / "equivalents.yaml"
#: What stands in ``equivalents.yaml`` for an empty text that mutmut changed: it writes XX before and after a text.
ANOTHER_TEXT = "ANOTHER_TEXT"
_AROUND_TEXT = "XX"


def read_equivalents() -> dict[tuple[str, str, str, str], str]:
    """Return the reasons by file, function, text, and changed text."""
    found = {}
    for entry in yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8")) or ():
        for was, became in entry["changes"]:
            changed = became.replace(ANOTHER_TEXT, _AROUND_TEXT + _AROUND_TEXT)
            found[entry["file"], entry["function"], was, changed] = entry["why"]
    return found


def is_equivalent(mutant: Mutant, equivalents: dict[tuple[str, str, str, str], str]) -> bool:
    """Check whether a mutant is named as equivalent."""
    return (mutant.file, mutant.function, mutant.was, mutant.became) in equivalents

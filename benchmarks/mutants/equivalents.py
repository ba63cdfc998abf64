"""Mutants that change nothing anyone could notice, each with the reason (``equivalents.yaml``)."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.mutants.sowing import Mutant

EQUIVALENTS = Path(__file__).parent / "equivalents.yaml"


def read_equivalents() -> dict[tuple[str, str, str, str], str]:
    """Return the reasons by file, function, text, and changed text."""
    found = {}
    for entry in yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8")) or ():
        for was, became in entry["changes"]:
            found[entry["file"], entry["function"], was, became] = entry["why"]
    return found


def is_equivalent(mutant: Mutant, equivalents: dict[tuple[str, str, str, str], str]) -> bool:
    """Check whether a mutant is named as equivalent."""
    return (mutant.file, mutant.function, mutant.was, mutant.became) in equivalents

"""What a finding cites: a rule's own file, or the short entry of ``rules.yaml`` where it has none yet."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from drillplanner.appropriateness.rules import load_rules
from drillplanner.documents import parse_as, read_document
from drillplanner.model import Frozen, Severity

_SHORT = Path(__file__).parent / "rules.yaml"


class Cited(Frozen):
    """Statement, severity and sources of a rule."""

    statement: str
    severity: Severity
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def cited_rules() -> dict[str, Cited]:
    """Every rule that a text may break, by its id."""
    found = parse_as(dict[str, Cited], read_document(_SHORT))
    for rule in load_rules():
        sources = tuple(source.cited for source in rule.sources)
        found[rule.id] = Cited(statement=rule.statement, severity=rule.severity, sources=sources)
    return found

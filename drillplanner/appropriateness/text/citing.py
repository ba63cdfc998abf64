"""What a finding cites: the rule's own file."""

from __future__ import annotations

from functools import lru_cache

from drillplanner.appropriateness.rules import load_rules
from drillplanner.model import Frozen, Severity


class Cited(Frozen):
    """Statement, severity and sources of a rule."""

    statement: str
    severity: Severity
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def cited_rules() -> dict[str, Cited]:
    """Every rule that a text may break, by its id."""
    return {
        rule.id: Cited(
            statement=rule.statement,
            severity=rule.severity,
            sources=tuple(source.cited for source in rule.sources),
        )
        for rule in load_rules()
    }

"""How a finding in a text is told, and what stands for what."""

from __future__ import annotations

VIOLATION, QUESTION, NOTICE = "violation", "cannot_tell", "notice"


def told(status: str, statement: str) -> str:
    """The sentence for a finding of that status about a rule."""
    if status == QUESTION:
        return f"The words leave it open: please ask what is meant. The rule: {statement}"
    if status == NOTICE:
        return f"Please look at this passage again. The rule: {statement}"
    return f"The text says so. The rule: {statement}"

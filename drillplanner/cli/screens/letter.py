"""What ``screen`` says of a letter: one line where nothing is found, else what to change, and how."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drillplanner.model import DevelopmentalFinding, Screening

_WIDTH = 100
#: A passage longer than this is shown by its beginning and end.
_LONGEST_PASSAGE = 220
_HEADINGS = {"violation": "Change", "cannot_tell": "Ask", "notice": "Look again"}


def text_lines(result: Screening, all_sources: bool = False) -> Iterator[str]:
    """Yield what a person is told about a text, the worst first."""
    unread = f" Not read: {' and '.join(result.unread)}." if result.unread else ""
    if result.verdict == "ok" and not result.findings:
        yield f"{result.id}: nothing found in its words, which is no proof that the drill is safe.{unread}"
        return
    if not result.findings:
        yield f"{result.id}: not screened. We read only English: have someone who reads it check it.{unread}"
        return
    yield f"{result.id}: {_counts(result)}.{unread}"
    for number, finding in enumerate(result.findings, 1):
        yield from _finding_lines(number, finding, all_sources)
    yield "  We judged only the words: what they do not say can still be wrong."


def _counts(result: Screening) -> str:
    kinds = [finding.status for finding in result.findings]
    if result.verdict == "ok":
        return f"nothing to change, {len(kinds)} to look at again"
    counts = (
        f"{kinds.count('violation')} to change",
        f"{kinds.count('cannot_tell')} to ask about",
        f"{kinds.count('notice')} to look at again",
    )
    return ", ".join(count for count in counts if not count.startswith("0"))


def _finding_lines(number: int, finding: DevelopmentalFinding, all_sources: bool) -> Iterator[str]:
    passage = f" “{_shortened(finding.evidence.text)}”" if finding.evidence.text else ""
    sureness = f" ({finding.sureness})" if finding.sureness else ""
    yield from _wrapped(f"{number}. ", f"{_HEADINGS[finding.status]}:{passage}{sureness}")
    yield from _wrapped("   ", f"Rule: {finding.message} ({finding.rule})")
    if finding.advice:
        yield from _wrapped("   ", f"Instead: {finding.advice}")
    if all_sources:
        for source in finding.sources:
            yield from _wrapped("   ", f"Source: {source}")
    elif finding.sources:
        yield from _wrapped("   ", f"Source: {_short_source(finding.sources[0])}")


def _shortened(passage: str) -> str:
    words = " ".join(passage.split())
    if len(words) <= _LONGEST_PASSAGE:
        return words
    half = _LONGEST_PASSAGE // 2
    return f"{words[:half].rsplit(' ', 1)[0]} … {words[-half:].split(' ', 1)[-1]}"


def _short_source(source: str) -> str:
    """Return a source without its address."""
    return source.partition(", http")[0]


def _wrapped(mark: str, text: str) -> Iterator[str]:
    indent = "  " + mark
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_on_hyphens=False,
        break_long_words=False,
    )

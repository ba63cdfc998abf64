"""Writes into docs/letters.md what each state says of notices to families, and the placeholders of own letters.

Run ``python docs/make_letters_page.py`` after a change of either; a test fails until you do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.page import write_between
from drillplanner.law import Pack, load_state_pack
from drillplanner.law.family_notices.state_notices import (
    ConsentMode,
    NoticeForce,
    NoticeMoment,
    StateNotices,
    all_state_notices,
)
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import Confidence
from drillplanner.publish.letters.own_wording.placeholders import PLACEHOLDERS, TextKind

PAGE = Path(__file__).parent / "letters.md"
KNOWN_BY = {
    Confidence.LEGAL_TEXT: "legal text",
    Confidence.OFFICIAL_SUMMARY: "official summary",
    Confidence.SECONDARY: "secondary",
    Confidence.DISTRICT_POLICY: "district",
}
MOMENTS = {
    NoticeMoment.BEFORE: "before",
    NoticeMoment.AT_THE_DRILL: "announced at the drill",
    NoticeMoment.AFTER: "after",
    NoticeMoment.IN_GENERAL: "once a year",
}
MODES = {ConsentMode.OPT_OUT: "families may keep a child out", ConsentMode.OPT_IN: "only with a written yes"}
FORCES = {
    NoticeForce.OWED: "",
    NoticeForce.ADVISED: " (advised)",
    NoticeForce.IF_ADOPTED: " (only if the district decides so)",
}


def states() -> str:
    """Return a row for each fact of each state."""
    rows = [
        row
        for state, facts in sorted(all_state_notices().items())
        for row in _rows_of(state, facts, load_state_pack(state))
    ]
    heads = "| state | what | when | it must say | rule, source, day read, certainty |"
    return "\n".join((heads, f"|{' --- |' * 5}", *rows))


def _rows_of(state: str, facts: StateNotices, pack: Pack) -> Iterator[str]:
    mandates = {mandate.mandate_id: mandate for mandate in pack.mandates}

    def row(mandate_id: str, source_id: str | None, what: str, when: str, says: str) -> str:
        mandate = mandates[mandate_id]
        source = pack.sources[source_id or mandate.sources[0]]
        known = KNOWN_BY[source.known_by]
        return f"| {state} | {what} | {when} | {says} | {mandate_id}, {source.cite}, {source.read}, {known} |"

    for notice in facts.notices:
        requirement = mandates[notice.mandate].requirement
        when = requirement.due_words if isinstance(requirement, Chore) else "when it begins"
        also = "; in more than one way" if notice.several_channels else ""
        says = ", ".join(element.value.replace("_", " ") for element in notice.holds)
        what = f"{mandates[notice.mandate].title} ({MOMENTS[notice.moment]}{FORCES[notice.force]})"
        yield row(notice.mandate, notice.source, what, f"{when}{also}", says)
    for consent in facts.consent:
        what = f"{MODES[consent.mode]}{FORCES[consent.force]}"
        reason = "no reason asked" if consent.no_reason else ""
        yield row(consent.mandate, consent.source, what, "", reason)
    for entry in facts.unannounced:
        yield row(entry.mandate, entry.source, f"no dated letter: {entry.says}", "", "")


def placeholders() -> str:
    """Return a row for each placeholder: what it stands for, in which texts, and what of a notice it says."""
    rows = []
    for placeholder in PLACEHOLDERS.values():
        kinds = ", ".join(kind.value for kind in TextKind if kind in placeholder.kinds)
        says = ", ".join(sorted(element.value for element in placeholder.says))
        rows.append(f"| `{{{placeholder.name}}}` | {placeholder.meaning} | {kinds} | {says} |")
    return "\n".join(("| word | stands for | in | says |", "| --- | --- | --- | --- |", *rows))


PARTS = {"states": states, "placeholders": placeholders}


def main() -> None:
    """Write the page."""
    for name, make in PARTS.items():
        write_between(PAGE, name, make())


if __name__ == "__main__":
    main()

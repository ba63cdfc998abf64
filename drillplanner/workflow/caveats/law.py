"""Caveats about the law as we hold it: packs due for review, requirements set aside, and open questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from drillplanner.files.counting import counted
from drillplanner.law.packs.pack import OpenQuestion, Pack
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared


def overdue_packs(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each pack that should have been held against its sources again before this year."""
    # A district that plans the same files again years later has an old 'planned_on'; its year tells.
    state = prepared.workspace.district.state
    on = max(prepared.workspace.district.stamp_date, prepared.workspace.calendar.first_day)
    for pack in prepared.law.packs:
        if on > pack.review_by:
            yield Caveat(
                kind=CaveatKind.LAW_OPEN,
                text=f"Our text of {_law_of(pack)} was last checked on {pack.reviewed} and was to be checked "
                f"again by {pack.review_by}. It may have changed since.",
                answer=f"Compare it with the current text: 'drillplanner mandates {state}' lists every "
                "requirement with its source.",
            )


def requirements_set_aside(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each requirement that a pack of the district sets aside."""
    for pack in prepared.law.packs:
        for entry in pack.sets_aside:
            yield Caveat(
                kind=CaveatKind.LAW_OPEN,
                text=f"{entry.mandate} is not planned for: '{pack.name}' sets it aside. {entry.clause} "
                f"({entry.authority}).",
                answer="",
                brief=f"{entry.mandate} is not planned for: '{pack.name}' sets it aside.",
            )


def open_questions(prepared: Prepared) -> Iterator[Caveat]:
    """Yield the open questions of law that matter for these schools and that the district has not settled.

    First come those because of which a plan may hold too few drills, by subject; then the others of each pack. Of
    a code that is only presumed to bind, none are named: whether it binds is asked (``fire_codes``).
    """
    smaller: list[Caveat] = []
    for pack in (pack for pack in prepared.law.packs if pack.pack_id not in prepared.law.presumed):
        by_subject: dict[str, list[OpenQuestion]] = defaultdict(list)
        for question in _unsettled(pack, prepared):
            by_subject[question.may_lack].append(question)
        others = by_subject.pop("", [])
        for subject, questions in by_subject.items():
            missing = f"We may be missing something that {_law_of(pack)} requires: {subject}."
            yield Caveat(
                kind=CaveatKind.LAW_OPEN,
                text=f"{missing} {_texts(questions)}",
                answer=_ASK + _settle(questions),
                brief=missing,
            )
        if others:
            is_many = len(others) > 1
            smaller.append(
                Caveat(
                    kind=CaveatKind.LAW_OPEN,
                    text=f"Still open about {_law_of(pack)}: {_texts(others)}",
                    answer=_settle(others).strip(),
                    brief=f"{counted(len(others), 'question')} about {_law_of(pack)} {'are' if is_many else 'is'} "
                    "still open.",
                )
            )
    yield from smaller


def _texts(questions: Sequence[OpenQuestion]) -> str:
    """Return the texts of the questions, numbered if there are several."""
    if len(questions) == 1:
        return questions[0].text
    return " ".join(f"({number}) {question.text}" for number, question in enumerate(questions, start=1))


def _law_of(pack: Pack) -> str:
    """Return the law of a pack in words: of a state, or a model code."""
    return f"the model code {pack.name}" if pack.shares_credit else f"the law of {pack.name}"


def _unsettled(pack: Pack, prepared: Prepared) -> list[OpenQuestion]:
    workspace, defaults = prepared.workspace, prepared.law.fact_defaults
    return [
        question
        for question in pack.open_questions
        if question.question_id not in workspace.district.settled
        and any(question.bears_on(campus, defaults) for campus in workspace.campuses)
    ]


_ASK = (
    "Look it up, or ask your state's school safety office. What it asks for goes into a file in mandates/ "
    "(docs/add-a-state.md)."
)


def _settle(questions: Sequence[OpenQuestion]) -> str:
    """Return how the district says that it has settled these questions; empty if they have no ids."""
    ids = [question.question_id for question in questions if question.question_id]
    return f" Settled? drillplanner answer DIR settled={','.join(ids)}" if ids else ""

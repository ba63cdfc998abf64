"""Caveats about facts that no file gives: how many schools, what hangs on the answer, and how to give it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.counting import counted
from drillplanner.files.phrases import Phrases, comparable
from drillplanner.files.read_result import names_of
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.law.duties.applicability import applicability_of
from drillplanner.law.duties.mandate import Mandate
from drillplanner.law.packs.law_book import mandates_in_force
from drillplanner.model import Campus, Caveat, CaveatKind, Plan
from drillplanner.workflow.prepared import Prepared

#: What a duty may lack that is no column of yes and no.
_ENROLLMENT = "enrollment"
_IN_EVENTS = " in events.csv"


@dataclass
class _OpenFact:
    """A fact that no file gives: the campuses without an answer, and the mandates that the answer decides."""

    campuses: dict[str, Campus] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)

    def add(self, campus: Campus, mandate: Mandate) -> None:
        """Note that the mandate hangs on the fact at the campus."""
        self.campuses[campus.campus_id] = campus
        self.mandates[mandate.mandate_id] = mandate


def unanswered_facts(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each fact that no file gives and that decides whether a requirement applies.

    Facts without an assumed answer come first.
    """
    for fact, found in _in_order(prepared):
        yield _caveat(fact, found, prepared, "Planned for only if that takes no more drills.")


def unanswered_facts_of_plan(prepared: Prepared, plan: Plan, report: AuditReport) -> Iterator[Caveat]:
    """Yield the caveats of ``unanswered_facts``, each with the requirements that the plan leaves out."""
    missing_of = {duty.duty_id: duty.missing_fact for duty in prepared.duties}
    left_out: dict[str, dict[str, None]] = defaultdict(dict)
    for verdict in report.cannot_tell:
        left_out[missing_of.get(verdict.duty) or ""][verdict.mandate] = None
    for fact, found in _in_order(prepared):
        mandates = ", ".join(left_out[fact])
        until = f"Not scheduled until you answer: {mandates}." if mandates else "This plan schedules them anyway."
        yield _caveat(fact, found, prepared, until)


def _in_order(prepared: Prepared) -> Iterator[tuple[str, _OpenFact]]:
    open_facts, defaults = _open_facts(prepared), prepared.law.fact_defaults
    for fact in sorted(open_facts, key=lambda name: (name in defaults, name)):
        if not _is_plain(fact, prepared):
            yield fact, open_facts[fact]


def _is_plain(fact: str, prepared: Prepared) -> bool:
    """Check whether the district's name answers with the assumed answer: its schools are public, not private."""
    known = prepared.law.facts.get(fact)
    name = comparable(prepared.workspace.district.name)
    return known is not None and bool(Phrases(known.plain_if_named).spans_in(name))


def _open_facts(prepared: Prepared) -> dict[str, _OpenFact]:
    """Return each fact that decides something and is not given, by name."""
    law, workspace = prepared.law, prepared.workspace
    defaults = law.fact_defaults
    found: dict[str, _OpenFact] = defaultdict(_OpenFact)
    for mandate in mandates_in_force(law, workspace):
        for campus in workspace.campuses:
            for fact in mandate.applies_if:
                if fact not in campus.facts and _decides(fact, mandate, campus, defaults):
                    found[fact].add(campus, mandate)
            counts_students = mandate.students_from is not None and campus.enrollment is None
            if counts_students and _answer(mandate, campus, defaults) is None:
                found[_ENROLLMENT].add(campus, mandate)
    campus_by_id = workspace.campus_by_id
    for duty in prepared.duties:
        if duty.missing_fact is not None and duty.missing_fact not in (*law.facts, _ENROLLMENT):
            found[duty.missing_fact].add(campus_by_id[duty.campus_id], duty.mandate)
    return found


def _decides(fact: str, mandate: Mandate, campus: Campus, defaults: dict[str, bool]) -> bool:
    """Check whether the answer decides if the mandate applies, the other facts being as given or assumed."""
    required = mandate.applies_if[fact]
    with_fact = campus.model_copy(update={"facts": {**campus.facts, fact: required}})
    return _answer(mandate, with_fact, defaults) is not False


def _answer(mandate: Mandate, campus: Campus, defaults: dict[str, bool]) -> bool | None:
    return applicability_of(mandate.applies_if, mandate.grades, mandate.students_from, campus, defaults).answer


def _caveat(fact: str, found: _OpenFact, prepared: Prepared, until_answered: str) -> Caveat:
    """Return the caveat; ``until_answered`` says what happens to requirements that may not apply."""
    law = prepared.law
    names = [campus.name for campus in found.campuses.values()]
    schools = names_of(names, len(prepared.workspace.campuses), "any school")
    mandates = "; ".join(f"{mandate.title} ({mandate.mandate_id})" for mandate in found.mandates.values())
    requirements = counted(len(found.mandates), "requirement depends", "requirements depend")
    hangs = f"{requirements} on the answer: {mandates}. {until_answered}"
    if fact in law.facts:
        known = law.facts[fact]
        if known.default is not None:
            assumed = f"We assume {'yes' if known.default else 'no'}. {requirements} on that: {mandates}."
        return Caveat(
            kind=CaveatKind.FACT,
            brief=f"{known.ask} No answer for {schools}."
            + ("" if known.default is None else f" We assume {'yes' if known.default else 'no'}."),
            text=f"{known.ask} No answer for {schools}. {hangs if known.default is None else assumed}",
            answer=f"drillplanner answer DIR {fact}=yes (or =no; for some schools: --campus ID)",
        )
    if fact == _ENROLLMENT:
        return Caveat(
            kind=CaveatKind.FACT,
            brief=f"How many students are there? No answer for {schools}.",
            text=f"How many students are there? No answer for {schools}. {hangs}",
            answer=f"drillplanner answer DIR {fact}=412 --campus ID (the number of students, for each school)",
        )
    kind = fact.removesuffix(_IN_EVENTS)
    question = f"{event_questions().get(kind, f'No {fact}.')} No answer for {schools}."
    return Caveat(
        kind=CaveatKind.FACT,
        text=f"{question} {hangs}",
        answer=f"Add a row for each to events.csv (kind, first day, last day): {kind},YYYY-MM-DD,YYYY-MM-DD",
        brief=question,
    )


@cache
def event_questions() -> dict[str, str]:
    """Return what is asked about events of a kind that no row of ``events.csv`` names, by the kind."""
    name = "event_questions.yaml"
    return parse_as(dict[str, str], read_document(Path(__file__).with_name(name), name))

"""Caveats about fire drills: schools without a rule that asks for them, and what is not known of the fire code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.counting import counted
from drillplanner.intake.workspace.states import states
from drillplanner.law import DrillTable, FireCodeRecord
from drillplanner.law.coverage.registry import load_registry
from drillplanner.law.coverage.topics import Topic
from drillplanner.law.duties.mandate import Mandate
from drillplanner.law.packs.fire_code import CodeReach
from drillplanner.model import Campus, Caveat, CaveatKind, DrillType, Plan
from drillplanner.workflow.caveats.expected_drills import (
    schools_in_words,
    types_added_by_practice,
    types_asked_for,
    types_practiced,
    without_fire_drill_rule,
)
from drillplanner.workflow.prepared import Prepared

_NOT_ESTABLISHED = "Fire drills not established: no requirement on file asks for"
#: The schools that a state's fire code binds, in words.
_BOUND: Mapping[CodeReach, str] = {
    CodeReach.STATEWIDE: "in {state}, schools",
    CodeReach.PUBLIC_SCHOOLS: "in {state}, public schools",
    CodeReach.WITHOUT_LOCAL_CODE: "where no city or county has a code of its own, schools in {state}",
    CodeReach.LOCAL: "where a city or county says so, schools in {state}",
}
_WHY_HELD = (
    "Fire drills in this plan come from {practice}your pins, your records, or a requirement that may not apply."
)


def fire_drills_not_established(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat if some school has no requirement that asks for a fire drill with students."""
    concerned = without_fire_drill_rule(prepared)
    if concerned:
        text = f"{_NOT_ESTABLISHED} {_what(concerned, prepared)} at {_where(concerned, prepared)}."
        held = "only those of good practice, which no law asks for" if _adds_fire_drills(prepared) else "none"
        yield _not_established(f"{text} A plan then holds {held}.", prepared)


def fire_drills_not_established_in_plan(prepared: Prepared, plan: Plan, report: AuditReport) -> Iterator[Caveat]:
    """Yield the caveat of ``fire_drills_not_established`` with what the plan holds at these schools."""
    practiced = types_practiced(prepared, plan)
    concerned = without_fire_drill_rule(prepared)
    with_fire_drills = tuple(
        campus for campus in concerned if DrillType.FIRE_EVACUATION in practiced[campus.campus_id]
    )
    without = tuple(campus for campus in concerned if campus not in with_fire_drills)
    if without:
        is_bare = not any(practiced[campus.campus_id] for campus in without)
        what = _what(without, prepared) if is_bare else "a fire drill with students"
        where = _where(without, prepared)
        yield _not_established(f"{_NOT_ESTABLISHED} {what}, and none is scheduled all year, at {where}.", prepared)
    if with_fire_drills:
        text = f"{_NOT_ESTABLISHED} a fire drill with students at {_where(with_fire_drills, prepared)}."
        practice = "good practice, " if _adds_fire_drills(prepared) else ""
        yield _not_established(f"{text} {_WHY_HELD.format(practice=practice)}", prepared)


def _adds_fire_drills(prepared: Prepared) -> bool:
    """Check whether good practice adds fire drills at some school."""
    return any(DrillType.FIRE_EVACUATION in types for types in types_added_by_practice(prepared).values())


def fire_code_questions(prepared: Prepared) -> Iterator[Caveat]:
    """Yield what is open about the fire code, unless the district has answered it."""
    district, record = prepared.workspace.district, prepared.law.packs[0].fire_code
    if district.fire_drills_a_year is not None and not district.fire_drills_said_by:
        yield Caveat(
            kind=CaveatKind.LAW_OPEN,
            text=f"The number of fire drills a year ({district.fire_drills_a_year}) is yours: district.yaml does "
            "not say who gave it.",
            answer='drillplanner answer DIR "fire_drills_said_by=WHO, WHEN"',
        )
    if record is None:
        return
    if district.fire_codes is not None:
        if not district.fire_codes and record.drill_table is DrillTable.UNAMENDED:
            yield Caveat(
                kind=CaveatKind.LAW_OPEN,
                text=f"The drills of {record.name} are not planned: 'fire_codes: []' in district.yaml says that "
                f"no fire code binds your schools. By what we read, it does ({record.citation}).",
                answer="If your fire marshal did not say so, take 'fire_codes' out of district.yaml.",
                brief=f"The drills of {record.name} are not planned: district.yaml says that no fire code binds.",
            )
    elif presumed := _presumed_and_owed(prepared):
        yield _presumed_code(record, presumed, prepared)
    elif _is_asked_of_place(record, prepared):
        yield Caveat(
            kind=CaveatKind.LAW_OPEN,
            text=f"We do not know the fire code of your city or county: {_of_place(record, prepared)} None is "
            "loaded, so fire drills that it asks for may be missing.",
            brief="We do not know the fire code of your city or county. It may ask for more fire drills.",
            answer=_HOW_TO_ANSWER.format(code="IFC (or NFPA)"),
        )
    elif _may_ask_for_more(record, prepared):
        yield Caveat(
            kind=CaveatKind.LAW_OPEN,
            text=f"We did not read the drill section of the fire code of {prepared.law.packs[0].name}; your fire "
            "marshal may ask for more.",
            answer=_HOW_TO_ANSWER.format(code="IFC (or NFPA)"),
        )


_HOW_TO_ANSWER = (
    "Ask your fire marshal. drillplanner answer DIR fire_codes={code} if that code binds your schools, =none if "
    "none does, or fire_drills_a_year=8 for the number that the marshal gives"
)


def _is_asked_of_place(record: FireCodeRecord, prepared: Prepared) -> bool:
    """Check whether to ask for the local code; where a school has no rule on fire drills, that asks for it."""
    is_open = record.drill_table is DrillTable.LOCAL and prepared.workspace.district.fire_drills_a_year is None
    return is_open and not without_fire_drill_rule(prepared)


def _presumed_and_owed(prepared: Prepared) -> list[Mandate]:
    """Return the mandates of a presumed code that give some school a duty."""
    owed = {duty.mandate.mandate_id for duty in prepared.duties}
    return [mandate for mandate in prepared.law.presumed_mandates if mandate.mandate_id in owed]


def _may_ask_for_more(record: FireCodeRecord, prepared: Prepared) -> bool:
    """Check whether the code was not read, and no number, open question, or missing rule has the district ask."""
    if record.drill_table is not DrillTable.REPLACED:
        return False
    entry = load_registry().topics_of(prepared.workspace.district.state).get(Topic.FIRE)
    asked = {question.question_id for question in prepared.law.packs[0].open_questions if question.may_lack}
    is_asked = entry is not None and not asked.isdisjoint(entry.see)
    has_number = prepared.workspace.district.fire_drills_a_year is not None
    return not is_asked and not has_number and without_fire_drill_rule(prepared) != prepared.workspace.campuses


def _presumed_code(record: FireCodeRecord, presumed: Sequence[Mandate], prepared: Prepared) -> Caveat:
    titles = "; ".join(f"{mandate.title} ({mandate.mandate_id})" for mandate in presumed)
    return Caveat(
        kind=CaveatKind.LAW_OPEN,
        text=f"Presumed, not known law: {_of_place(record, prepared)} It is built on {record.code.phrase}, and we "
        "did not read whether the state keeps the drill section. A plan holds these drills where it can, and a "
        f"schedule without them breaks no law that we know: {titles}.",
        brief=f"{counted(len(presumed), 'drill rule')} of {record.code.phrase} may or may not bind in "
        f"{states()[prepared.workspace.district.state].name}. A plan follows them where it can.",
        answer=_HOW_TO_ANSWER.format(code=record.code),
    )


def _of_place(record: FireCodeRecord, prepared: Prepared) -> str:
    state = states()[prepared.workspace.district.state].name
    if record.drill_table is DrillTable.LOCAL:
        return f"in {state}, cities and counties decide ({record.name})."
    return f"{_BOUND[record.reach].format(state=state)} follow the {record.name} ({record.citation})."


def _what(campuses: Sequence[Campus], prepared: Prepared) -> str:
    asked = types_asked_for(prepared)
    if any(asked[campus.campus_id] for campus in campuses):
        return "a fire drill with students"
    return "a drill of any kind with students"


def _where(campuses: Sequence[Campus], prepared: Prepared) -> str:
    return schools_in_words(campuses, prepared.workspace.campuses)


def _not_established(text: str, prepared: Prepared) -> Caveat:
    record, district = prepared.law.packs[0].fire_code, prepared.workspace.district
    is_open = record is not None and record.drill_table is DrillTable.LOCAL and district.fire_codes is None
    if record is not None and is_open:
        text += f" {_of_place(record, prepared)[:1].upper()}{_of_place(record, prepared)[1:]}"
        answer = f"{_HOW_TO_ANSWER.format(code='IFC (or NFPA)')}."
    else:
        state = states()[district.state].name
        answer = (
            f"Ask your fire marshal or your state's school safety office what {state} requires. Then: "
            "drillplanner answer DIR fire_drills_a_year=8 (the number), or add the rule in mandates/."
        )
    return Caveat(kind=CaveatKind.NO_DRILLS, text=text, answer=answer)

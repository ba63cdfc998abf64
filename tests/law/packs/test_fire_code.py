"""The fire-code layer: what a state's record loads, as law or presumed, and what a district's answer changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from drillplanner.audit.schedule import judge_schedule
from drillplanner.files.errors import InputError
from drillplanner.law import (
    Force,
    LawBook,
    LocalFireDrills,
    bundled_states,
    derive_duties,
    load_fire_code,
    load_law,
    load_state_pack,
)
from drillplanner.law.packs import loading
from drillplanner.law.packs.fire_code import DrillTable, FireCodeRecord
from drillplanner.model import DrillType, DutyStatus, Layer, Schedule, Verdict, Workspace
from tests import fast_yaml
from tests.builders import calendar, campus, drill, workspace

CASES = fast_yaml.load((Path(__file__).parent / "fire_code_cases.yaml").read_text(encoding="utf-8"))
#: How a record's note says that the text with the code's drills was not read.
NOT_READ = (
    "drill section was not read",
    "fire code was not read",
    "fire code itself was not read",
    "own rule was not read",
    "rule itself was not read",
    "section 405 was not read",
    "were not readable",
)
FOR_ALL = {"format": "physical", "audience": "everyone"}
STATE = """\
pack_id: US-XX
name: Nowhere
reviewed: 2026-11-30
review_by: 2027-07-01
fire_code:
  name: a code
  edition: not read
  rule: a rule
  rule_was_seen: true
  reach: statewide
  confidence: secondary
  sources: [text]
{record}
sources:
  text: {{cite: A text, url: "https://example.org", version: undated, read: 2026-11-30, known_by: legal_text}}
mandates:
{mandates}
"""
MANDATE = """\
  - mandate_id: {mandate_id}
    title: Two fire drills
    text: Two fire drills in each school year.
    layer: statute
    sources: [text]
    confidence: legal_text
    also_counts_for: [{partners}]
    requirement:
      {{kind: count, what: fire drill, match: {{types: [fire_evacuation], formats: [physical]}}, min: 2}}
"""
TWO = MANDATE.format(mandate_id="XX-01", partners="XX-02") + MANDATE.format(mandate_id="XX-02", partners="")


def law_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, record: dict[str, Any], answer: dict[str, Any]
) -> LawBook:
    """Return the law of a made-up state with this record, under these answers of a district."""
    (folder / "xx.yaml").write_text(
        STATE.format(record="".join(f"  {key}: {yaml_of(value)}\n" for key, value in record.items()), mandates=TWO)
    )
    monkeypatch.setattr(loading, "_PACKS", folder)
    codes, number = answer.get("fire_codes"), answer.get("fire_drills_a_year")
    drills = None if number is None else LocalFireDrills(a_year=number, given_on=date(2026, 8, 3))
    return load_law("XX", None, None if codes is None else tuple(codes), drills)


def yaml_of(value: object) -> str:
    return yaml.safe_dump(value, default_flow_style=True, width=1000).removesuffix("...\n").strip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_loaded(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    law = law_of(tmp_path, monkeypatch, case["record"], case.get("answer", {}))
    beside = [pack.pack_id for pack in law.packs[1:]]
    assert [pack for pack in beside if pack not in law.presumed] == case["law"]
    assert [pack for pack in beside if pack in law.presumed] == case["presumed"]
    left_out = {mandate.mandate_id for pack in law.packs for mandate in pack.mandates}
    left_out -= {mandate.mandate_id for mandate in law.mandates}
    assert left_out == set(case.get("left_out", []))


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"code": "none", "drill_table": "unread"}, "needs a model code to load"),
        ({"code": "IFC", "drill_table": "amended", "restated": {"IFC-01": "XX-01"}}, "has no use"),
        ({"code": "IFC", "drill_table": "replaced", "restated": {"IFC-01": "XX-01"}}, "has no use"),
        ({"code": "IFC", "drill_table": "unread", "restated": {"IFC-99": "XX-01"}}, "a mandate that is not there"),
        ({"code": "IFC", "drill_table": "unread", "restated": {"IFC-01": "XX-09"}}, "a mandate that is not there"),
        ({"code": "IFC", "drill_table": "unread", "sources": "[other]"}, "a source that the pack does not list"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(
    record: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = record.pop("sources", None)
    if sources:
        monkeypatch.setattr(
            f"{__name__}.STATE", STATE.replace("sources: [text]\n{record}", "sources: [other]\n{record}")
        )
    with pytest.raises(InputError, match=message) as raised:
        law_of(tmp_path, monkeypatch, record, {})
    assert raised.value.problems[0].line


@pytest.mark.parametrize("state", bundled_states())
def test_every_state_has_a_record_with_its_sources(state: str) -> None:
    record = load_state_pack(state).fire_code
    assert record is not None
    assert record.sources, "nothing is known without a text"
    assert record.note
    law = load_law(state, None)
    assert all(mandate.mandate_id not in record.restated for mandate in law.mandates)


@pytest.mark.parametrize("state", bundled_states())
def test_a_drill_section_that_was_not_read_is_not_called_amended(state: str) -> None:
    record = load_state_pack(state).fire_code
    assert record is not None
    if any(words in record.note for words in NOT_READ):
        assert record.drill_table in {DrillTable.REPLACED, DrillTable.UNREAD}


def test_duties_of_a_presumed_code_are_planned_where_possible_and_never_firm() -> None:
    duties = derive_duties(load_law("AR", None), school_year())
    presumed = [duty for duty in duties if duty.presumed]
    assert {duty.mandate.layer for duty in presumed} == {Layer.FIRE_CODE}
    assert {duty.force for duty in presumed} == {Force.WHERE_POSSIBLE}
    assert not any(duty.binds_firmly for duty in presumed)
    assert all(duty.doubt == duty.presumed for duty in presumed)
    statute = [duty for duty in duties if duty.mandate.mandate_id == "AR-01"]
    assert statute
    assert all(duty.binds_firmly for duty in statute)


def test_a_schedule_without_presumed_drills_breaks_no_known_law() -> None:
    law, place = load_law("LA", None), school_year()
    report = judge_schedule(Schedule(source="none", drills=()), place, derive_duties(law, place), {}, (), {})
    of_code = [verdict for verdict in report.verdicts if verdict.mandate == "NFPA-01"]
    assert {verdict.status for verdict in of_code} == {DutyStatus.CANNOT_TELL}
    assert all(verdict.presumed for verdict in of_code)
    assert all("which was not read" in (verdict.missing_fact or "") for verdict in of_code)
    assert report.count(DutyStatus.CANNOT_TELL) + report.count_presumed(DutyStatus.CANNOT_TELL) == len(
        report.cannot_tell
    )


def test_the_same_code_adopted_by_the_local_authority_is_law() -> None:
    place = school_year()
    duties = derive_duties(load_law("LA", None, ("NFPA",)), place)
    report = judge_schedule(Schedule(source="none", drills=()), place, duties, {}, (), {})
    assert {verdict.status for verdict in report.verdicts if verdict.mandate == "NFPA-01"} == {DutyStatus.VIOLATED}


@pytest.mark.parametrize("held", [(), (3, 40, 70), (1, 20, 45, 60, 80, 100)])
@pytest.mark.parametrize("state", [s for s in bundled_states() if load_law(s, None).presumed])
def test_a_presumed_code_changes_no_verdict_on_known_law(state: str, held: tuple[int, ...]) -> None:
    """One fire drill may meet statute and code, but the code neither takes drills from a statute nor lends any."""
    place = school_year()
    drills = tuple(
        drill("a", DrillType.FIRE_EVACUATION, place.calendar.days[number].date, number, **FOR_ALL)
        for number in held
    )

    def verdicts(law: LawBook) -> list[Verdict]:
        duties = derive_duties(law, place)
        report = judge_schedule(Schedule(source="trial", drills=drills), place, duties, {}, (), {})
        return [verdict for verdict in report.verdicts if not verdict.presumed]

    assert verdicts(load_law(state, None)) == verdicts(load_law(state, None, ()))


def test_one_drill_meets_the_statute_and_the_code_and_a_lockdown_meets_no_fire_drill() -> None:
    place = school_year()
    law = load_law("AR", None)
    first = place.calendar.days[2].date

    def met(drill_type: DrillType) -> set[str]:
        schedule = Schedule(source="trial", drills=(drill("a", drill_type, first, 1, **FOR_ALL),))
        report = judge_schedule(schedule, place, derive_duties(law, place), {}, (), {})
        return {
            verdict.mandate for verdict in report.verdicts if verdict.status is DutyStatus.MET and verdict.drills
        }

    assert {"AR-01", "IFC-01", "IFC-02"} <= met(DrillType.FIRE_EVACUATION)
    assert not {"AR-01", "IFC-01", "IFC-02"} & met(DrillType.LOCKDOWN)


def test_the_number_of_the_local_authority_is_a_mandate_of_its_layer() -> None:
    answer = LocalFireDrills(a_year=8, said_by="Fire marshal of Springfield", given_on=date(2026, 8, 3))
    law = load_law("LA", None, None, answer)
    assert not law.presumed
    (duty,) = [duty for duty in derive_duties(law, school_year()) if duty.mandate.layer is Layer.LOCAL_AUTHORITY]
    assert duty.binds_firmly
    assert duty.sentence.startswith("at least 8 fire drills in ")
    assert duty.cite == "Answer of Fire marshal of Springfield"


def test_a_number_without_its_author_names_no_authority() -> None:
    law = load_law("LA", None, None, LocalFireDrills(a_year=8, given_on=date(2026, 8, 3)))
    (duty,) = [duty for duty in derive_duties(law, school_year()) if duty.mandate.layer is Layer.LOCAL_AUTHORITY]
    assert duty.cite == "fire_drills_a_year in district.yaml; no one is named as its source"
    assert duty.mandate.title == "Fire drills that district.yaml asks for"
    assert "authority" not in duty.mandate.text


@pytest.mark.parametrize("state", [s for s in bundled_states() if load_law(s, None).restated])
def test_a_number_is_taken_where_the_pack_restates_the_code(state: str) -> None:
    law = load_law(state, None, None, LocalFireDrills(a_year=8, given_on=date(2026, 8, 3)))
    assert "LOCAL-FIRE" in {mandate.mandate_id for mandate in law.mandates}


@pytest.mark.parametrize(
    ("state", "citation"),
    [
        ("IN", "675 IAC 22; this citation was not verified"),
        ("AR", "Ark. Rule 015.01.22-005"),
        ("MO", "none; cities and fire districts adopt their own"),
        ("NM", "the rule that adopts them was not seen"),
    ],
)
def test_a_citation_that_was_not_seen_says_so_once(state: str, citation: str) -> None:
    record = load_state_pack(state).fire_code
    assert record is not None
    assert record.citation == citation


def test_the_record_says_what_decides() -> None:
    record = load_state_pack("AR").fire_code
    assert isinstance(record, FireCodeRecord)
    assert record.question == (
        "whether the state keeps the drill section of the International Fire Code, which was not read"
    )
    assert load_fire_code("IFC").fire_code is None


def school_year() -> Workspace:
    return workspace((campus("a"),), calendar(date(2026, 8, 17), date(2027, 5, 28)), year="2026-27")

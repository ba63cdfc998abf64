"""Topics of which no requirement is on file are named once, where they matter, until they are settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.law import DrillTable, bundled_states, load_state_pack
from drillplanner.law.coverage.registry import Registry, load_registry
from drillplanner.law.coverage.standing import Standing, coverage_of
from drillplanner.law.coverage.topics import Topic
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.caveats.law import open_questions
from drillplanner.workflow.caveats.missing_topics import missing_topics
from tests.intake.small_workspace import CAMPUSES, DISTRICT, write_workspace

#: A rule of the district on buses, so that the state's silence no longer matters.
BUSES = """\
pack_id: district
name: Test policy (invented)
reviewed: 2025-08-01
review_by: 2026-08-01
sources:
  policy: {cite: Policy (invented), url: u, version: v1, read: 2025-08-01, known_by: district_policy}
mandates:
  - mandate_id: DISTRICT-1
    title: Bus drill
    text: One a year.
    layer: district
    sources: [policy]
    confidence: district_policy
    requirement: {kind: count, what: bus evacuation drill, match: {types: [bus_evacuation]}, min: 1}
"""


SILENT_ON = {Topic.BUS, Topic.CARDIAC, Topic.NOTICE, Topic.RECORD}


def silent_state() -> str:
    """Return a state of whose law nobody looked for these topics, and whose fire code is presumed."""
    for state in bundled_states():
        pack = load_state_pack(state)
        topics = coverage_of(pack, state, load_registry())
        silent = {topic.topic for topic in topics if topic.standing is Standing.NOT_LOOKED_FOR}
        if silent >= SILENT_ON and pack.fire_code and pack.fire_code.drill_table is DrillTable.UNREAD:
            return state
    pytest.fail("every state's law is known now: test with a pack made for it")


STATE = silent_state()


def caveats_of(place: Path, state: str, more: str = "", **files: str) -> list[Caveat]:
    changes = {"district.yaml": DISTRICT.replace("state: NJ", f"state: {state}") + more, **files}
    return list(missing_topics(api.prepare(write_workspace(place, changes))))


def test_topics_that_nobody_looked_for_are_one_caveat_with_what_to_do(tmp_path: Path) -> None:
    (only,) = caveats_of(tmp_path, STATE)
    assert only.kind is CaveatKind.LAW_OPEN
    assert f"the law of {load_state_pack(STATE).name} has nothing on some topics" in only.text
    assert "bus evacuation drills, cardiac emergency drills, notices to families and agencies" in only.text
    assert "school safety office" in only.answer
    assert f"{STATE}-bus,{STATE}-cardiac,{STATE}-notice" in only.answer


def test_bus_drills_are_not_asked_about_where_no_buses_run(tmp_path: Path) -> None:
    no_buses = CAMPUSES.replace("fire_escapes", "buses").replace("regular,\n", "regular,no\n")
    (only,) = caveats_of(tmp_path, STATE, **{"campuses.csv": no_buses})
    assert "bus" not in only.text


def test_what_good_practice_adds_is_not_called_nothing(tmp_path: Path) -> None:
    (by_law,) = caveats_of(tmp_path / "law", STATE)
    assert "the plan has nothing for them. " in by_law.text
    (only,) = caveats_of(tmp_path / "practice", STATE, "practice: baseline\n")
    # No file says whether buses run, so practice adds no bus drill.
    added = "but what good practice adds (tabletop exercises)."
    assert f"the plan has nothing for them {added} " in only.text
    assert only.brief.endswith(f"the plan has nothing for that {added}")


def test_a_rule_of_the_district_fills_the_gap(tmp_path: Path) -> None:
    (only,) = caveats_of(tmp_path, STATE, **{"mandates/district.yaml": BUSES})
    assert "bus" not in only.text


def test_a_settled_topic_is_not_named_again(tmp_path: Path) -> None:
    (before,) = caveats_of(tmp_path / "before", STATE)
    settled = before.answer.rpartition("settled=")[2]
    assert caveats_of(tmp_path / "all", STATE, f"settled: [{settled}]\n") == []
    (after,) = caveats_of(tmp_path / "one", STATE, f"settled: [{STATE}-bus]\n")
    assert "bus" not in after.text
    with pytest.raises(InputError, match="settled: no law of this district has this open question"):
        caveats_of(tmp_path / "wrong", STATE, f"settled: [{STATE}-busses]\n")


def test_a_part_of_the_topics_settles_nothing(tmp_path: Path) -> None:
    place = write_workspace(tmp_path, {"district.yaml": DISTRICT.replace("state: NJ", f"state: {STATE}")})
    (before,) = missing_topics(api.prepare(place))
    first, *others = before.answer.rpartition("settled=")[2].split(",")
    assert others
    assert api.answer(place, api.Answer("settled", first, ())).settled == ()
    (after,) = missing_topics(api.prepare(place))
    assert api.answer(place, api.Answer("settled", ",".join(others), ())).settled == (after.text,)


def test_what_was_looked_for_and_what_no_plan_shows_is_said_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [
        {"state": STATE, "topic": "bus", "missing": "none_found", "read": "2026-11-29", "note": "Looked."},
        {"state": STATE, "topic": "cardiac", "missing": "not_planned", "read": "2026-11-29", "see": ["XX-09"]},
        {"state": STATE, "topic": "notice", "missing": "text_not_read", "read": "2026-11-29", "note": "Likely."},
    ]
    registry = Registry.model_validate({"packs": [], "topics": entries})
    monkeypatch.setattr("drillplanner.workflow.caveats.missing_topics.load_registry", lambda: registry)
    (only,) = caveats_of(tmp_path, STATE)
    assert (
        "There is or may be a law that we did not read, on notices to families and agencies. We did" in only.text
    )
    assert "We looked for a law, and found none, on bus evacuation drills. There is" in only.text
    assert only.text.endswith("a plan cannot show that you follow it: cardiac emergency drills (XX-09).")


def test_what_an_open_question_says_is_not_said_twice(tmp_path: Path) -> None:
    changes = {"district.yaml": DISTRICT.replace("state: NJ", "state: MI")}
    prepared = api.prepare(write_workspace(tmp_path, changes))
    assert any("cardiac drills" in caveat.text for caveat in open_questions(prepared))
    assert not any("cardiac" in caveat.text for caveat in missing_topics(prepared))


def test_a_record_that_a_fire_code_is_presumed_to_ask_for_is_planned_and_not_missing(tmp_path: Path) -> None:
    (presumed,) = caveats_of(tmp_path / "presumed", STATE)
    assert "records" not in presumed.text
    (none,) = caveats_of(tmp_path / "none", STATE, "fire_codes: []\n")
    assert "records and reports of drills" in none.text


def test_fire_and_lockdown_drills_are_left_to_the_caveat_about_schools(tmp_path: Path) -> None:
    for state in ("CA", "AK", "NE"):
        for caveat in caveats_of(tmp_path / state, state):
            assert "fire drills" not in caveat.text
            assert "lockdown" not in caveat.text

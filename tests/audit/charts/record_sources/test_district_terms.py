"""The district's terms in charts.yaml: they answer questions, waive findings, and name only known things."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.charts.record_sources.district_terms import TERMS_FILE
from drillplanner.files.errors import InputError

CAMPUS = "burnet-hill"


@pytest.fixture(scope="module")
def workspace(planned_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terms") / "livingston"
    shutil.copytree(planned_example, folder, ignore=shutil.ignore_patterns("out"))
    return folder


@pytest.fixture(scope="module")
def prepared(workspace: Path) -> api.Prepared:
    return api.prepare(workspace)


def drill_at(workspace: Path, kind: str) -> str:
    plan = api.read_plan(workspace)
    return next(drill.drill_id for drill in plan.drills if drill.campus_id == CAMPUS and drill.drill_type == kind)


def test_the_terms_answer_questions_and_waive_findings(workspace: Path, prepared: api.Prepared) -> None:
    drill = drill_at(workspace, "fire_evacuation")
    (before,) = api.judge_charts(prepared, drill_id=drill)
    assert "ICS-28" in {finding.rule for finding in before.unwaived("cannot_tell")}
    groups = ", ".join(
        f"{member.staff_id}: []" for member in prepared.workspace.staff if member.campus_id == CAMPUS
    )
    waived = before.unwaived("violation")[0].rule
    (workspace / TERMS_FILE).write_text(
        f"""
waivers:
  - {{rule: {waived}, who: Sample Alder, why: known, until: 2026-06-30, campuses: [{CAMPUS}]}}
campuses:
  {CAMPUS}:
    places: {{command_post: [Office], assembly: [Field], staging: [Lot], release: [Gym]}}
    access_needs: true
    visitors: false
    absence_groups: {{{groups}}}
agencies:
  police: {{takes_command: false}}
  fire: {{takes_command: false}}
""",
        encoding="utf-8",
    )
    (after,) = api.judge_charts(prepared, drill_id=drill)
    # The exercise director is known only by title, so their courses are unknown.
    assert {finding.rule for finding in after.unwaived("cannot_tell")} <= {"TRN-06"}
    assert {finding.rule for finding in before.unwaived("violation")} - {
        finding.rule for finding in after.unwaived("violation")
    } == {waived}
    assert after.exit_code() == 0


def test_a_typed_chart_is_judged_under_its_settings_and_waivers(
    workspace: Path, prepared: api.Prepared, tmp_path: Path
) -> None:
    post = "{id: CMD-IC, people: Sample Alder, alternates: []}"
    text = f"occasion: {{drill_type: hold, date: 2025-10-14}}\npositions: [{post}]\n"
    typed = tmp_path / "typed.yaml"
    typed.write_text(text, encoding="utf-8")
    (workspace / TERMS_FILE).write_text(
        "waivers: [{rule: DEP-01, who: Sample Alder, why: alone here, until: 2026-06-30}]\n", encoding="utf-8"
    )
    (alone,) = api.judge_chart_files([typed])
    assert "DEP-01" in {finding.rule for finding in alone.findings if finding.waived_by is None}
    (under,) = api.judge_chart_files([typed], prepared)
    assert "DEP-01" not in {
        finding.rule for finding in under.findings if finding.waived_by is None and finding.status == "violation"
    }
    typed.write_text(f"{text}waivers: []\n", encoding="utf-8")
    assert list(api.judge_chart_files([typed], prepared)) == [alone]


def test_the_terms_are_no_input_of_a_plan(workspace: Path) -> None:
    (workspace / TERMS_FILE).write_text("settings: {refresh_years: 3}\n", encoding="utf-8")
    assert api.is_current(api.prepare(workspace), api.read_plan(workspace))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("campuses: {burnett-hill: {access_needs: true}}", "Maybe you meant 'burnet-hill'"),
        ("campuses: {burnet-hill: {absence_groups: {nobody: []}}}", "person on the staff list"),
        ("agencies: {polic: {takes_command: true}}", "Maybe you meant 'police'"),
        ("settings: {severity: {ICS-99: error}}", "there is no such rule"),
        ("waivers: [{rule: ICS-98, who: a, why: b, until: 2026-06-30}]", "there is no such rule"),
        ("waivers: [{rule: ICS-09, who: a, why: b, until: soon}]", "is not a date"),
        ("campusses: {}", "Maybe you meant 'campuses'"),
    ],
)
def test_an_unknown_name_is_reported_with_its_line(
    workspace: Path, prepared: api.Prepared, text: str, message: str
) -> None:
    (workspace / TERMS_FILE).write_text(f"# a comment\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        list(api.judge_charts(prepared, drill_id="none"))
    assert f"{TERMS_FILE}:2: " in str(raised.value)
    assert message in str(raised.value)

"""A small invented district in Virginia, whose law spares PK and K the lockdown drills of the first days."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.appropriateness import profile_of
from drillplanner.appropriateness.profiles.profile import profiled_states
from drillplanner.law import load_state_pack
from drillplanner.law.kinds.permissions_and_tasks.permission import Permission
from drillplanner.model import Drill, Plan
from drillplanner.publish.calendars.events.staff import exercise_lines
from drillplanner.publish.calendars.feeds import planned_calendars
from drillplanner.publish.calendars.revisions.revision import PublishedYear
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.output import campus_letters
from drillplanner.publish.sheets.drill_page import drill_view
from drillplanner.publish.sheets.role_list import role_blocks
from drillplanner.workflow.prepared import Prepared
from tests.command_line import run_captured as run
from tests.intake.small_workspace import write_workspace
from tests.publish.letters.test_output import letters_by_path

#: The sixtieth school day of this year.
SIXTIETH = date(2026, 11, 23)
DISTRICT = """\
name: Test District (invented)
state: VA
timezone: America/New_York
year: "2026-27"
planned_on: 2026-07-01
calendar: calendar.csv
practice: none
calendar_namespace: 11111111-2222-4333-8444-555555555555
calendars:
  families: {languages: [en, es]}
"""
CALENDAR = """\
title,start,end
First day of school,2026-08-31,
Labor Day - no school,2026-09-07,
Thanksgiving break - no school,2026-11-25,2026-11-27
Last day of school,2027-02-12,
"""
CAMPUSES = """\
campus_id,name,grades,enrollment,bell_schedule,buses,private_school
oak,Oak School,K-8,300,both,no,no
little,Little Center,PK-K,80,young,no,no
high,Cedar High,9-12,500,old,no,no
"""
YOUNG = """\
name: Lower school (invented)
days:
  full:
    - {name: Lesson 1, start: 08:20, end: 09:10}
    - {name: Lesson 2, start: 09:10, end: 10:00}
    - {name: Lunch, start: 11:00, end: 11:30, tags: [lunch]}
    - {name: Lesson 3, start: 11:30, end: 12:50}
"""
OLD = """\
name: Upper school (invented)
days:
  full:
    - {name: Period 1, start: 08:20, end: 09:30}
    - {name: Period 2, start: 09:30, end: 11:40}
    - {name: Lunch, start: 12:10, end: 12:40, tags: [lunch]}
"""
BOTH = """\
name: Oak (invented)
groups:
  - {grades: K, bells: young}
  - {grades: 1-8, bells: old}
"""
FILES = {
    "district.yaml": DISTRICT,
    "campuses.csv": CAMPUSES,
    "calendar.ics": None,
    "calendar.csv": CALENDAR,
    "calendar.yaml": "# Half a year is enough here.\nfirst_day: 2026-08-31\nlast_day: 2027-02-12\n",
    "staff.csv": "staff_id,name,campus_id,title\n",
    "bells/regular.yaml": None,
    "bells/young.yaml": YOUNG,
    "bells/old.yaml": OLD,
    "bells/both.yaml": BOTH,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_workspace(tmp_path_factory.mktemp("virginia"), FILES)
    assert run("plan", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def prepared(folder: Path) -> Prepared:
    return api.prepare(folder)


@pytest.fixture(scope="module")
def plan(folder: Path) -> Plan:
    return api.read_plan(folder)


@pytest.fixture(scope="module")
def request_(prepared: Prepared, plan: Plan) -> PublishRequest:
    report = api.audit(prepared)
    return PublishRequest(plan, prepared.workspace, report.verdicts, duties=prepared.duties)


def lockdowns(plan: Plan, campus_id: str) -> list[Drill]:
    found = [drill for drill in plan.drills if (drill.campus_id, drill.drill_type) == (campus_id, "lockdown")]
    return sorted(found, key=lambda drill: drill.date)


def test_the_grades_of_each_lockdown_follow_from_its_date(plan: Plan) -> None:
    others = ("1", "2", "3", "4", "5", "6", "7", "8")
    who = [(drill.date <= SIXTIETH, drill.grades, drill.spared_grades) for drill in lockdowns(plan, "oak")]
    assert who == [(True, others, ("K",))] + [(False, ("K", *others), ())] * 2
    at_the_center = [(drill.audience, drill.grades, drill.spared_grades) for drill in lockdowns(plan, "little")]
    assert at_the_center == [("staff", (), ("PK", "K"))] + [("everyone", ("PK", "K"), ())] * 2
    assert {drill.spared_grades for drill in lockdowns(plan, "high")} == {()}
    assert {drill.spared_grades for drill in plan.drills if drill.drill_type != "lockdown"} == {()}


def test_the_rule_that_spares_them_is_kept_and_every_early_lockdown_counts(plan: Plan, prepared: Prepared) -> None:
    assert not [finding for finding in plan.findings if finding.rule == "DA-304" and finding.binds]
    verdicts = {verdict.duty: verdict for verdict in api.audit(prepared).verdicts}
    for duty in ("VA-05/oak/first-20", "VA-05.youngest/little/first-20"):
        assert verdicts[duty].status == "met"
    assert any(sentence.startswith(f"VA-08, until {SIXTIETH} at Oak School") for sentence in plan.assumptions)


def test_the_law_and_the_rule_spare_the_same_days(prepared: Prepared) -> None:
    days = prepared.workspace.calendar.dates_at("oak")
    (required,) = [delay for delay in prepared.limits["oak"].delays if delay.is_required]
    (spared,) = prepared.spared["oak"]
    assert spared.dates.last == SIXTIETH == days[required.by_band[0].school_days - 1]


@pytest.mark.parametrize("state", profiled_states())
def test_a_profile_spares_pk_and_k_as_long_as_the_states_pack_does(state: str) -> None:
    days = [
        (spares.grades, spares.within.first)
        for mandate in load_state_pack(state).mandates
        if isinstance(mandate.requirement, Permission) and (spares := mandate.requirement.spares) is not None
    ]
    delay = profile_of(state).value("pk_k_delay_days")
    assert days == ([("PK-K", delay)] if delay else [])


def test_a_table_with_these_grades_passes_and_one_that_leaves_out_more_is_a_finding(
    folder: Path, tmp_path: Path
) -> None:
    table = folder / "plan" / "schedule.csv"
    assert run("audit", folder, "--schedule", table).code in {0, 4}
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    early = next(row for row in rows if row["drill_id"] == "oak-lockdown-01")
    early["grades"] = "2;3;4;5;6;7;8"
    changed = tmp_path / "changed.csv"
    with changed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    audited = run("audit", folder, "--schedule", changed)
    assert audited.code == 1
    assert "grade 1 of Oak School is left out" in audited.out
    early["grades"] = "K;1;2;3;4;5;6;7;8"
    with changed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    audited = run("audit", folder, "--schedule", changed)
    assert audited.code == 1
    assert "The state spares PK and K such drills" in audited.out


def test_families_read_what_their_child_has(request_: PublishRequest) -> None:
    district = request_.workspace.district
    nothing = PublishedYear(namespace=district.namespace, year=district.year)
    calendars = {calendar.stem: calendar for calendar in planned_calendars(request_, date(2026, 8, 1), nothing)}
    at_oak = [event for event in calendars["families/en/oak"].events if event.starts.date() <= SIXTIETH]
    titles = [event.title for event in at_oak]
    assert titles.count("A visit to our quiet spot, and a story (grade K) – Oak") == 1
    assert titles.count("Lockdown drill (grades 1-8) – Oak School") == 1
    assert "Lockdown drill – Oak School" not in titles
    (quiet, *_) = [event for event in at_oak if "quiet spot" in event.title]
    assert "Your child does not take part" in quiet.description
    assert "lockdown" not in f"{quiet.title}{quiet.description}".casefold()
    at_the_center = [event.title for event in calendars["families/es/little"].events]
    assert at_the_center.count("Una visita a nuestro… (de prekínder a kínder) – Little Ctr.") == 1


def test_letters_go_to_those_who_take_part_and_to_those_who_do_not(request_: PublishRequest) -> None:
    letters = {path.as_posix(): letter_set for path, letter_set in letters_by_path(request_).items()}
    rows = [row for row in campus_letters(request_)["oak"].cover.rows if row.files == "families"]
    readers = Counter(row.readers for row in rows)
    assert readers["Families of grade K, who have no drill"] == readers["Families of grades 1-8"] > 0
    for row in rows:
        letter = letters["notices/oak/families-en"].letters[row.number - 1]
        if row.readers == "Families of grade K, who have no drill":
            text = " ".join(" ".join(part.paragraphs) for part in letter.parts)
            assert re.search("does not take part|did not take part", text)
            assert "doors are locked" not in text
    little = letters["notices/little/families-en"].letters
    early = [letter for letter in little if "without grades PK-K" in letter.subject]
    assert early
    assert all("This practice is for the adults" in letter.parts[0].paragraphs[1] for letter in early)


def test_staff_read_where_the_spared_grades_are(request_: PublishRequest, plan: Plan) -> None:
    details = request_.details(lockdowns(plan, "oak")[0])
    facts = {fact["name"]: fact["value"] for fact in drill_view(details)["facts"]}
    assert facts["Grades"] == "1-8"
    assert facts["Not in the drill"].startswith("grade K (the law spares them). They have instead: A visit")
    headings = [script["heading"] for script in drill_view(details)["scripts"]]
    assert headings == [
        "Grades 1-2",
        "Grades 3-5",
        "Grades 6-8",
        "Grade K, not in the drill: A visit to our quiet spot, and a story",
    ]
    chart = request_.charts.chart(details.drill.drill_id)
    duties = [role["duties"] for block in role_blocks(chart, details.spared_sentences) for role in block["posts"]]
    assert sum("Not in the drill: grade K" in duty for duty in duties) == 1
    assert any(sentence.startswith("Not in the drill: grade K") for sentence in exercise_lines(details))
    center = request_.details(lockdowns(plan, "little")[0])
    assert center.spared_sentences[0].endswith("; the school chooses the hour")
    after = request_.details(lockdowns(plan, "oak")[-1])
    assert "Not in the drill" not in {fact["name"] for fact in drill_view(after)["facts"]}


def test_a_drill_held_on_another_day_has_the_grades_of_that_day(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "district"
    shutil.copytree(folder, there)
    late = lockdowns(api.read_plan(there), "oak")[2]
    assert late.grades is not None and "K" in late.grades
    held = ("--held", "--by", "office", "--date", "2026-10-06")
    assert run("record", there, "--drill", late.drill_id, *held).code == 0
    assert run("replan", there, "--as-of", "2026-10-07").code == 0
    after = api.read_plan(there)
    moved = next(drill for drill in after.drills if drill.drill_id == late.drill_id)
    assert (moved.date, moved.spared_grades) == (date(2026, 10, 6), ("K",))
    later = [drill for drill in lockdowns(after, "oak") if drill.date > SIXTIETH]
    assert [drill.spared_grades for drill in later] == [(), ()]
    assert run("audit", there).code in {0, 4}


def test_a_lockdown_outside_the_plan_leaves_the_spared_grades_out(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "district"
    shutil.copytree(folder, there)
    extra = (
        "--extra",
        "--campus",
        "oak",
        "--type",
        "lockdown",
        "--held",
        "--by",
        "office",
        "--date",
        "2026-10-08",
    )
    assert run("record", there, *extra).code == 0
    assert run("replan", there, "--as-of", "2026-10-09").code == 0
    added = next(drill for drill in api.read_plan(there).drills if drill.date == date(2026, 10, 8))
    assert (added.spared_grades, "K" in (added.grades or ())) == (("K",), False)


def test_a_scenario_without_anything_instead_has_the_lesson_or_says_what_is_missing(
    folder: Path, tmp_path: Path
) -> None:
    there = tmp_path / "district"
    shutil.copytree(folder, there)
    bundled = Path(__file__).parents[2] / "scenarios"
    (there / "scenarios").mkdir()
    text = (bundled / "lockdown.yaml").read_text(encoding="utf-8")
    without = re.sub(r"^instead:\n(?:  .*\n|\n)*", "", text, flags=re.MULTILINE)
    without = re.sub(r"^    instead:\n(?:      .*\n)*", "", without, flags=re.MULTILINE)
    (there / "scenarios" / "lockdown.yaml").write_text(without, encoding="utf-8")
    assert run("plan", there).code == 0
    plan = api.read_plan(there)
    prepared = api.prepare(there)
    request = PublishRequest(plan, prepared.workspace, ())
    (group,) = request.details(lockdowns(plan, "oak")[0]).spared
    assert group.activity is not None
    assert group.activity.title == prepared.workspace.scenario_by_id["emergency-procedures-lesson"].title

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.shipped import shipped_folder
from drillplanner.model import (
    DISCLAIMER,
    Campus,
    Caveat,
    CaveatKind,
    DrillRecord,
    DrillType,
    DutyStatus,
    FindingPlace,
    GoalCost,
    GroupedFinding,
    Plan,
    Severity,
    Task,
    Translation,
)
from drillplanner.publish.core.html.page import script_hash
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.report.duties import web_address
from drillplanner.publish.report.output import OUTPUT, report_html
from drillplanner.publish.report.year import gap_words, plan_months, proof_sentence, verdicts_sentence
from tests.publish.conftest import NOTE, STATUTE, STATUTE_URL, changed, make_drill
from tests.publish.report.page import Element, every, read_page

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}"


@pytest.fixture(scope="module")
def text(request_: PublishRequest) -> str:
    return report_html(request_)


@pytest.fixture(scope="module")
def page(text: str) -> Element:
    return read_page(text)


def test_the_page_is_well_formed_and_every_internal_link_has_a_target(page: Element) -> None:
    ids = [element.attributes["id"] for element in every(page) if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    links = [element.attributes["href"] for element in page.all("a")]
    inner = {link[1:] for link in links if link.startswith("#")}
    # A chore's mandate has no duties in this small sample of verdicts.
    assert inner - set(ids) <= {"mandate-NJ-12", "mandate-NJ-15"}
    assert {f"drill-{name}" for name in ("burnet-fire-1", "high-weather")} < inner
    assert {link for link in links if not link.startswith("#")} == {STATUTE_URL, "https://example.org/41-7"}
    labels = {word for element in every(page) for word in element.attributes.get("aria-labelledby", "").split()}
    assert labels <= set(ids)


def test_the_page_loads_no_other_file_and_runs_its_own_script_alone(page: Element, text: str) -> None:
    assert not {element.tag for element in every(page)} & {"img", "link", "iframe", "object", "embed"}
    assert len(page.all("script")) == 1
    (form,) = page.all("form")
    assert "action" not in form.attributes
    assert not [
        name for element in every(page) for name in element.attributes if name.startswith("on") or name == "src"
    ]
    assert "url(" not in text
    assert "@import" not in text
    policy = next(element for element in page.all("meta") if "http-equiv" in element.attributes)
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src '{script_hash('report/filters.js')}'"
    )
    script = (shipped_folder("templates") / "report" / "filters.js").read_text(encoding="utf-8")
    assert f"<script>{script}</script>" in text
    assert "fetch" not in script
    assert "innerHTML" not in script


def test_the_head_names_district_year_and_plan_and_has_the_disclaimer(page: Element) -> None:
    (head,) = page.all("header")
    assert "Sample Unified, Kranjčić Valley" in head.text
    assert "school year 2025-26" in head.text
    assert "Plan 01234567, as on July 1, 2025, under the law of New Jersey" in head.text
    assert NOTE in head.text
    assert DISCLAIMER in head.text
    assert "do not publish it" in head.text
    (foot,) = page.all("footer")
    assert DISCLAIMER in foot.text
    assert "by drillplanner 0.1.0 with CP-SAT 9.15, seed 7. Law as read: US-NJ on 2026-11-24." in foot.text
    assert "0123456789abcdef" * 4 in foot.text
    assert page.all("html")[0].attributes["lang"] == "en"


def test_the_year_s_table_has_a_row_for_each_campus_and_a_cell_for_each_month(
    page: Element, request_: PublishRequest
) -> None:
    (table,) = page.all("table", class_="glance")
    heads = [cell.text for cell in table.all("thead")[0].all("th")]
    assert heads == ["Campus", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    rows = table.all("tbody")[0].all("tr")
    assert [row.all("th")[0].text for row in rows] == [campus.name for campus in request_.workspace.campuses]
    assert {len(row.all("td")) for row in rows} == {10}
    november = rows[1].all("td")[2]
    assert november.text == "L4★Lockdown drill, Tuesday, November 4, 2025, an agency attends"
    assert len(table.all("a", class_="mark")) == len(request_.plan.drills)


def test_every_table_stays_a_table_for_screen_readers(page: Element) -> None:
    tables = page.all("table")
    assert len(tables) > 5
    for table in tables:
        assert table.attributes["role"] == "table"
        assert all(row.attributes["role"] == "row" for row in table.all("tr"))
        assert all(cell.attributes["role"] == "cell" for cell in table.all("td"))
        assert all(cell.attributes["scope"] in {"col", "row"} for cell in table.all("th"))
        width = len(table.all("thead")[0].all("th"))
        for row in table.all("tbody")[0].all("tr"):
            assert len(row.all("td")) + len(row.all("th")) == width
            assert all(
                "data-label" in cell.attributes or "aria-hidden" in cell.attributes for cell in row.all("td")
            )


def test_a_mark_differs_by_more_than_color_and_is_in_the_legend(page: Element) -> None:
    (legend,) = page.all("ul", class_="legend")
    keys = [key.text for key in legend.all("span", class_="key")]
    assert "F Fire drill (5)" in keys
    assert "L Lockdown drill (4)" in keys
    assert "W Severe weather drill (1)" in keys
    assert "★ police, fire or another agency attends" in keys
    assert not any("Bus" in key for key in keys)
    marked = {mark.all("span")[0].text.rstrip("0123456789★") for mark in page.all("a", class_="mark")}
    assert marked == {"F", "L", "W", "TT", "C"}


def test_a_campus_s_table_has_each_drill(page: Element) -> None:
    (row,) = page.all("tr", id="drill-pena-lockdown-1")
    assert [cell.text for cell in row.all("td")] == [
        "Nov 4 Tuesday",
        "9:40–9:50 AM Period 2",
        "L Lockdown drill Lockdown: lights, locks, out of sight",
        "Sample Police; Division 1, North and Sample Fire Company",
        "–",
        "NJ-02",
    ]
    (other,) = page.all("tr", id="drill-high-fire-1")
    assert "the secondary route" in other.text
    (quiet,) = page.all("tr", id="drill-high-lockdown-1")
    assert "not announced" in quiet.text
    (staff,) = page.all("tr", id="drill-burnet-lockdown-2")
    assert "staff only" in staff.text
    assert len(page.all("section", class_="campus")) == 3


def test_every_mandate_has_its_source_confidence_and_duties(page: Element, request_: PublishRequest) -> None:
    mandates = page.all("details", class_="mandate")
    assert [mandate.attributes["id"] for mandate in mandates] == [
        "mandate-NJ-01",
        "mandate-NJ-02",
        "mandate-NJ-05",
    ]
    fire = mandates[0]
    assert fire.all("summary")[0].text == "all 5 scheduled NJ-01 Monthly fire drill"
    assert fire.all("p", class_="source")[0].text == f"{STATUTE} · read in the legal text"
    assert fire.all("p", class_="source")[0].all("a")[0].attributes["href"] == STATUTE_URL
    verdicts = [
        word.text
        for mandate in mandates
        for row in mandate.all("table")
        for word in row.all("span", class_="verdict")
    ]
    assert len(verdicts) == len(request_.verdicts)
    assert mandates[2].all("summary")[0].text == "1 cannot tell NJ-05 Fire escapes are used"


def test_what_needs_attention_comes_first(page: Element) -> None:
    (section,) = page.all("section", id="open")
    (row,) = section.all("tbody")[0].all("tr")
    assert row.text == (
        "日本橋 High NJ-05 Fire escapes are used Cannot tell Nobody said whether the building has fire escapes. "
        "missing: fire_escapes"
    )


def test_a_violated_duty_is_listed_before_one_that_needs_an_answer(request_: PublishRequest) -> None:
    worse = changed(request_.verdicts[0], status=DutyStatus.VIOLATED, reason="0 found")
    page = read_page(
        report_html(replace(request_, verdicts=(request_.verdicts[-1], worse, *request_.verdicts[1:-1])))
    )
    words = [word.text for word in page.all("section", id="open")[0].all("span", class_="verdict")]
    assert words == ["Not met", "Cannot tell"]
    assert page.all("details", id="mandate-NJ-01")[0].all("summary")[0].text.startswith("1 not met, 4 scheduled")


def test_chores_are_listed_by_month_each_once_with_its_days(page: Element) -> None:
    months = page.all("section", class_="month")
    assert [month.all("h3")[0].text for month in months] == [
        "October 2025",
        "November 2025",
        "March 2026",
        "May 2026",
        "June 2026",
    ]
    (chore,) = months[0].all("div", class_="chore")
    assert chore.all("p")[0].text == (
        "Send the written notice that the security drill was held. Tell afterward: parents and guardians; by the "
        "end of that school day (NJ-12)"
    )
    assert chore.all("ul")[0].text.startswith("Oct 31 Burnet Hill Elementary")
    (yearly,) = months[-1].all("div", class_="chore")
    assert yearly.all("li")[0].text == (
        "Jun 30 Burnet Hill Elementary, 日本橋 High, Peña \\North; 'Ōpūkaha‘ia, Intermediate"
    )


def test_an_agency_s_visits_are_listed_in_order(page: Element) -> None:
    agencies = page.all("section", class_="agency")
    assert [agency.all("h3")[0].text for agency in agencies] == [
        "Sample Fire Company 1 visit",
        "Sample Police; Division 1, North 2 visits",
    ]
    assert [row.all("td")[0].text for row in agencies[1].all("tbody")[0].all("tr")] == [
        "Oct 31 Friday",
        "Nov 4 Tuesday",
    ]


def test_the_cost_is_listed_by_goal_with_most_points_first(page: Element) -> None:
    (section,) = page.all("section", id="cost")
    rows = [[cell.text for cell in row.all("td")] for row in section.all("tbody")[0].all("tr")]
    assert rows == [
        ["Drills beyond an even share on one weekday", "3", "6", "18"],
        ["Duties left to the last days on which they can be met", "1", "8", "8"],
        ["Drills on a testing day", "0", "40", "0"],
        ["In all", "", "", "26"],
    ]


def test_assumptions_are_listed(page: Element) -> None:
    (section,) = page.all("section", id="assumptions")
    assert [item.text for item in section.all("li")] == [
        "No staff list was given; charts are printed with open posts.",
        "A month counts from its first school day.",
    ]


def test_it_begins_with_what_is_planned_what_to_know_and_what_to_decide(page: Element) -> None:
    (section,) = page.all("section", id="before-you-rely")
    assert [item.text for item in section.all("li")] == [
        "Open question of law. The number of fire drills was not read.",
        "Question about your schools. Are there buses? No answer for any school. "
        "drillplanner answer DIR buses=yes",
    ]
    assert section.all("p")[0].text == "In the commands, DIR is the folder with your district’s files."
    order = [section.attributes.get("id") or section.attributes["class"] for section in page.all("section")]
    assert order[:4] == ["planned", "proof", "before-you-rely", "year"]
    (know,) = page.all("section", id="proof")
    # What is not settled is the first thing to know, before how good the plan is.
    assert know.all("li")[0].text == "2 points are not settled, and some may change the plan."
    assert "point" not in " ".join(line.text for line in know.all("li")[1:])
    assert [line.text for line in page.all("section", id="planned")[0].all("li")] == [
        "From September 12, 2025 to June 16, 2026.",
        "Leave the building or the bus: 5; stay behind a door: 4; take shelter: 1; care and reunite: 1; "
        "talk through and learn: 1.",
        "Practiced in full: 12.",
        "Visits: Sample Fire Company: 1; Sample Police; Division 1, North: 2.",
    ]


def test_no_one_takes_our_check_for_a_court(page: Element) -> None:
    assert "judge" not in page.text.casefold()
    (duties,) = page.all("section", id="duties")
    assert duties.all("h2")[0].text == "Legal requirements and results"


def test_the_rest_is_folded_and_what_is_open_is_not(page: Element) -> None:
    for name in ("visits", "duties", "children", "chores", "cost", "assumptions"):
        (fold,) = (fold for fold in page.all("section", id=name)[0].all("details", class_="more"))
        assert "open" not in fold.attributes
        assert fold.children[0].tag == "summary"
    assert not page.all("section", id="open")[0].all("details")
    assert not page.all("section", id="before-you-rely")[0].all("details", class_="more")


def test_every_drill_can_be_filtered_by_school_kind_and_month(page: Element, request_: PublishRequest) -> None:
    (form,) = page.all("form", id="filters")
    assert "hidden" in form.attributes, "without the script there is nothing to choose"
    chosen = {
        select.attributes["name"]: {option.attributes["value"] for option in select.all("option")}
        for select in form.all("select")
    }
    rows = [
        (campus, row)
        for campus in page.all("section", class_="campus")
        for row in campus.all("tr")
        if "data-kind" in row.attributes
    ]
    assert len(rows) == len(request_.plan.drills)
    assert {campus.attributes["data-campus"] for campus, _ in rows} <= chosen["campus"]
    assert {row.attributes["data-kind"] for _, row in rows} == chosen["kind"] - {""}
    assert {row.attributes["data-month"] for _, row in rows} <= chosen["month"]


def test_a_plan_without_open_questions_has_no_such_section(request_: PublishRequest) -> None:
    page = read_page(report_html(replace(request_, plan=changed(request_.plan, before_you_rely=()))))
    assert page.all("section", id="before-you-rely") == []


def attacked(request_: PublishRequest) -> PublishRequest:
    """Every text that comes from a file, replaced by an attack."""
    plan, workspace = request_.plan, request_.workspace
    agencies = tuple(changed(agency, name=EVIL) for agency in workspace.district.agencies)
    return PublishRequest(
        changed(
            plan,
            district=EVIL,
            assumptions=(EVIL,),
            before_you_rely=(Caveat(kind=CaveatKind.CALENDAR, text=EVIL, answer=EVIL),),
            drills=tuple(
                changed(drill, period=EVIL, credits=(*drill.credits, EVIL), drill_id=drill.drill_id + EVIL)
                for drill in plan.drills
            ),
            tasks=tuple(
                changed(task, text=EVIL, who=EVIL, due_words=EVIL, mandate_id=EVIL, kind=EVIL)
                for task in plan.tasks
            ),
            costs=(GoalCost(goal=EVIL, breaches=1, points=1),),
            provenance=changed(plan.provenance, program=EVIL, solver=EVIL, inputs=EVIL, packs={EVIL: EVIL}),
        ),
        changed(
            workspace,
            district=changed(workspace.district, name=EVIL, note=EVIL, agencies=agencies),
            campuses=tuple(changed(campus, name=EVIL) for campus in workspace.campuses),
            scenarios=tuple(changed(scenario, title=EVIL) for scenario in workspace.scenarios),
            assumptions=(EVIL,),
        ),
        tuple(
            changed(
                verdict,
                title=EVIL,
                reason=EVIL,
                cite=EVIL,
                mandate=EVIL,
                missing_fact=EVIL,
                url="javascript:alert(1)",
            )
            for verdict in request_.verdicts
        ),
    )


def test_markup_in_any_name_stays_text(request_: PublishRequest, page: Element) -> None:
    text = report_html(attacked(request_))
    hurt = read_page(text)
    assert {element.tag for element in every(hurt)} == {element.tag for element in every(page)}
    assert not [
        name for element in every(hurt) for name in element.attributes if name.startswith("on") or name == "src"
    ]
    assert "javascript:" not in text
    assert {cell.text for cell in hurt.all("th", scope="row")} == {EVIL}
    assert hurt.all("h1")[0].text == EVIL
    assert hurt.text.count(EVIL) == hurt.text.count("alert(1)") // 2 > 100


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(address: str, kept: bool) -> None:
    assert web_address(address) == (address if kept else "")


def test_the_same_plan_gives_the_same_bytes(request_: PublishRequest, text: str, tmp_path: Path) -> None:
    backwards = replace(request_, plan=changed(request_.plan, drills=request_.plan.drills[::-1]))
    assert report_html(backwards) == text
    (path,) = OUTPUT.write(request_, tmp_path)
    assert path == tmp_path / "report.html"
    assert path.read_bytes() == text.encode()


def test_an_empty_plan_still_makes_a_page(request_: PublishRequest) -> None:
    nothing = PublishRequest(
        changed(request_.plan, drills=(), tasks=(), costs=(), objective=0, bound=0, assumptions=()),
        changed(request_.workspace, assumptions=()),
        (),
    )
    page = read_page(report_html(nothing))
    assert page.text.count("No drill is planned here.") == 3
    assert "No independent check came with this plan." in page.text
    assert "Nothing: every file said what was needed." in page.text


def test_a_drill_at_an_unlisted_campus_is_shown(request_: PublishRequest) -> None:
    stray = make_drill("annex-1", "annex", DrillType.SECURE, date(2026, 7, 2))
    more = replace(request_, plan=changed(request_.plan, drills=(*request_.plan.drills, stray)))
    (table,) = read_page(report_html(more)).all("table", class_="glance")
    last = table.all("tbody")[0].all("tr")[-1]
    assert last.all("th")[0].text == "annex"
    assert last.all("td")[-1].attributes["data-label"] == "Jul"
    assert last.all("td")[-1].text.startswith("S2")


def test_months_run_over_the_new_year(request_: PublishRequest) -> None:
    months = plan_months(request_)
    assert months[0] == date(2025, 9, 1)
    assert months[3:5] == (date(2025, 12, 1), date(2026, 1, 1))
    assert months[-1] == date(2026, 6, 1)


def scored(plan: Plan, objective: int, bound: int) -> Plan:
    gap = (objective - bound) / max(objective, 1)
    return changed(plan, objective=objective, bound=bound, gap=gap)


@pytest.mark.parametrize(
    ("objective", "bound", "gap", "sentence"),
    [
        (0, 0, "0 %", "No soft goal is breached anywhere: no plan can be better."),
        (
            1,
            1,
            "0 %",
            "Proven best: no lawful plan with as few drills and visits costs less than this one’s 1 point.",
        ),
        (
            285,
            285,
            "0 %",
            "Proven best: no lawful plan with as few drills and visits costs less than this one’s 285 points.",
        ),
        (
            1412,
            1400,
            "0.8 %",
            "This plan costs 1,412 points. No lawful plan with as few drills and visits "
            "costs less than 1,400: what could "
            "still be saved is 0.8 % of the cost at most.",
        ),
        (
            5000,
            4999,
            "under 0.1 %",
            "This plan costs 5,000 points. No lawful plan with as few drills and visits "
            "costs less than 4,999: what could "
            "still be saved is under 0.1 % of the cost at most.",
        ),
    ],
)
def test_the_proof_is_described_in_words(plan: Plan, objective: int, bound: int, gap: str, sentence: str) -> None:
    assert gap_words(scored(plan, objective, bound)) == gap
    assert proof_sentence(scored(plan, objective, bound)) == sentence


@pytest.mark.parametrize(
    ("status", "objective", "bound", "sentence"),
    [
        (
            "optimal",
            7,
            7,
            "The plan is as good as any lawful plan: none with as few drills and visits gives up less.",
        ),
        # The least number of drills is not proven, so neither is "as few drills and visits as needed".
        ("feasible", 285, 214, "A better plan may exist: this one is at most 24.9% from the best possible."),
        ("feasible", 5000, 4999, "A better plan may exist: this one is at most 0.1% from the best possible."),
        ("feasible", 0, 0, "A better plan may exist: how far this one is from the best possible is not known."),
    ],
)
def test_the_report_claims_of_the_plan_what_is_proven(
    request_: PublishRequest, status: str, objective: int, bound: int, sentence: str
) -> None:
    """It said that a plan "meets the law with as few drills and visits as needed", proven or not."""
    plan = changed(scored(request_.plan, objective, bound), status=status)
    (know,) = read_page(report_html(replace(request_, plan=plan))).all("section", id="proof")
    assert know.all("li")[2].text == f"{sentence} What was weighed"
    assert "meets the law" not in know.text


def test_the_verdicts_are_summarized_in_words(request_: PublishRequest) -> None:
    assert verdicts_sentence(request_) == (
        "12 duties have drills scheduled. We cannot tell whether 1 more duty is owed or met."
    )
    met = replace(request_, verdicts=request_.verdicts[:-1])
    assert verdicts_sentence(met) == "All 12 duties that we check have drills scheduled."


def test_a_campus_without_drills_says_so(request_: PublishRequest) -> None:
    campuses = (*request_.workspace.campuses, Campus(campus_id="annex", name="Annex", grades=("K",)))
    more = replace(request_, workspace=changed(request_.workspace, campuses=campuses))
    (section,) = read_page(report_html(more)).all("section", id="campus-annex")
    assert section.text == "Annex grades K · 0 drills No drill is planned here."


def finding(severity: Severity, status: str, *places: FindingPlace) -> GroupedFinding:
    return GroupedFinding(
        rule="DA-203",
        severity=severity,
        status=status,
        message="Families hear <too> late.",
        missing_fact="placed.notices" if status == "cannot_tell" else None,
        sources=("A guide",),
        switches=("notice_min_hours: 24 (NASSP default; A guide)",),
        places=places,
    )


def test_a_finding_is_described_once_and_then_listed_by_campus(request_: PublishRequest) -> None:
    first, second = request_.plan.drills[0], request_.plan.drills[-1]
    with_children = replace(
        request_,
        findings=(
            finding(
                Severity.REQUIRED,
                "violation",
                FindingPlace(campus_id=first.campus_id, drills=(first.drill_id,), detail="It is 2 hours."),
            ),
            finding(Severity.RECOMMENDED, "cannot_tell", FindingPlace(campus_id=second.campus_id)),
        ),
    )
    (section,) = read_page(report_html(with_children)).all("section", id="children")
    assert section.text.count("Families hear <too> late.") == 1
    assert "It is not known which notices go out, and when." in section.text
    assert "notice_min_hours: 24" in section.text
    rows = section.all("tbody")[0].all("tr")
    names = [request_.campus_name(campus_id) for campus_id in (first.campus_id, second.campus_id)]
    assert {row.all("td")[0].text for row in rows} == set(names)
    assert "Not as it should be DA-203: It is 2 hours." in section.text
    assert "Cannot tell DA-203: the year as a whole" in section.text


def test_a_rule_s_chore_is_listed_once_for_all_drills_apart_from_chores_of_the_law(
    request_: PublishRequest,
) -> None:
    rule_chores = tuple(
        Task(
            task_id=f"DA-1201/record/{drill.drill_id}",
            mandate_id="DA-1201",
            campus_id=drill.campus_id,
            drill_id=drill.drill_id,
            kind="record",
            who="the safety file",
            text="Record the drill.",
            due=drill.date,
            due_words="on the day of the drill",
            developmental=True,
        )
        for drill in request_.plan.drills
    )
    plan = request_.plan.model_copy(update={"tasks": (*request_.plan.tasks, *rule_chores)})
    page = read_page(report_html(replace(request_, plan=plan)))
    (promises,) = page.all("section", id="promises")
    (row,) = promises.all("tbody")[0].all("tr")
    assert f"DA-1201 {len(rule_chores)}" in " ".join(cell.text for cell in row.all("td"))
    (chores,) = page.all("section", id="chores")
    assert "Record the drill." not in chores.text


def test_the_texts_for_families_are_tagged_with_their_language(request_: PublishRequest) -> None:
    used = request_.plan.drills[0].scenario_id
    scenarios = tuple(
        changed(
            scenario,
            for_families="Your child walks.",
            translations={"es": Translation(for_families="Su hijo camina.")},
        )
        if scenario.scenario_id == used
        else scenario
        for scenario in request_.workspace.scenarios
    )
    asked = replace(request_, workspace=changed(request_.workspace, scenarios=scenarios))
    (section,) = read_page(report_html(asked)).all("section", id="families")
    (spanish,) = section.all("p", lang="es")
    assert spanish.text == "Español. Su hijo camina."
    assert "Your child walks." in section.text


def test_drills_that_are_not_evidenced_are_named_apart_from_the_verdicts(request_: PublishRequest) -> None:
    drill = request_.plan.drills[0]
    record = DrillRecord(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=drill.date,
        held=True,
        recorded_by="office",
    )
    district = request_.workspace.district.model_copy(update={"record_fields": ("weather",)})
    workspace = request_.workspace.model_copy(update={"district": district})
    shown = report_html(replace(request_, workspace=workspace, records=(record,)))
    assert "The drill log says that 1 drill was held" in " ".join(shown.split())
    assert f"done, not evidenced: weather (district) missing ({drill.drill_id})" in shown
    complete = record.model_copy(update={"fields": {"weather": "clear"}})
    for records in ((), (complete,)):
        assert 'id="evidence"' not in report_html(replace(request_, workspace=workspace, records=records))

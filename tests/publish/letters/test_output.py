"""Letters to families and briefings of staff: which are written, for which day, and what they give away."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from benchmarks.pdf_checkers import complaints
from drillplanner.appropriateness.text import Context, Description, screen_description
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import Drill, DrillFacts, DrillType, Scenario, Task, ToldGroup
from drillplanner.model.scenarios.fact_parts import OptOut
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.letter import Letter
from drillplanner.publish.letters.output import OUTPUT, letters_by_path
from drillplanner.publish.letters.schedule import due_letters
from tests.publish.calendars.events.test_families import drill, in_state, notice, with_drills
from tests.publish.conftest import changed, make_drill

EVE, DAY, LATER = date(2025, 11, 3), date(2025, 11, 4), date(2025, 11, 5)
FAMILIES = (ToldGroup.FAMILIES,)
STAFF = (ToldGroup.STAFF,)
FREE_TO_STAY_OUT = OptOut(offered=True, reason_needed=False, penalty=False)
SCENARIOS = tuple(parse_scenario(path.read_bytes(), path.name) for path in bundled_scenarios())


def told(tells: tuple[ToldGroup, ...], kind: str, due: date, number: int = 1, **updates: Any) -> Task:
    known = {"tells": tells, "task_id": f"XX-{number}/{kind}/one", "mandate_id": f"XX-{number}"}
    return changed(notice(due, kind=kind), **(known | updates))


def text_of(letter: Letter) -> str:
    parts = [line for part in letter.parts for line in (part.heading, *part.paragraphs, *part.points)]
    return "\n".join([letter.subject, letter.greeting, *parts, *letter.blanks])


def files(request_: PublishRequest) -> dict[str, list[Letter]]:
    return {path.as_posix(): list(one.letters) for path, one in letters_by_path(request_).items()}


def year(request_: PublishRequest, one: Drill, **choices: object) -> PublishRequest:
    """One drill with a letter before and after it, and a briefing."""
    tasks = told(FAMILIES, "notify", EVE), told(FAMILIES, "notify_after", DAY), told(STAFF, "notify", EVE)
    return in_state(with_drills(request_, one, tasks=tasks), "NJ", **choices)


def test_a_letter_for_each_notice_in_each_language_in_order_of_its_day(request_: PublishRequest) -> None:
    found = files(year(request_, drill(DrillType.FIRE_EVACUATION)))
    folder = "notices/burnet"
    assert list(found) == [f"{folder}/families-en", f"{folder}/families-es", f"{folder}/staff"]
    before, after = found[f"{folder}/families-en"]
    assert before.office[0] == "To be sent on Monday, November 3, 2025."
    assert before.office[1].startswith("Asked for by XX-1")
    assert "Not legal advice." in before.office[-2]
    assert "Send it only when the drill was held on its day." in after.office
    assert [one.subject for one in found[f"{folder}/families-es"]] == [
        "Simulacro de incendio: martes, 4 de noviembre de 2025",
        "Después de la práctica: Simulacro de incendio, martes, 4 de noviembre de 2025",
    ]
    assert "Time: 9:40–9:50 AM" in text_of(found[f"{folder}/staff"][0])


def test_only_the_languages_of_the_district(request_: PublishRequest) -> None:
    found = files(year(request_, drill(DrillType.LOCKDOWN), languages=["en"]))
    assert list(found) == ["notices/burnet/families-en", "notices/burnet/staff"]


@pytest.mark.parametrize(
    ("drill_type", "choices", "tells_hours"),
    [
        (DrillType.LOCKDOWN, {}, False),
        (DrillType.FIRE_EVACUATION, {}, False),
        (DrillType.EARLY_DISMISSAL, {}, True),
        (DrillType.EARLY_DISMISSAL, {"hours": []}, False),
    ],
)
def test_families_read_hours_only_where_their_calendar_has_them(
    request_: PublishRequest, drill_type: DrillType, choices: dict[str, object], tells_hours: bool
) -> None:
    one = drill(drill_type, agencies=("police",))
    for path, letters in files(year(request_, one, **choices)).items():
        if "families" in path:
            before, after = map(text_of, letters)
            assert ("9:40" in before) is tells_hours, path
            assert "9:40" not in after
            assert "Police" not in before + after


def test_no_letter_warns_of_a_drill_that_is_held_without_warning(request_: PublishRequest, tmp_path: Path) -> None:
    notes: list[str] = []
    request_ = replace(year(request_, drill(DrillType.FIRE_EVACUATION, announced=False)), tell=notes.append)
    (after,) = files(request_)["notices/burnet/families-en"]
    assert after.subject.startswith("After the practice")
    assert "it was held without warning beforehand" in text_of(after)
    assert "announced" not in text_of(after)
    list(OUTPUT.write(request_, tmp_path))
    assert notes == ["1 letter to families before a drill that is held without warning is not written: one."]


@pytest.mark.parametrize(
    ("windows", "days"),
    [
        ([(None, EVE), (None, DAY)], [EVE]),
        ([(EVE, DAY), (None, LATER)], [DAY]),
        ([(None, EVE), (DAY, LATER)], [EVE, LATER]),  # too early to count as the law's notice
        ([(LATER, DAY)], [DAY]),  # late already: at once
        ([], []),
    ],
)
def test_one_letter_serves_the_notices_that_count_on_its_day(
    request_: PublishRequest, windows: list[tuple[date | None, date]], days: list[date]
) -> None:
    tasks = tuple(
        told(FAMILIES, "notify", due, number, not_before=first)
        for number, (first, due) in enumerate(windows, start=1)
    )
    one = drill(DrillType.LOCKDOWN)
    found = due_letters([one], ToldGroup.FAMILIES, with_drills(request_, one, tasks=tasks))
    assert [sent.on for sent in found] == days
    assert sorted(task.task_id for sent in found for task in sent.tasks) == sorted(t.task_id for t in tasks)


def test_paper_and_text_with_names_as_they_are_written(request_: PublishRequest, tmp_path: Path) -> None:
    name = 'Peña #1 *North* "$x$" _School_ @home'
    campuses = tuple(changed(campus, name=name) for campus in request_.workspace.campuses)
    request_ = replace(request_, workspace=changed(request_.workspace, campuses=campuses))
    request_ = year(request_, drill(DrillType.LOCKDOWN))
    written = list(OUTPUT.write(request_, tmp_path))
    assert len(written) == 6
    first = {path: path.read_bytes() for path in written}
    assert [path.read_bytes() for path in OUTPUT.write(request_, tmp_path)] == list(first.values())
    for path in (one for one in written if one.suffix == ".txt"):
        assert name in first[path].decode()
    spanish = tmp_path / "notices/burnet/families-es.pdf"
    reader = pypdf.PdfReader(io.BytesIO(first[spanish]))
    assert reader.metadata is not None
    assert reader.metadata.title == f"Cartas a las familias: {name}"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"].startswith("es")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) == 2  # a page a letter
    assert name in pages[0]
    assert "To be sent on Monday, November 3, 2025." in pages[0]


@pytest.mark.parametrize("number", [1, 2])
def test_two_checkers_find_no_error_in_letters_to_a_school_with_an_endless_name(
    number: int, request_: PublishRequest, tmp_path: Path
) -> None:
    name = f"{'Featherstonehaugh' * 3} School"
    campuses = tuple(changed(campus, name=name) for campus in request_.workspace.campuses)
    request_ = year(
        replace(request_, workspace=changed(request_.workspace, campuses=campuses)), drill(DrillType.LOCKDOWN)
    )
    tasks = request_.plan.tasks[:1] if number == 1 else request_.plan.tasks
    request_ = replace(request_, plan=changed(request_.plan, tasks=tasks))
    papers = [path for path in OUTPUT.write(request_, tmp_path) if path.suffix == ".pdf"]
    assert papers
    for path in papers:
        assert complaints(path) == ()
        for page in pypdf.PdfReader(path).pages:
            assert name.split(maxsplit=1)[0] in "".join(page.extract_text().split())


@pytest.mark.parametrize("drill_type", list(DrillType))
def test_no_wording_says_what_a_developmental_rule_forbids(
    drill_type: DrillType, request_: PublishRequest
) -> None:
    """The bundled wordings, around a scenario whose own words say nothing."""
    one = changed(drill(drill_type), scenario_id=None)
    scenario = changed(request_.workspace.scenarios[0], facts=DrillFacts(opt_out=FREE_TO_STAY_OUT))
    workspace = changed(request_.workspace, scenarios=(scenario,))
    request_ = year(replace(request_, workspace=workspace), changed(one, scenario_id=scenario.scenario_id))
    found = [(path, text_of(letter)) for path, letters in files(request_).items() for letter in letters]
    texts = [text for _, text in found]
    assert len(texts) == 5
    assert sum(said in text for text in texts for said in ("take part in another way", "Si otra forma")) == 2
    # The screen reads English: what it would say of Spanish words means nothing.
    for text in (text for path, text in found if not path.endswith("-es")):
        judged = screen_description(Description(id="letter", text=text, context=Context(drill_type=drill_type)))
        assert judged.verdict == "ok", (text, judged.findings)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.scenario_id)
def test_no_letter_with_the_words_of_a_bundled_scenario_breaks_a_rule(
    scenario: Scenario, request_: PublishRequest
) -> None:
    one = make_drill("one", "burnet", scenario.drill_type, DAY, scenario_id=scenario.scenario_id, route=None)
    workspace = changed(request_.workspace, scenarios=(scenario,))
    before, _ = files(year(replace(request_, workspace=workspace), one))["notices/burnet/families-en"]
    context = Context(drill_type=scenario.drill_type)
    judged = screen_description(Description(id="letter", text=text_of(before), context=context))
    assert judged.verdict != "violation", judged.findings

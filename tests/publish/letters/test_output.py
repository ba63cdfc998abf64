"""Letters to families and staff briefings: which are written, for which day, and what they disclose."""

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
from drillplanner.model import Drill, DrillFacts, DrillType, Scenario, SpeakerAnnouncements, Task, ToldGroup
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


def notice_task(tells: tuple[ToldGroup, ...], kind: str, due: date, number: int = 1, **updates: Any) -> Task:
    fields = {"tells": tells, "task_id": f"XX-{number}/{kind}/one", "mandate_id": f"XX-{number}"}
    return changed(notice(due, kind=kind), **(fields | updates))


def text_of(letter: Letter) -> str:
    parts = [line for part in letter.parts for line in (part.heading, *part.paragraphs, *part.points)]
    return "\n".join([letter.subject, letter.greeting, *parts, *letter.blanks])


def files(request_: PublishRequest) -> dict[str, list[Letter]]:
    return {path.as_posix(): list(letter_set.letters) for path, letter_set in letters_by_path(request_).items()}


def with_letters(request_: PublishRequest, drill_: Drill, **choices: object) -> PublishRequest:
    """Return a request for one drill with a letter before and after it, and a briefing."""
    tasks = (
        notice_task(FAMILIES, "notify", EVE),
        notice_task(FAMILIES, "notify_after", DAY),
        notice_task(STAFF, "notify", EVE),
    )
    return in_state(with_drills(request_, drill_, tasks=tasks), "NJ", **choices)


def test_each_notice_has_a_letter_in_each_language_in_order_of_its_day(request_: PublishRequest) -> None:
    letters = files(with_letters(request_, drill(DrillType.FIRE_EVACUATION)))
    folder = "notices/burnet"
    assert list(letters) == [f"{folder}/families-en", f"{folder}/families-es", f"{folder}/staff"]
    before, after = letters[f"{folder}/families-en"]
    assert before.office[0] == "To be sent on Monday, November 3, 2025."
    assert before.office[1].startswith("Asked for by XX-1")
    assert "Not legal advice." in before.office[-2]
    assert "Send it only when the drill was held on its day." in after.office
    assert [letter.subject for letter in letters[f"{folder}/families-es"]] == [
        "Simulacro de incendio: martes 4 de noviembre de 2025",
        "Después de la práctica: simulacro de incendio, martes 4 de noviembre de 2025",
    ]
    assert "Time: 9:40–9:50 AM" in text_of(letters[f"{folder}/staff"][0])


def test_letters_are_written_only_in_the_languages_of_the_district(request_: PublishRequest) -> None:
    letters = files(with_letters(request_, drill(DrillType.LOCKDOWN), languages=["en"]))
    assert list(letters) == ["notices/burnet/families-en", "notices/burnet/staff"]


@pytest.mark.parametrize(
    ("drill_type", "choices", "gives_hours"),
    [
        (DrillType.LOCKDOWN, {}, False),
        (DrillType.FIRE_EVACUATION, {}, False),
        (DrillType.EARLY_DISMISSAL, {}, True),
        (DrillType.EARLY_DISMISSAL, {"hours": []}, False),
    ],
)
def test_families_read_hours_only_where_their_calendar_has_them(
    request_: PublishRequest, drill_type: DrillType, choices: dict[str, object], gives_hours: bool
) -> None:
    drill_ = drill(drill_type, agencies=("police",))
    for path, letters in files(with_letters(request_, drill_, **choices)).items():
        if "families" in path:
            before, after = map(text_of, letters)
            assert ("9:40" in before) is gives_hours, path
            assert "9:40" not in after
            assert "Police" not in before + after


def test_no_letter_warns_of_a_drill_that_is_held_without_warning(request_: PublishRequest, tmp_path: Path) -> None:
    notes: list[str] = []
    request_ = replace(
        with_letters(request_, drill(DrillType.FIRE_EVACUATION, announced=False)), tell=notes.append
    )
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
        notice_task(FAMILIES, "notify", due, number, not_before=first)
        for number, (first, due) in enumerate(windows, start=1)
    )
    lockdown = drill(DrillType.LOCKDOWN)
    request_ = with_drills(request_, lockdown, tasks=tasks)
    letters = due_letters([request_.details(lockdown)], ToldGroup.FAMILIES, request_.basis)
    assert [letter.send_by for letter in letters] == days
    served = sorted(task.task_id for letter in letters for task in letter.tasks)
    assert served == sorted(task.task_id for task in tasks)


def test_pdf_and_text_print_names_with_special_characters_unchanged(
    request_: PublishRequest, tmp_path: Path
) -> None:
    name = 'Peña #1 *North* "$x$" _School_ @home'
    campuses = tuple(changed(campus, name=name) for campus in request_.workspace.campuses)
    request_ = replace(request_, workspace=changed(request_.workspace, campuses=campuses))
    request_ = with_letters(request_, drill(DrillType.LOCKDOWN))
    written = list(OUTPUT.write(request_, tmp_path))
    assert len(written) == 6
    first = {path: path.read_bytes() for path in written}
    assert [path.read_bytes() for path in OUTPUT.write(request_, tmp_path)] == list(first.values())
    for path in (path for path in written if path.suffix == ".txt"):
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
def test_two_checkers_find_no_error_in_letters_of_a_school_with_a_very_long_name(
    number: int, request_: PublishRequest, tmp_path: Path
) -> None:
    name = f"{'Featherstonehaugh' * 3} School"
    campuses = tuple(changed(campus, name=name) for campus in request_.workspace.campuses)
    request_ = with_letters(
        replace(request_, workspace=changed(request_.workspace, campuses=campuses)), drill(DrillType.LOCKDOWN)
    )
    tasks = request_.plan.tasks[:1] if number == 1 else request_.plan.tasks
    request_ = replace(request_, plan=changed(request_.plan, tasks=tasks))
    pdfs = [path for path in OUTPUT.write(request_, tmp_path) if path.suffix == ".pdf"]
    assert pdfs
    for path in pdfs:
        assert complaints(path) == ()
        for page in pypdf.PdfReader(path).pages:
            assert name.split(maxsplit=1)[0] in "".join(page.extract_text().split())


@pytest.mark.parametrize("drill_type", list(DrillType))
def test_no_bundled_wording_breaks_a_developmental_rule(drill_type: DrillType, request_: PublishRequest) -> None:
    """The scenario has no text for families, so every sentence checked is a bundled one."""
    scenario = changed(request_.workspace.scenarios[0], facts=DrillFacts(opt_out=FREE_TO_STAY_OUT))
    workspace = changed(request_.workspace, scenarios=(scenario,))
    request_ = with_letters(
        replace(request_, workspace=workspace), changed(drill(drill_type), scenario_id=scenario.scenario_id)
    )
    path_texts = [(path, text_of(letter)) for path, letters in files(request_).items() for letter in letters]
    texts = [text for _, text in path_texts]
    assert len(texts) == 5
    assert (
        sum(
            offer in text
            for text in texts
            for offer in ("take part in another way", "puede participar de otra forma")
        )
        == 2
    )
    # The screen understands only English, so its findings on Spanish text mean nothing.
    for text in (text for path, text in path_texts if not path.endswith("-es")):
        screening = screen_description(Description(id="letter", text=text, context=Context(drill_type=drill_type)))
        assert screening.verdict == "ok", (text, screening.findings)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)
def test_no_letter_with_the_text_of_a_bundled_scenario_breaks_a_developmental_rule(
    scenario: Scenario, request_: PublishRequest
) -> None:
    drill_ = make_drill("one", "burnet", scenario.drill_type, DAY, scenario_id=scenario.scenario_id, route=None)
    workspace = changed(request_.workspace, scenarios=(scenario,))
    before, _ = files(with_letters(replace(request_, workspace=workspace), drill_))["notices/burnet/families-en"]
    context = Context(drill_type=scenario.drill_type)
    screening = screen_description(Description(id="letter", text=text_of(before), context=context))
    assert screening.verdict != "violation", screening.findings


def test_staff_read_beforehand_what_they_will_hear_on_the_speaker(request_: PublishRequest) -> None:
    words = SpeakerAnnouncements(
        begin=("This is a drill.", "Lockdown!", "Lockdown!", "This is a drill."),
        end=("It is over.", "It is over."),
        before_end="A key opens each room.",
    )
    request = with_letters(request_, drill(DrillType.LOCKDOWN))
    assert "What you hear on the speaker" not in text_of(files(request)["notices/burnet/staff"][0])
    scenarios = tuple(changed(scenario, announcements=words) for scenario in request.workspace.scenarios)
    told = replace(request, workspace=changed(request.workspace, scenarios=scenarios))
    lines = text_of(files(told)["notices/burnet/staff"][0]).splitlines()
    place = lines.index("What you hear on the speaker")
    assert lines[place + 1 : place + 3] == [
        "To begin: “This is a drill. Lockdown! This is a drill.”",
        "To end: “It is over.”",
    ]

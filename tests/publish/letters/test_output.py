"""Letters to families and staff briefings: which are written, for which day, and what they disclose."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from benchmarks.pdf_checkers import complaints
from drillplanner.appropriateness.text import Context, Description, screen_description
from drillplanner.model import (
    Audience,
    Drill,
    DrillFacts,
    DrillFormat,
    DrillType,
    LetterSigner,
    Scenario,
    SchoolSite,
    SpeakerAnnouncements,
    Task,
    ToldGroup,
)
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.fact_parts import OptOut, SensoryElement
from drillplanner.model.scenarios.fact_vocabulary import SensoryKind
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.not_happening import LeftOut, left_out
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.cover_sheet import family_rows
from drillplanner.publish.letters.documents import LetterSet
from drillplanner.publish.letters.letter import LabeledLine, Letter, LetterPart
from drillplanner.publish.letters.output import FOLDER, OUTPUT, campus_letters
from drillplanner.publish.letters.schedule import due_letters
from tests.bundled_scenarios import BUNDLED
from tests.publish.calendars.events.test_families import drill, in_state, notice, with_drills
from tests.publish.conftest import changed, make_drill

EVE, DAY, LATER = date(2025, 11, 3), date(2025, 11, 4), date(2025, 11, 5)
FAMILIES = (ToldGroup.FAMILIES,)
STAFF = (ToldGroup.STAFF,)
FREE_TO_STAY_OUT = OptOut(offered=True, reason_needed=False, penalty=False)
SCENARIOS = tuple(BUNDLED.values())


def notice_task(tells: tuple[ToldGroup, ...], kind: str, due: date, number: int = 1, **updates: Any) -> Task:
    fields = {"tells": tells, "task_id": f"XX-{number}/{kind}/one", "mandate_id": f"XX-{number}"}
    return changed(notice(due, kind=kind), **(fields | updates))


def text_of(letter: Letter) -> str:
    parts = [line for part in letter.parts for line in (part.heading, *part.paragraphs, *part.points)]
    lines = [f"{line.label} {line.value}".strip() for line in letter.lines]
    return "\n".join([letter.subject, letter.greeting, *parts, *lines])


def letters_by_path(request_: PublishRequest) -> dict[Path, LetterSet]:
    """Return the year's letters by file, a path below the output folder without suffix."""
    return {
        Path(FOLDER) / campus_id / stem: letter_set
        for campus_id, of_campus in campus_letters(request_).items()
        for stem, letter_set in of_campus.letter_sets.items()
    }


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
    assert len(letters[f"{folder}/families-en"]) == 2
    assert [letter.subject for letter in letters[f"{folder}/families-es"]] == [
        "Simulacro de incendio: martes 4 de noviembre de 2025",
        "Después de la práctica: simulacro de incendio, martes 4 de noviembre de 2025",
    ]
    assert "Time: 9:40–9:50 AM" in text_of(letters[f"{folder}/staff"][0])


def test_the_office_reads_on_its_cover_sheet_what_to_send_when_to_whom_and_by_which_law(
    request_: PublishRequest, tmp_path: Path
) -> None:
    """Before, a box above each letter said so, and had to be cut off before the letter could be sent."""
    request_ = with_letters(request_, drill(DrillType.FIRE_EVACUATION))
    written = {path.relative_to(tmp_path).as_posix(): path for path in OUTPUT.write(request_, tmp_path)}
    folder = "notices/burnet"
    stems = ("cover-sheet", "families-en", "families-es", "staff")
    papers = {f"{folder}/{stem}.{suffix}" for stem in stems for suffix in ("pdf", "txt")}
    assert set(written) == {*papers, f"{folder}/mail-merge.csv"}
    cover = written[f"{folder}/cover-sheet.txt"].read_text(encoding="utf-8")
    for words in (
        "For the office alone",
        "[ ] By Mon 11/03/2025: Fire drill, 11/04/2025",
        "To: Families. Number 1 of families.",
        "XX-1",
        "[ ] By Tue 11/04/2025: After: Fire drill, 11/04/2025",
        "Only if the drill was held on its day.",
        "To: All staff, substitutes, and visitors. Number 1 of staff.",
        "No native speaker has reviewed the Spanish text",
        "Not legal advice.",
        "All campuses, people and agencies here are invented.",
    ):
        assert words in cover, words
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(written[f"{folder}/cover-sheet.pdf"]).pages)
    assert "Fire drill, 11/04/2025" in pages
    assert complaints(written[f"{folder}/cover-sheet.pdf"]) == ()
    for stem in ("families-en", "families-es", "staff"):
        sent = written[f"{folder}/{stem}.txt"].read_text(encoding="utf-8")
        sent += "".join(page.extract_text() for page in pypdf.PdfReader(written[f"{folder}/{stem}.pdf"]).pages)
        for office_words in ("XX-1", "legal advice", "asesoría legal", "DRAFT", "BORRADOR", "To be sent", "Plan "):
            assert office_words not in sent, (stem, office_words)


def test_letters_to_families_are_a_table_for_a_messaging_system(request_: PublishRequest, tmp_path: Path) -> None:
    request_ = with_letters(request_, drill(DrillType.FIRE_EVACUATION))
    written = {path.name: path for path in OUTPUT.write(request_, tmp_path)}
    with written["mail-merge.csv"].open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["letter"], row["language"], row["send_by"]) for row in rows] == [
        ("1", "en", "2025-11-03"),
        ("1", "es", "2025-11-03"),
        ("2", "en", "2025-11-04"),
        ("2", "es", "2025-11-04"),
    ]
    for row in rows:
        whole = written[f"families-{row['language']}.txt"].read_text(encoding="utf-8")
        assert row["text"] in whole.replace("\r\n", "\n")
        assert row["text"].startswith(row["subject"])
        # Only a letter without blanks is ready to be sent.
        assert bool(row["fill_in"]) == ("____" in row["text"])
    assert "Only if the drill was held on its day." in rows[2]["note"]
    assert "No native speaker has reviewed" in rows[1]["note"]
    assert "No native speaker has reviewed" not in rows[0]["note"]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)
def test_letters_say_what_will_happen_and_what_will_not(
    scenario: Scenario, language: str, request_: PublishRequest
) -> None:
    """Before, a drill by another way out or at lunch was announced by one sentence: "It is practice"."""
    drill_ = make_drill(
        "one",
        "burnet",
        scenario.drill_type,
        DAY,
        scenario_id=scenario.scenario_id,
        route=scenario.route,
        format=scenario.format,
        audience=scenario.audience,
    )
    workspace = changed(request_.workspace, scenarios=(scenario,))
    wording = language_of(language).letters
    letters = files(with_letters(replace(request_, workspace=workspace), drill_, languages=[language]))
    before, after = letters[f"notices/burnet/families-{language}"]
    headings = {part.heading: part for part in before.parts}
    if scenario.audience is Audience.STAFF:
        assert wording.staff_only in before.parts[0].paragraphs
        assert wording.staff_only_after in after.parts[0].paragraphs
        assert [line.label for line in after.lines] == [wording.telephone, wording.signature]
    else:
        assert headings[wording.happens].paragraphs[0]
        is_lesson = scenario.format is DrillFormat.LESSON
        in_general = wording.lesson if is_lesson else wording.by_type[scenario.drill_type]
        assert LetterPart(heading=wording.practiced, paragraphs=(in_general,)) in after.parts
    # All bundled scenarios say that nobody is made to believe that the drill is real.
    said = f"{text_of(before)}".casefold()
    assert wording.never_by_fact[LeftOut.PRETENSE].casefold() in said
    violent = scenario.drill_type in (DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT)
    assert (wording.never_by_fact[LeftOut.WEAPONS].casefold() in said) is violent


def test_a_letter_denies_only_what_the_scenario_denies(request_: PublishRequest) -> None:
    lockdown = next(scenario for scenario in SCENARIOS if scenario.scenario_id == "lockdown")
    loud = SensoryElement(kind=SensoryKind.GUNFIRE_SOUND)
    facts = changed(lockdown.facts, sensory=(loud,), role_players=None, deception=None)
    (band,) = (band for band in lockdown.bands if "3" in grades_in((band,)))
    louder = changed(lockdown, facts=facts, band_facts={})
    for scenario, expected in (
        (lockdown, {LeftOut.ACTING, LeftOut.WEAPONS, LeftOut.PRETENSE}),
        (louder, set()),
        (changed(louder, facts=DrillFacts()), set()),
        # What is true for one band is not told to families of another.
        (changed(lockdown, band_facts={band: DrillFacts(sensory=(loud,))}), {LeftOut.ACTING, LeftOut.PRETENSE}),
    ):
        assert set(left_out(drill(DrillType.LOCKDOWN), scenario, ("3", "9"))) == expected
    assert left_out(drill(DrillType.LOCKDOWN), None, ("3",)) == ()


def test_a_letter_does_not_say_that_children_hide_and_that_nobody_hides(request_: PublishRequest) -> None:
    """The words for all lockdown drills say "out of sight", the facts of this one that nobody hides."""
    lockdown = next(scenario for scenario in SCENARIOS if scenario.scenario_id == "lockdown")
    unhidden = changed(
        lockdown,
        facts=changed(lockdown.facts, hidden_minutes=0),
        band_facts={},
        for_families="",
        for_families_by_grade=(),
    )
    wording = language_of("en").letters
    for scenario, hides in ((unhidden, False), (changed(unhidden, facts=lockdown.facts), True)):
        request = replace(request_, workspace=changed(request_.workspace, scenarios=(scenario,)))
        letters = [
            letter
            for group in files(with_letters(request, drill(DrillType.LOCKDOWN, scenario_id="lockdown"))).values()
            for letter in group
            if letter.greeting == wording.greeting
        ]
        text = " ".join(map(text_of, letters))
        assert len(letters) >= 2
        assert ("out of sight" in text) is hides
        assert (wording.never_by_fact[LeftOut.HIDING] in text) is not hides


def test_families_read_of_a_full_scale_exercise_that_services_may_come(request_: PublishRequest) -> None:
    """No agency may have been asked yet: "with emergency services" was a promise that nobody had made."""
    for code, words in (("en", "may take part"), ("es", "es posible que participen"), ("ar", "وقد تشارك")):
        assert words in language_of(code).letters.by_type[DrillType.FULL_SCALE]


def test_who_signs_and_the_telephone_come_from_the_school_s_site(request_: PublishRequest) -> None:
    site = SchoolSite(
        letters_signed_by=LetterSigner(name="Sample Alder", title="Principal", telephone="555-0101"),
        command_post="Main office",
    )
    workspace = changed(request_.workspace, school_sites={"burnet": site})
    request_ = with_letters(replace(request_, workspace=workspace), drill(DrillType.LOCKDOWN))
    before, after = files(request_)["notices/burnet/families-en"]
    for letter in (before, after):
        assert LabeledLine("Telephone of the school office:", "555-0101") in letter.lines
        assert letter.lines[-1] == LabeledLine("Name and title:", "Sample Alder, Principal")
        assert "Main office" not in text_of(letter)
    assert all(line.value for line in before.lines)


def test_a_title_without_a_name_is_printed_after_a_line_for_the_name(request_: PublishRequest) -> None:
    site = SchoolSite(letters_signed_by=LetterSigner(title="Superintendent"))
    request_ = replace(request_, workspace=changed(request_.workspace, school_sites={"burnet": site}))
    request_ = with_letters(request_, drill(DrillType.LOCKDOWN))
    before = files(request_)["notices/burnet/families-en"][0]
    assert before.lines[-1] == LabeledLine("Name and title:", f"{'_' * 30}, Superintendent")


@pytest.mark.parametrize(
    ("first", "limit"),
    [(None, ""), (EVE, "from 11/03/2025"), (DAY, "on this day only"), (LATER, "on this day only")],
)
def test_the_cover_sheet_says_when_a_letter_must_not_go_yet(
    first: date | None, limit: str, request_: PublishRequest
) -> None:
    lockdown = drill(DrillType.LOCKDOWN)
    request_ = with_drills(request_, lockdown, tasks=(notice_task(FAMILIES, "notify", DAY, 1, not_before=first),))
    (letter,) = due_letters([request_.details(lockdown)], ToldGroup.FAMILIES, request_.basis)
    (row,) = family_rows(letter, 1, "families-en")
    assert row.limit == limit


def with_every_scenario(request_: PublishRequest, languages: list[str]) -> PublishRequest:
    """Return a request for one drill of each bundled scenario, each with a letter and a briefing."""
    drills = tuple(
        make_drill(
            f"drill-{number}", "burnet", scenario.drill_type, DAY, scenario_id=scenario.scenario_id, route=None,
            grades=("PK", "K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"),
        )
        for number, scenario in enumerate(SCENARIOS)
    )  # fmt: skip
    tasks = tuple(
        changed(
            notice_task(group, "notify", EVE, number), drill_id=drill_.drill_id, task_id=f"XX-{number}/{group}"
        )
        for number, drill_ in enumerate(drills)
        for group in (FAMILIES, STAFF)
    )
    own = with_letters(request_, drills[0], languages=languages)
    return replace(
        own,
        plan=changed(own.plan, drills=drills, tasks=tasks),
        workspace=changed(own.workspace, scenarios=SCENARIOS),
    )


def part_of(letter: Letter, heading: str) -> tuple[str, ...]:
    return next((part.paragraphs for part in letter.parts if part.heading == heading), ())


def test_a_briefing_quotes_what_the_letter_to_families_says(request_: PublishRequest) -> None:
    letters = files(with_every_scenario(request_, ["en"]))
    told = {part_of(letter, "What will happen") for letter in letters["notices/burnet/families-en"]}
    quoted = [part_of(letter, "What families read of it") for letter in letters["notices/burnet/staff"]]
    assert sum(map(bool, quoted)) > len(SCENARIOS) // 2
    assert {text for text in quoted if text} <= told


def test_every_letter_of_the_bundled_scenarios_is_one_page(request_: PublishRequest, tmp_path: Path) -> None:
    """The cover sheet gives a letter's number as its page."""
    own = with_every_scenario(request_, ["en", "es", "ar"])
    list(OUTPUT.write(own, tmp_path))
    for stem in ("families-en", "families-es", "families-ar", "staff"):
        assert len(pypdf.PdfReader(tmp_path / f"notices/burnet/{stem}.pdf").pages) == len(SCENARIOS), stem


def test_a_letter_that_is_too_long_for_its_page_goes_on_and_counts_its_pages(
    request_: PublishRequest, tmp_path: Path
) -> None:
    scenarios = tuple(
        changed(scenario, for_families="We walk to the yard. " * 600, translations={})
        for scenario in request_.workspace.scenarios
    )
    own = replace(request_, workspace=changed(request_.workspace, scenarios=scenarios))
    list(OUTPUT.write(with_letters(own, drill(DrillType.LOCKDOWN), languages=["en"]), tmp_path))
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "notices/burnet/families-en.pdf").pages]
    assert len(pages) == 3
    assert "Page 1 of 2" in pages[0]
    assert "Page 2 of 2" in pages[1]
    assert "Page" not in pages[2]
    assert complaints(tmp_path / "notices/burnet/families-en.pdf") == ()


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
    assert "It was held without warning beforehand" in text_of(after)
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
    assert len(written) == 9
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

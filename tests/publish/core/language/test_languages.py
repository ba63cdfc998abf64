"""Each file of ``languages/`` is whole, and agrees with the English one and with the bundled scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pypdf
import pytest

from benchmarks.pdf_checkers import complaints
from drillplanner.files.errors import InputError
from drillplanner.files.yaml_document import read_document
from drillplanner.intake.workspace.language_texts import texts_in
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import ENGLISH, DrillType, Scenario
from drillplanner.model.scenarios.family_languages import language_codes, language_file
from drillplanner.model.scenarios.response_actions import ACTIONS, Vocabulary
from drillplanner.publish.core.families.passages import family_passage
from drillplanner.publish.core.language.grades import GradeWords
from drillplanner.publish.core.language.language import family_words, language
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.letter import Letter
from drillplanner.publish.letters.output import OUTPUT, campus_letters
from drillplanner.workflow.example import copy_example
from tests.publish.calendars.events.test_families import drill
from tests.publish.conftest import changed
from tests.publish.letters.test_output import letters_by_path, text_of, with_letters

BUNDLED = {path.stem: path for path in bundled_scenarios()}
OTHERS = [code for code in language_codes() if code != ENGLISH]
WITH_SCENARIOS = [code for code in OTHERS if texts_in(code)]
each_language = pytest.mark.parametrize("code", OTHERS)
each_with_scenarios = pytest.mark.parametrize("code", WITH_SCENARIOS)

#: The parts of a file that other languages translate key by key.
PARTS = ("families", "letters", "papers")
#: What one name may stand for in another language; see docs/add-a-language.md.
SAME = {"drill_inside": "drill"}


def texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{place}.{number}")


def filled_in(text: str) -> set[str]:
    return {SAME.get(name, name) for name in re.findall(r"\{(\w+)\}", text)}


def with_texts(code: str) -> dict[str, Scenario]:
    return {
        stem: parse_scenario(path.read_bytes(), path.name, texts={code: texts_in(code)[stem]})
        for stem, path in BUNDLED.items()
    }


@pytest.mark.parametrize("code", language_codes())
def test_a_file_is_whole_and_named_by_its_language(code: str) -> None:
    of_file = language(code)
    assert of_file.families.code == code
    assert set(of_file.families.drills) == set(DrillType)
    assert of_file.reviewed is (code == ENGLISH)
    assert (of_file.english_name in of_file.unreviewed) is not of_file.reviewed


@each_language
def test_texts_have_the_names_in_braces_of_the_english_ones(code: str) -> None:
    files = (read_document(language_file(of)).data for of in (ENGLISH, code))
    english, other = ({part: dict(texts(data[part])) for part in PARTS} for data in files)
    for part, of_part in english.items():
        for place, text in of_part.items():
            if place.startswith((".dates", ".grades", ".code")):
                continue
            assert filled_in(other[part][place]) == filled_in(text), (part, place)
            # A language that names what English leaves out says so in its own words.
            assert other[part][place], (part, place)


@each_language
def test_dates_hours_and_grades_are_filled_in(code: str) -> None:
    words = family_words(code)
    assert re.search(r"\b2026\b", words.date(date(2026, 10, 14)))
    assert "14" in words.date(date(2026, 10, 14))
    for start, end in ((time(9, 5), time(9, 20)), (time(11, 50), time(12, 5))):
        span = words.hours(start, end)
        assert f"{start.hour}:{start.minute:02d}" in span
        assert "{" not in span
    assert set(words.grades.names) == {"PK", "K", *map(str, range(1, 13))}
    for grades in (("PK", "K"), ("3",), ("K", "1", "4", "6", "7")):
        assert "{" not in words.grades.phrase(grades, {})


def test_spanish_writes_dates_hours_and_grades_as_spanish_readers_do() -> None:
    words = family_words("es")
    assert words.date(date(2026, 10, 14)) == "miércoles 14 de octubre de 2026"
    assert words.hours(time(14, 40), time(14, 50)) == "de 2:40 a 2:50\u00a0p.\u00a0m."
    assert words.hours(time(11, 50), time(12, 5)) == "de 11:50\u00a0a.\u00a0m. a 12:05\u00a0p.\u00a0m."


@pytest.mark.parametrize(
    ("grades", "own", "phrase"),
    [
        (("PK", "K", "1", "2"), {}, "de prekínder a 2.º grado"),
        (("K",), {}, "kínder"),
        (("3",), {}, "3.er grado"),
        (("6", "7", "8"), {}, "de 6.º a 8.º grado"),
        (("K", "3", "4"), {}, "kínder y de 3.º a 4.º grado"),
        (("K", "2", "5"), {}, "kínder, 2.º grado y 5.º grado"),
        (("K", "1"), {"K": "TK-K"}, "de TK a 1.er grado"),
    ],
)
def test_spanish_names_grades(grades: tuple[str, ...], own: dict[str, str], phrase: str) -> None:
    assert family_words("es").grades.phrase(grades, own) == phrase


def test_a_language_without_names_of_grades_writes_them_as_the_district_does() -> None:
    words = GradeWords(one="grade {grades}", several="grades {grades}")
    assert words.phrase(("K", "1"), {"K": "TK-K"}) == "grades TK-1"
    assert words.heading(("2",), {}) == "Grade 2"


@each_with_scenarios
def test_every_bundled_scenario_has_its_text_and_every_text_its_scenario(code: str) -> None:
    assert set(texts_in(code)) == set(BUNDLED)
    for stem, scenario in with_texts(code).items():
        translation = scenario.translations[code]
        assert translation.for_families, stem
        assert bool(translation.title) is bool(scenario.scripts), stem
        english = [passage.bands for passage in scenario.for_families_by_grade]
        assert [passage.bands for passage in translation.for_families_by_grade] == english, stem
        assert [activity.bands for activity in translation.instead] == [
            activity.bands for activity in scenario.instead
        ], stem
        for ours, theirs in zip(translation.instead, scenario.instead, strict=True):
            assert len(ours.say) == len(theirs.say), stem
        for band, script in translation.scripts.items():
            assert len(script.say) == len(scenario.scripts[band].say), (stem, band)
        # About as long as the English: no sentence is left out.
        assert 0.5 < len(family_passage(scenario, code)) / len(family_passage(scenario, ENGLISH)) < 1.6, stem


@each_with_scenarios
def test_response_actions_have_words_in_the_language(code: str) -> None:
    vocabulary = Vocabulary()
    for action in ACTIONS:
        assert vocabulary.words_for(action, code) != vocabulary.words_for(action, ENGLISH)
    assert vocabulary.words_for("lockdown", "vi") == vocabulary.words_for("lockdown", ENGLISH)


def district_with(folder: Path, languages: str) -> None:
    copy_example(folder)
    with (folder / "district.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\ncalendars:\n  families: {{languages: {languages}}}\n")


def test_a_district_reads_scenarios_in_the_languages_that_it_chooses(tmp_path: Path) -> None:
    district_with(tmp_path / "with", "[en, ar]")
    district_with(tmp_path / "without", "[en, es]")
    chosen, others = (read_workspace(tmp_path / name) for name in ("with", "without"))
    assert all("ar" in scenario.translations for scenario in chosen.scenarios)
    assert not any("ar" in scenario.translations for scenario in others.scenarios)
    lockdown = chosen.scenario_by_id["lockdown"].translations["ar"].title
    assert "(lockdown)" in lockdown
    assert "<" not in lockdown
    assert chosen.inputs_hash != others.inputs_hash


def test_a_language_without_a_file_is_refused_with_those_that_have_one(tmp_path: Path) -> None:
    district_with(tmp_path, "[en, xx]")
    with pytest.raises(InputError) as refused:
        read_workspace(tmp_path)
    (problem,) = refused.value.problems
    assert problem.value == "xx"
    assert problem.allowed == ", ".join(f"'{code}'" for code in language_codes())


def letters_in(code: str, request_: PublishRequest) -> list[Letter]:
    own = with_letters(request_, drill(DrillType.LOCKDOWN), languages=[code])
    return list(letters_by_path(own)[Path(f"notices/burnet/families-{code}")].letters)


@each_language
def test_the_office_reads_that_nobody_has_reviewed_a_language(code: str, request_: PublishRequest) -> None:
    note = (
        f"No native speaker has reviewed the {language(code).english_name} text: have it read before you send it."
    )
    for languages, is_told in (([code], True), ([ENGLISH], False)):
        own = with_letters(request_, drill(DrillType.LOCKDOWN), languages=languages)
        assert (note in campus_letters(own)["burnet"].cover.remarks) is is_told
        assert all(note not in text_of(letter) for letter in letters_in(languages[0], request_))


@each_language
def test_families_read_english_where_a_scenario_has_no_text_and_are_told_so(
    code: str, request_: PublishRequest
) -> None:
    scenario = changed(request_.workspace.scenarios[0], for_families="We walk to the yard.", translations={})
    own = replace(request_, workspace=changed(request_.workspace, scenarios=(scenario,)))
    lockdown = changed(drill(DrillType.LOCKDOWN), scenario_id=scenario.scenario_id, route=None)
    letters = letters_by_path(with_letters(own, lockdown, languages=[code]))
    before = letters[Path(f"notices/burnet/families-{code}")].letters[0]
    assert f"{family_words(code).only_english} We walk to the yard." in text_of(before)


def test_letters_from_right_to_left_can_be_read_aloud_and_keep_the_order_of_numbers(
    request_: PublishRequest, tmp_path: Path
) -> None:
    own = with_letters(request_, drill(DrillType.LOCKDOWN), languages=["ar"])
    list(OUTPUT.write(own, tmp_path))
    pdf = tmp_path / "notices/burnet/families-ar.pdf"
    assert complaints(pdf) == ()
    root: Any = pypdf.PdfReader(pdf).trailer["/Root"]
    assert root["/Lang"].startswith("ar")
    text = (tmp_path / "notices/burnet/families-ar.txt").read_text(encoding="utf-8")
    assert "الثلاثاء 4 نوفمبر 2025" in text

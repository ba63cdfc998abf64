"""Letters in a district's own words: what is refused, filled in, and reported; and our starting texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.shipped import shipped_folder
from drillplanner.law.family_notices.state_notices import all_state_notices
from drillplanner.model import Audience, DrillType, LetterSigner, SchoolSite
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.letter import Letter
from drillplanner.publish.letters.output import OUTPUT, campus_letters
from drillplanner.publish.letters.own_wording.findings import own_text_findings
from drillplanner.publish.letters.own_wording.placeholders import PLACEHOLDERS, TextKind, allowed_in
from drillplanner.publish.letters.own_wording.template import read_own_texts
from tests.publish.calendars.events.test_families import drill, in_state
from tests.publish.conftest import changed
from tests.publish.letters.test_output import FAMILIES, notice_task, text_of, with_letters

STARTERS = shipped_folder("templates") / "letters"
DAY = date(2025, 11, 4)


def written(folder: Path, **texts: str) -> Path:
    """Write texts into the workspace's folder of letters: ``before_en`` is ``letters/before.en.txt``."""
    home = folder / "letters"
    home.mkdir(exist_ok=True)
    for name, text in texts.items():
        stem, _, language = name.rpartition("_")
        (home / f"{stem.replace('_', '-')}.{language}.txt").write_text(text, encoding="utf-8")
    return folder


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as found:
        read_own_texts(folder)
    return found.value.problems


def english(request_: PublishRequest) -> list[Letter]:
    return list(campus_letters(request_)["burnet"].letter_sets["families-en"].letters)


def test_an_unknown_placeholder_is_named_with_file_line_and_what_is_allowed(tmp_path: Path) -> None:
    folder = written(tmp_path, before_en="Subject {date}\n\nDear families,\n\nOn {dat} at {school}.\n")
    (problem,) = problems_of(folder)
    assert (problem.file, problem.line, problem.value) == ("letters/before.en.txt", 5, "{dat}")
    assert "{date}" in (problem.allowed or "")
    assert problem.maybe == "Maybe you meant 'date'."


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("before_en", "Subject\n\nIt is {date.\n", 3, "a brace has no partner"),
        ("before_en", "Subject\n\nIt is {no_danger}.\n", 3, "a text of this kind has no such placeholder"),
        ("before_en", "# only a remark\n", None, "the file has no text"),
        ("before_en", "Subject alone\n", None, "the letter has no text below its subject"),
        ("before_en", "Subject\n# says: nothing_known\n\nText.\n", 2, "this is no part of a notice"),
        (
            "before_en",
            "Subject\n\nA\x0cform feed.\n",
            3,
            "the text has a control character, which no one can see and a terminal may obey",
        ),
        ("befor_en", "Subject\n\nText.\n", None, "this file is no letter that we know"),
        ("message_after_en", "{no_danger} {what_happens}", 1, "a text of this kind has no such placeholder"),
    ],
)
def test_what_cannot_be_read_is_refused(
    name: str, text: str, line: int | None, message: str, tmp_path: Path
) -> None:
    (problem,) = problems_of(written(tmp_path, **{name: text}))
    assert (problem.line, problem.message) == (line, message)
    assert problem.file.startswith("letters/")


def test_every_problem_of_every_file_is_reported_at_once(tmp_path: Path) -> None:
    folder = written(tmp_path, before_en="{a}\n\n{b}\n", after_es="{c}\n\nTexto\n")
    (folder / "letters" / "after.en.txt").write_bytes("Subject\n\nNi\xf1o".encode("latin-1"))
    assert [(one.file, one.line) for one in problems_of(folder)] == [
        ("letters/after.en.txt", 3),
        ("letters/after.es.txt", 1),
        ("letters/before.en.txt", 1),
        ("letters/before.en.txt", 3),
    ]


def test_a_letter_in_word_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "notes.docx").write_bytes(b"PK")
    assert read_own_texts(tmp_path) == ()
    (tmp_path / "letters" / "before.en.docx").write_bytes(b"PK")
    with pytest.raises(InputError, match=r"before\.en\.docx.*this file would not be used"):
        read_own_texts(tmp_path)


def test_a_workspace_without_own_letters_has_none(tmp_path: Path) -> None:
    assert read_own_texts(tmp_path) == ()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "logo.png").write_bytes(b"\x89PNG")
    assert read_own_texts(tmp_path) == ()


def test_letters_and_messages_are_in_the_district_s_words(request_: PublishRequest, tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        before_en="# A remark\n{drill} on {date}\n\nHello from {school},\n{district}!\n\n## Day\n\n"
        "{what_happens}\n\n## Choice\n\n{your_choice}\n\n## More\n\n- One point\n- {how_it_is_held}\n\n"
        "Call {office_phone}.\n",
        message_after_en="{school}: {drill}.\n{no_danger}",
    )
    site = SchoolSite(letters_signed_by=LetterSigner(name="Sample Alder", telephone="555-0101"))
    workspace = changed(request_.workspace, school_sites={"burnet": site})
    own = with_letters(replace(request_, workspace=workspace, folder=folder), drill(DrillType.FIRE_EVACUATION))
    before, after = english(own)
    assert before.subject == "Fire drill on Tuesday, November 4, 2025"
    text = text_of(before)
    assert "Hello from Burnet Hill Elementary, Sample Unified, Kranjčić Valley!" in text
    assert "Call 555-0101." in text
    assert "One point" in text
    # Nothing is known of a choice in New Jersey, and nothing of form is asked: headings without words go too.
    assert "Choice" not in text
    assert "remark" not in text
    assert [line.label for line in before.lines] == ["Name and title:"]
    # The other letter and language stay ours.
    ours = language_of("en").letters
    assert after.greeting == ours.greeting
    assert after.message == f"Burnet Hill Elementary: fire drill. {ours.held_calmly}"
    spanish = campus_letters(own)["burnet"].letter_sets["families-es"].letters
    assert spanish[0].greeting == language_of("es").letters.greeting


def test_an_hour_stays_untold_in_own_words_too(request_: PublishRequest, tmp_path: Path) -> None:
    folder = written(tmp_path, before_en="Subject\n\nAt {time}, {drill}.\n")
    for kind, hour in ((DrillType.LOCKDOWN, False), (DrillType.EARLY_DISMISSAL, True)):
        own = with_letters(replace(request_, folder=folder), drill(kind, scenario_id=None))
        assert ("9:40" in text_of(english(own)[0])) is hour


def test_a_drill_of_adults_keeps_our_letter(request_: PublishRequest, tmp_path: Path) -> None:
    folder = written(tmp_path, before_en="Subject\n\nYour child practices {drill}.\n")
    planned = drill(DrillType.FULL_SCALE, audience=Audience.STAFF, scenario_id=None)
    assert "Your child practices" not in text_of(
        english(with_letters(replace(request_, folder=folder), planned))[0]
    )


def test_publish_reports_what_the_texts_lack_and_mends_nothing(request_: PublishRequest, tmp_path: Path) -> None:
    folder = written(tmp_path, after_en="After {drill}\n\nThe drill went well on {date}.\n")
    notes: list[str] = []
    own = replace(with_letters(request_, drill(DrillType.LOCKDOWN)), folder=folder, tell=notes.append)
    list(OUTPUT.write(own, tmp_path / "out"))
    (lacking,) = [note for note in notes if note.startswith("letters/after.en.txt does not say")]
    assert "no_danger" in lacking
    assert "NJ-12 asks it of a notice (N.J.S.A. 18A:41-7a)" in lacking
    assert "{no_danger}" in lacking
    text = (tmp_path / "out" / "notices" / "burnet" / "families-en.txt").read_text(encoding="utf-8")
    assert "The drill went well on Tuesday, November 4, 2025." in text
    assert "no danger" not in text


def test_findings_name_hard_frightening_and_unused_texts(request_: PublishRequest, tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        before_en="Subject {date} {drill}\n\nAn actor with a fake gun will run through the halls and fire blanks. "
        "Children are not told that it is a drill.\n",
        before_ar="موضوع {date} {drill}\n\nنص.\n",
        after_en="Subject\n\nAdministrative personnel subsequently communicated comprehensive instructions to all "
        "participating educators, notwithstanding considerable complications.\n# says: no_danger, kind\n",
        after_es="Asunto {drill}\n\n{no_danger}\n",
    )
    own = in_state(request_, "NJ")
    found = own_text_findings(read_own_texts(folder), "NJ", own.duties, ("en", "es"))
    of_file = {
        name: [line for line in found if line.startswith(f"letters/{name}")]
        for name in ("before.en", "before.ar", "after.en", "after.es")
    }
    assert any("DA-" in line for line in of_file["before.en"])
    assert any("is not used: your families get letters in en, es." in line for line in of_file["before.ar"])
    (hard,) = of_file["after.en"]
    assert "hard to read: grade" in hard
    assert any("not screened" in line for line in of_file["after.es"])


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", sorted(all_state_notices()))
def test_our_starting_texts_say_what_each_state_asks(
    state: str, language: str, request_: PublishRequest, tmp_path: Path
) -> None:
    home = tmp_path / "letters"
    home.mkdir()
    for kind in TextKind:
        name = f"{kind}.{language}.txt"
        (home / name).write_bytes((STARTERS / name).read_bytes())
    texts = read_own_texts(tmp_path)
    assert [text.kind for text in texts] == sorted(TextKind)
    found = own_text_findings(texts, state, in_state(request_, state).duties, (language,))
    assert [line for line in found if "was not screened" not in line] == []


def test_starters_use_every_placeholder_that_they_may() -> None:
    used = {
        name
        for path in STARTERS.glob("*.en.txt")
        for name in PLACEHOLDERS
        if f"{{{name}}}" in path.read_text(encoding="utf-8")
    }
    assert used == set(PLACEHOLDERS) - {"district", "grades"}


@given(text=st.text(alphabet="ab{}\n #-.", max_size=60))
def test_any_text_is_read_or_refused_with_its_place(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = written(tmp_path_factory.mktemp("own"), before_en=text)
    try:
        (own,) = read_own_texts(folder)
    except InputError as error:
        assert all(problem.file == "letters/before.en.txt" for problem in error.problems)
        return
    assert own.placeholders <= {placeholder.name for placeholder in allowed_in(TextKind.BEFORE)}
    values = dict.fromkeys(PLACEHOLDERS, "x")
    assert own.parts(values)
    assert not any(sign in own.subject(values) for sign in "{}")


def test_a_later_day_needs_no_new_text(request_: PublishRequest, tmp_path: Path) -> None:
    """A text is filled in for each drill, so that one text serves the year."""
    folder = written(tmp_path, before_en="{drill}\n\nOn {date}.\n")
    drills = [
        changed(drill(DrillType.HOLD, scenario_id=None), drill_id=f"d{n}", date=DAY + timedelta(n)) for n in (0, 1)
    ]
    tasks = [
        changed(notice_task(FAMILIES, "notify", DAY - timedelta(1), n), drill_id=f"d{n}", task_id=f"T{n}")
        for n in (0, 1)
    ]
    own = in_state(replace(request_, folder=folder), "NJ")
    own = replace(own, plan=own.plan.model_copy(update={"drills": tuple(drills), "tasks": tuple(tasks)}))
    assert [letter.parts[0].paragraphs[0] for letter in english(own)] == [
        "On Tuesday, November 4, 2025.",
        "On Wednesday, November 5, 2025.",
    ]

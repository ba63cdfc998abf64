"""``drillplanner screen`` on free text: its input, exit codes, and output."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import typst

from drillplanner.appropriateness.text import Description, screen_description
from drillplanner.appropriateness.text.findings import rule_citations
from tests.command_line import run


def test_a_text_file_is_one_description(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("Officers fire blanks during the lockdown with students.", encoding="utf-8")
    ran = run(capsys, "screen", notice, "--format", "json")
    (result,) = json.loads(ran.out)["results"]
    assert (ran.code, result["id"], result["verdict"]) == (1, "notice", "violation")
    assert "blanks" in result["findings"][0]["evidence"]["text"]


@pytest.mark.parametrize("name", ["list.yaml", "list.json"])
def test_a_file_may_list_descriptions(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        {"id": "a", "text": "No blanks, no actors.", "context": {"grades": "K-2"}},
        {"id": "b", "text": "There will be an unannounced drill.", "context": {"grades": ["6", "7"]}},
    ]
    (tmp_path / name).write_text(json.dumps(entries), encoding="utf-8")
    ran = run(capsys, "screen", tmp_path / name, "--format", "json")
    assert [result["verdict"] for result in json.loads(ran.out)["results"]] == ["ok", "cannot_tell"]
    assert ran.code == 4


def test_a_folder_and_several_paths_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("Fire drill on Monday.", encoding="utf-8")
    other = tmp_path / "more" / "three.txt"
    other.parent.mkdir()
    other.write_text("Hold drill on Tuesday, announced.", encoding="utf-8")
    ran = run(capsys, "screen", tmp_path, other, "--format", "json")
    assert [result["id"] for result in json.loads(ran.out)["results"]] == ["one", "two", "three"]
    assert ran.code == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("a.yaml", b"- {id: a, txt: no}", "'txt'"),
        ("a.yaml", b"- {id: a, text: x}\n- {id: a, text: y}", "this id"),
        ("a.yaml", b"- {id: a, text: x, context: {grades: 99}}", "grade"),
        ("a.yaml", b"- !!python/object:os.system {id: a}", "YAML"),
    ],
)
def test_unusable_input_is_reported(
    name: str, content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run(capsys, "screen", tmp_path / name)
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_a_long_line_is_read_whole() -> None:
    line = "officers will not fire blanks at doors and " * 2500
    wrong = screen_description(Description(id="x", text=line + ". Then officers fire blanks at the students."))
    assert wrong.verdict != "ok"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thank you \U0001f600\U0001f680 for coming to the meeting.", 0),
        ("The folder C:\\ud83d\\ude00 says that blanks are fired at the students in the hall \U0001f600.", 1),
    ],
)
def test_json_may_write_a_letter_as_two_escapes(
    text: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letters.json"
    path.write_text(json.dumps([{"id": "a", "text": text}]), encoding="ascii")
    assert "\\ud83d\\ude00" in path.read_text(encoding="ascii")
    assert run(capsys, "screen", path).code == code


def test_what_is_only_to_be_looked_at_again_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("No child may opt out of the lockdown drill.", encoding="utf-8")
    ran = run(capsys, "screen", path)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "letter: nothing to change, 1 to look at again.")
    assert "Look again: “No child may opt out of the lockdown drill”" in ran.out and "(DA-801)" in ran.out


def test_a_letter_says_how_many_passages_are_to_be_looked_at_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(f"{HARM} No child may opt out of the lockdown drill.", encoding="utf-8")
    ran = run(capsys, "screen", path)
    look_again = ran.out.count("Look again:")
    assert ran.code == 1 and look_again > 0
    assert ran.out.splitlines()[0].endswith(f", {look_again} to look at again.")


HARM = "Officers fire blanks at the students in the hallway during the lockdown."


def docx_file(path: Path) -> None:
    """Write the smallest Word document."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>'
    )
    body = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{HARM}</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("_rels/.rels", links)
        package.writestr("word/document.xml", body)


def pdf_file(path: Path) -> None:
    """Write a PDF of one page."""
    path.write_bytes(typst.compile(HARM.encode()))


def email_file(path: Path) -> None:
    """Write a saved email."""
    path.write_text(f"From: a@example.org\nTo: b@example.org\nSubject: Drill\n\n{HARM}\n", encoding="utf-8")


def page_file(path: Path) -> None:
    """Write a saved web page."""
    path.write_text(f"<html><body><p>{HARM}</p></body></html>", encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "write"), [("docx", docx_file), ("pdf", pdf_file), ("eml", email_file), ("html", page_file)]
)
def test_letters_are_read_as_people_keep_them(
    ending: str, write: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"letter.{ending}"
    write(path)
    ran = run(capsys, "screen", path, "--format", "json")
    (result,) = json.loads(ran.out)["results"]
    assert (ran.code, result["verdict"]) == (1, "violation")
    assert "DA-101" in {finding["rule"] for finding in result["findings"]}


@pytest.mark.parametrize("ending", ["docx", "pdf", "eml"])
def test_a_damaged_letter_is_reported(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"letter.{ending}"
    path.write_bytes(b"\x00\x01 no letter" if ending != "eml" else b"Subject: empty\n\n")
    ran = run(capsys, "screen", path)
    assert ran.code == 2
    assert f"letter.{ending}" in ran.err


def test_a_pdf_with_a_damaged_page_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.pdf"
    pdf_file(path)
    path.write_bytes(path.read_bytes().replace(b"/Type/Page/", b"/Type/Pagf/"))
    ran = run(capsys, "screen", path)
    assert (ran.code, "letter.pdf: the PDF cannot be read: one of its pages is damaged" in ran.err) == (2, True)


def test_an_email_in_an_unknown_encoding_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(b'Subject: Drill\nContent-Type: text/plain; charset="utf\0-8"\n\nA drill.\n')
    ran = run(capsys, "screen", path)
    assert (ran.code, "letter.eml: the email is written in letters" in ran.err) == (2, True)


def test_a_harmless_letter_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("Fire drill on Monday. Students walk out quietly with their teacher.", encoding="utf-8")
    ran = run(capsys, "screen", notice)
    assert (ran.code, ran.out.count("\n")) == (0, 1)


def test_a_finding_says_what_to_do_instead_and_one_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(HARM, encoding="utf-8")
    short = run(capsys, "screen", notice).out
    assert short.count("(DA-101)") == 1
    assert "Instead: Leave the sound out" in short
    assert short.count("Source:") == short.count("Rule:")
    assert "http" not in short
    assert "https://" in run(capsys, "screen", notice, "--sources").out


def test_advice_for_a_text_names_no_key_of_a_scenario_file() -> None:
    keys = re.compile(r"'[a-z]+_?[a-z_]*(: [a-z_{].*)?'|band_facts|[a-z]+\.[a-z]+_[a-z]+")
    wrong = {rule: cited.advice for rule, cited in rule_citations().items() if keys.search(cited.advice)}
    assert not wrong
    assert all(cited.advice for cited in rule_citations().values())

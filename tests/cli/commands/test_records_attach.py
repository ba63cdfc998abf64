"""records attach: a sheet is kept once under its hash, verified, exported, imported, and taken away."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from drillplanner.workflow.kept_records.checks import verify_records
from tests.command_line import Ran, run
from tests.intake.small_workspace import write_workspace
from tests.records.test_attachments import SECRET, jpeg, segment

SHEET = b"%PDF-1.7\nsigned sheet of an invented drill\n%%EOF\n"
SHA = hashlib.sha256(SHEET).hexdigest()
DRILL = "oak-fire-x"

Records = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a small workspace with one recorded drill."""
    folder = write_workspace(tmp_path / "district")
    (folder / "records").mkdir()
    log = f"date,campus_id,drill_id,drill_type,status,recorded_by\n9/12/2025,oak,{DRILL},fire,held,office\n"
    (folder / "records" / "drill_log.csv").write_text(log, encoding="utf-8")
    assert run(capsys, "records", "import", folder).code == 0
    (tmp_path / "sheet.pdf").write_bytes(SHEET)
    return folder


@pytest.fixture
def records(folder: Path, capsys: pytest.CaptureFixture[str]) -> Records:
    def call(command: str, *more: object, at: Path | None = None) -> Ran:
        return run(capsys, "records", command, at or folder, *more)

    return call


def attach(records: Records, file: Path, *more: object) -> Ran:
    return records("attach", file, "--drill", DRILL, "--by", "office", *more)


def kept_file(folder: Path, sha256: str = SHA, ending: str = "pdf") -> Path:
    return folder / "records" / "attachments" / sha256[:2] / f"{sha256}.{ending}"


def test_a_sheet_is_kept_once_under_its_hash(folder: Path, records: Records) -> None:
    sheet = folder.parent / "sheet.pdf"
    ran = attach(records, sheet, "--note", "signed by the principal")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Attached: sheet.pdf ({DRILL}), {SHA[:16]}\n"
    assert kept_file(folder).read_bytes() == SHEET
    before = verify_records(folder)
    # The same file under another name is the same attachment.
    shutil.copy(sheet, folder.parent / "again.pdf")
    assert attach(records, folder.parent / "again.pdf").code == 0
    assert verify_records(folder) == before
    (listed,) = json.loads(records("attach", "--format", "json").out)["attachments"]
    assert (listed["name"], listed["campus_id"], listed["sha256"]) == ("sheet.pdf", "oak", SHA)
    assert listed["file"] == kept_file(folder).relative_to(folder).as_posix()
    assert "signed by the principal" in records("attach").out
    assert (before.attachments, before.is_whole) == (1, True)
    assert "1 attachment: as attached." in records("verify").out


def test_a_picture_is_refused_unless_no_one_is_seen_and_kept_without_the_place(
    folder: Path, records: Records
) -> None:
    photo = folder.parent / "photo.pdf"  # its name says otherwise
    photo.write_bytes(jpeg(segment(0xE1, b"Exif\x00\x00" + SECRET)))
    refused = attach(records, photo)
    assert refused.code == 2
    assert "records name no student" in refused.err
    assert "--shows-nobody" in refused.err
    assert not (folder / "records" / "attachments").exists()
    assert attach(records, photo, "--shows-nobody").code == 0
    kept = kept_file(folder, hashlib.sha256(jpeg()).hexdigest(), "jpg")
    assert kept.read_bytes() == jpeg()
    assert verify_records(folder).is_whole


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"MZ\x90 a program", "this file cannot be attached"),
        (b"", "this file cannot be attached"),
        (b"%PDF-" + bytes(10_000_000), "10"),
        (jpeg()[:-5], "this picture cannot be read"),
    ],
)
def test_what_cannot_be_attached_changes_nothing(
    folder: Path, records: Records, content: bytes, message: str
) -> None:
    before = verify_records(folder)
    file = folder.parent / "file.pdf"
    file.write_bytes(content)
    ran = attach(records, file, "--shows-nobody")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert verify_records(folder) == before


def test_a_drill_that_no_one_knows_and_half_a_request_are_refused(folder: Path, records: Records) -> None:
    sheet = folder.parent / "sheet.pdf"
    for words in (("--drill", "other", "--by", "office"), ("--drill", DRILL), ("--by", "office")):
        ran = records("attach", sheet, *words)
        assert (ran.code, ran.out) == (2, "")
    assert records("attach", sheet, "--remove", SHA, "--by", "office").code == 2
    assert not (folder / "records" / "attachments").exists()


def test_a_file_that_is_gone_or_changed_is_found(folder: Path, records: Records) -> None:
    attach(records, folder.parent / "sheet.pdf")
    kept_file(folder).write_bytes(SHEET.replace(b"signed", b"SIGNED"))
    changed = records("verify")
    assert changed.code == 1
    assert (
        f"NOT WHOLE: records/attachments/{SHA[:2]}/{SHA}.pdf (sheet.pdf, {DRILL}) is not what was attached"
        in changed.out
    )
    assert records("export", "--format", "zip", "--to", folder.parent / "e.zip").code == 2
    assert not (folder.parent / "e.zip").exists()
    kept_file(folder).unlink()
    assert "is missing" in records("verify").out
    assert json.loads(records("verify", "--format", "json").out)["damaged_attachments"]
    # Attached again, it is whole again, and no event was needed.
    before = verify_records(folder).head
    assert attach(records, folder.parent / "sheet.pdf").code == 0
    assert (verify_records(folder).is_whole, verify_records(folder).head) == (True, before)


def test_an_archive_takes_attachments_to_another_folder(folder: Path, records: Records) -> None:
    attach(records, folder.parent / "sheet.pdf")
    archive = folder.parent / "all.zip"
    assert records("export", "--format", "zip", "--to", archive).code == 0
    name = f"attachments/{SHA[:2]}/{SHA}.pdf"
    with zipfile.ZipFile(archive) as exported:
        assert exported.read(name) == SHEET
        assert f"{SHA}  {name}\n" in exported.read("SHA256SUMS").decode()
    other = write_workspace(folder.parent / "other")
    assert records("import", archive, at=other).code == 0
    assert kept_file(other).read_bytes() == SHEET
    assert verify_records(other).head == verify_records(folder).head
    again = folder.parent / "again.zip"
    assert records("export", "--format", "zip", "--to", again, at=other).code == 0
    with zipfile.ZipFile(again) as exported:
        assert exported.read(name) == SHEET


def test_an_archive_whose_attachment_was_exchanged_leaves_nothing(folder: Path, records: Records) -> None:
    attach(records, folder.parent / "sheet.pdf")
    records("export", "--format", "zip", "--to", folder.parent / "all.zip")
    name = f"attachments/{SHA[:2]}/{SHA}.pdf"
    for content in (b"%PDF-another", None):
        forged = folder.parent / "forged.zip"
        with zipfile.ZipFile(folder.parent / "all.zip") as exported, zipfile.ZipFile(forged, "w") as target:
            for part in exported.namelist():
                raw = exported.read(part)
                if part != name:
                    target.writestr(part, raw)
                elif content is not None:
                    target.writestr(part, content)
        other = write_workspace(folder.parent / f"other-{content is None}")
        ran = records("import", forged, at=other)
        assert ran.code == 2, ran.out
        assert not (other / "records").exists() or not list((other / "records").rglob("*.pdf"))
        assert not (other / "records" / "drills.sqlite").exists()


def test_what_is_taken_away_is_deleted_and_its_hash_stays_on_record(folder: Path, records: Records) -> None:
    attach(records, folder.parent / "sheet.pdf")
    assert records("attach", "--remove", SHA[:4], "--by", "office").code == 2
    ran = records("attach", "--remove", SHA[:16], "--by", "office", "--note", "wrong drill")
    assert (ran.code, ran.out) == (0, f"Taken away: sheet.pdf ({DRILL}), {SHA[:16]}\n")
    assert not kept_file(folder).exists()
    assert records("attach").out == "Nothing is attached.\n"
    assert verify_records(folder).is_whole
    records("export", "--format", "jsonl", "--to", folder.parent / "e.jsonl")
    events = [json.loads(line) for line in (folder.parent / "e.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [event["kind"] for event in events[-2:]] == ["attached", "attachment_removed"]
    assert all(event["body"]["sha256"] == SHA for event in events[-2:])
    assert records("attach", "--remove", SHA, "--by", "office").code == 2


def test_a_sheet_of_several_drills_is_taken_away_from_one_or_from_all(folder: Path, records: Records) -> None:
    second = folder.parent / "more.csv"
    second.write_text(
        "date,campus_id,drill_id,drill_type,status,recorded_by\n9/19/2025,oak,oak-fire-y,fire,held,office\n",
        encoding="utf-8",
    )
    assert records("import", second).code == 0
    sheet = folder.parent / "sheet.pdf"
    both = [f"Taken away: sheet.pdf ({drill}), {SHA[:16]}" for drill in (DRILL, "oak-fire-y")]

    def attach_to_both() -> None:
        for drill in (DRILL, "oak-fire-y"):
            assert records("attach", sheet, "--drill", drill, "--by", "office").code == 0

    attach_to_both()
    refused = records("attach", "--remove", SHA, "--by", "office", "--drill", "oak-fire-z")
    assert (refused.code, refused.out) == (2, "")
    assert "no attachment of oak-fire-z has this hash" in refused.err
    assert records("attach", "--remove", SHA, "--by", "office", "--drill", "oak-fire-y").out == f"{both[1]}\n"
    assert kept_file(folder).read_bytes() == SHEET
    attach_to_both()
    assert records("attach", "--remove", SHA, "--by", "office").out.splitlines() == both
    assert not kept_file(folder).exists()
    assert verify_records(folder).is_whole


def test_a_file_that_cannot_be_deleted_is_told(folder: Path, records: Records) -> None:
    attach(records, folder.parent / "sheet.pdf")
    kept_file(folder).unlink()
    kept_file(folder).mkdir()
    ran = records("attach", "--remove", SHA, "--by", "office")
    assert (ran.code, ran.out) == (2, "")
    assert f"records/attachments/{SHA[:2]}/{SHA}.pdf: it is taken away in the records" in ran.err
    assert "delete it yourself" in ran.err
    assert records("attach").out == "Nothing is attached.\n"


def test_a_copy_of_the_records_says_what_else_to_copy(folder: Path, records: Records) -> None:
    assert "attachments" not in records("backup").out
    attach(records, folder.parent / "sheet.pdf")
    assert "Copy records/attachments too" in records("backup").out


def test_a_sheet_is_attached_while_its_drill_is_recorded(
    capsys: pytest.CaptureFixture[str], folder: Path, records: Records
) -> None:
    told = ("--campus", "oak", "--type", "fire", "--date", "2025-10-10", "--held", "--by", "office")
    ran = run(capsys, "record", folder, *told, "--attach", folder.parent / "sheet.pdf")
    assert (ran.code, "Attached: sheet.pdf." in ran.out) == (0, True)
    (listed,) = json.loads(records("attach", "--format", "json").out)["attachments"]
    assert (listed["drill_id"], listed["sha256"]) == ("oak-fire-evacuation-on-2025-10-10", SHA)
    # What cannot be attached records nothing either.
    before = verify_records(folder)
    (folder.parent / "yard.jpg").write_bytes(jpeg())
    other = ("--campus", "oak", "--type", "fire", "--date", "2025-11-10", "--held", "--by", "office")
    refused = run(capsys, "record", folder, *other, "--attach", folder.parent / "yard.jpg")
    assert (refused.code, "may show a child" in refused.err, verify_records(folder)) == (2, True, before)
    allowed = run(capsys, "record", folder, *other, "--attach", folder.parent / "yard.jpg", "--shows-nobody")
    assert (allowed.code, verify_records(folder).attachments) == (0, 2)
    again = ("--campus", "oak", "--type", "fire", "--date", "2025-12-10", "--held", "--by", "office")
    as_json = ("--attach", folder.parent / "sheet.pdf", "--format", "json")
    assert json.loads(run(capsys, "record", folder, *again, *as_json).out)["attached"] == "sheet.pdf"
    together = run(capsys, "record", folder, "--from", folder.parent / "sheet.pdf", "--attach", "sheet.pdf")
    assert together.code == 2
    alone = run(capsys, "record", folder, "--attach", folder.parent / "sheet.pdf")
    assert (alone.code, "name it" in alone.err) == (2, True)

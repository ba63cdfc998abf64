"""The checkers over all paper: every file is read by both, once, and a run that was stopped goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from benchmarks import check_forms
from benchmarks.check_forms import output_of, remarks, summary
from benchmarks.checked_files import read_all, recorded_readings
from benchmarks.pdf_checkers import Reading, checkers
from tests.publish.forms.invented_school import pdf


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A good file, its copy, and one without structure."""
    folder = tmp_path_factory.mktemp("papers")
    good, copy, broken = (folder / name for name in ("good.pdf", "copy.pdf", "broken.pdf"))
    good.write_bytes(pdf("L1"))
    copy.write_bytes(good.read_bytes())
    writer = pypdf.PdfWriter(clone_from=good)
    for name in ("/StructTreeRoot", "/MarkInfo", "/Lang"):
        del writer.root_object[pypdf.generic.NameObject(name)]
    writer.write(broken)
    return [good, copy, broken]


def run(paths: list[Path], record: Path) -> tuple[dict[str, Reading], list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    found = {path.name: one for path, one in read_all(paths, record, 1, lambda *done: told.append(done))}
    return found, told


def test_a_run_that_was_cut_off_goes_on_and_reads_nothing_twice(papers: list[Path], tmp_path: Path) -> None:
    record = tmp_path / "checked.jsonl"
    found, told = run(papers, record)
    assert len(told) == 2, "two files of the same bytes are read once"
    assert told[-1][0] == told[-1][1] == sum(one.stat().st_size for one in (papers[0], papers[2]))
    assert found["good.pdf"].errors == () == found["copy.pdf"].errors
    assert {error.split(" ")[0] for error in found["broken.pdf"].errors} == {"outloud", "pdfua"}
    assert run(papers, record) == (found, [])
    lines = record.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if found["good.pdf"].sha256 in line]
    record.write_text(f"{kept[0]}\n{lines[-1][:40]}", encoding="utf-8")  # stopped while it wrote
    again, told = run(papers, record)
    assert again == found
    assert len(told) == 1
    # Another version of a checker reads everything anew.
    older = record.read_text(encoding="utf-8").replace(checkers(), "outloud 0, pdfua 0")
    record.write_text(older, encoding="utf-8")
    assert recorded_readings(record) == {}


def test_the_summary_counts_by_output() -> None:
    good = Reading("a", checkers(), 3, (), (("outloud TAB-001, warning", 2),))
    bad = Reading("b", checkers(), 4, ("pdfua 7.1: x",), (("outloud TAB-001, warning", 1),))
    readings = [("packets/oak.pdf", good), ("packets/district.pdf", bad), ("forms/oak/a.pdf", good)]
    assert [output_of(name) for name, _ in readings] == ["packets", "binder", "forms"]
    names = [*(name for name, _ in readings), "forms/oak/not-read-yet.pdf"]
    assert summary(names, readings).splitlines()[2:] == [
        "| binder | 1 | 1 | 4 | 1 |",
        "| forms | 2 | 1 | 3 | 0 |",
        "| packets | 1 | 1 | 3 | 0 |",
        "| all | 4 | 3 | 10 | 1 |",
    ]
    assert remarks(readings) == ["outloud TAB-001, warning: 5 in 3 files"]


def test_named_files_are_read_without_a_workspace(
    papers: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    record = ["--record", str(tmp_path / "checked.jsonl"), "--processes", "1"]
    monkeypatch.setattr("sys.argv", ["check_forms", "--files", str(papers[0]), *record])
    assert check_forms.main() == 0
    assert "| all | 1 | 1 |" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["check_forms", "--files", str(papers[2]), *record])
    assert check_forms.main() == 1
    assert "broken.pdf: " in capsys.readouterr().out


def test_a_file_that_is_written_anew_meanwhile_is_told_as_it_is_then(papers: list[Path], tmp_path: Path) -> None:
    late = tmp_path / "late.pdf"
    late.write_bytes(papers[0].read_bytes())

    def listed() -> Iterator[Path]:
        yield late
        late.write_bytes(papers[2].read_bytes())  # its hash was taken, and nobody has read it yet

    ((path, reading),) = read_all(listed(), tmp_path / "checked.jsonl", 1, lambda *done: None)
    assert path == late
    assert reading.errors

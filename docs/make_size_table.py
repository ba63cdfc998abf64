"""Writes into docs/what-is-installed.md what an installation is made of, measured on one made for the purpose.

Run ``python docs/make_size_table.py`` after ``make lock``. It needs ``uv``. The wheel of this checkout and the
locked packages go into an empty environment. Measured is what is there then, what is there after the
commands of a year, and what is there when everything is compiled, as pip and pipx do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

from benchmarks.page import write_between

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "what-is-installed.md"
MEGABYTE = 1024 * 1024
#: Smaller packages are summed up.
LARGE = 3 * MEGABYTE
#: What each large package is for.
NEEDED_FOR = {
    "Django": "the tables of records; its pages, forms, and languages are not used",
    "drillplanner": "the program; 26 MB are its reader of free text, 9 MB templates and fonts",
    "icalendar": "reading and writing calendars",
    "networkx": "flows and matchings",
    "numpy": "the reader of free text; OR-Tools asks for it too",
    "ortools": "the search for the best plan, and its proof",
    "pandas": "nothing: OR-Tools asks for it, and drillplanner never loads it",
    "pydantic": "checking what your files hold",
    "pydantic_core": "the same",
    "PyYAML": "reading the files of a workspace",
    "pypdfium2": "calendars in PDF",
    "python-calamine": "spreadsheets",
    "xlsxwriter": "the workbook of the year",
    "simplemma": "dictionary forms of English words; the package brings 53 other languages",
    "typst": "PDF, with fonts of its own",
    "tzdata": "time zones",
}


def installed_sizes(place: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Install into an environment at the place; return bytes by package: written, after use, all compiled."""
    wheel, locked = place / "wheel", place / "locked.txt"
    python = place / "environment" / "bin" / "python"
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", wheel)
    _run(
        *("uv", "pip", "compile", "--quiet", "--universal", "--no-header", "--no-emit-index-url"),
        *("--constraint", "requirements/lock.txt", "pyproject.toml", "--output-file", locked),
    )
    _run("uv", "venv", "--quiet", "--python", sys.executable, place / "environment")
    _run(
        *("uv", "pip", "install", "--quiet", "--link-mode", "copy", "--python", str(python)),
        *("--requirement", str(locked), *map(str, wheel.glob("*.whl"))),
    )
    site = next(place.glob("environment/lib/*/site-packages"))
    written = _sizes(site)
    _use(python.parent / "drillplanner", place)
    used = _sizes(site)
    _run(python, "-m", "compileall", "-q", site)
    return written, used, _sizes(site)


def _run(*command: str | Path) -> None:
    # A machine may be set up to write no compiled files; what people have writes them.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _use(program: Path, place: Path) -> None:
    """Plan and publish the year of a school, and screen a text."""
    schools, letter, folder = place / "schools.csv", place / "letter.txt", place / "district"
    schools.write_text("name,grades\nMaple Elementary School,K-5\n", encoding="utf-8")
    letter.write_text("Teachers lock the door and count the children.", encoding="utf-8")
    _run(program, "init", folder, "--state", "IL", "--year", "2025-26", "--campuses", schools)
    _run(program, "plan", folder)
    _run(program, "publish", folder)
    subprocess.run([str(program), "screen", str(letter)], check=False, stdout=subprocess.DEVNULL)


def _sizes(site: Path) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for package in distributions(path=[str(site)]):
        sizes[package.metadata["Name"]] = sum(_size(site / top) for top in _tops(package))
    return sizes


def _tops(package: Distribution) -> set[str]:
    """Return the folders and files of a package at the top of the environment."""
    return {file.parts[0] for file in package.files or () if file.parts[0] not in {"..", "__pycache__"}}


def _size(path: Path) -> int:
    files: Iterable[Path] = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_blocks * 512 for file in files if file.is_file())


def table(written: Counter[str], used: Counter[str], compiled: Counter[str]) -> str:
    """Return the table of large packages, the largest first, and the sums."""
    columns = (written, used, compiled)
    large = [name for name, size in compiled.most_common() if size >= LARGE]
    unexplained = [name for name in large if name not in NEEDED_FOR]
    if unexplained:
        raise ValueError(f"say in NEEDED_FOR what these are for: {', '.join(unexplained)}")
    lines = ["| package | MB | after use | all compiled | needed for |", "| --- | --- | --- | --- | --- |"]
    lines += [_row(name, [name], columns, NEEDED_FOR[name]) for name in large]
    small = [name for name in compiled if name not in large]
    lines.append(_row(f"{len(small)} others", small, columns, "each less than 3 MB"))
    lines.append(_row("**all**", list(compiled), columns, ""))
    return "\n".join(lines)


def _row(title: str, names: Sequence[str], columns: Sequence[Counter[str]], why: str) -> str:
    sizes = " | ".join(f"{sum(sizes[name] for name in names) / MEGABYTE:.0f}" for sizes in columns)
    return f"| {title} | {sizes} | {why} |"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write_between(PAGE, "sizes", table(*installed_sizes(Path(folder))))

"""Faults: a copy of the repository with all mutants of a room beside the functions they change."""

from __future__ import annotations

import ast
import contextlib
import json
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

from benchmarks.mutants.rooms import SownRoom

ROOT = Path(__file__).parent.parent.parent
_FIRST = "__mutmut_orig"


@dataclass(frozen=True)
class Mutant:
    """One fault.

    ``name`` is mutmut's, ``lines`` are the lines of the unchanged function's copy in the sown file that reach the
    fault, and ``was`` and ``became`` are the changed text. With file and function they name it across versions.
    """

    name: str
    file: str
    function: str
    was: str
    became: str
    lines: tuple[int, ...]


def sow(room: SownRoom, field: Path) -> tuple[Mutant, ...]:
    """Put the mutants of a room into a copy of the repository."""
    mutants: list[Mutant] = []
    with contextlib.chdir(field):
        for path in _code(room):
            mutants.extend(_sow_file(path))
    return tuple(mutants)


def write_mutants(mutants: tuple[Mutant, ...], path: Path) -> None:
    """Write them as JSON."""
    path.write_text(json.dumps([asdict(mutant) for mutant in mutants]), encoding="utf-8")


def read_mutants(path: Path) -> tuple[Mutant, ...]:
    """Read what ``write_mutants`` wrote."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Mutant(**{**row, "lines": tuple(row["lines"])}) for row in rows)


def copy_repository(field: Path) -> None:
    """Copy what git knows or would add into an empty folder; what it ignores is not needed by any test."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (field / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, field / name)
    (field / "setup.cfg").write_text("[mutmut]\nsource_paths=drillplanner\n", encoding="utf-8")


def _code(room: SownRoom) -> Iterator[Path]:
    for place in map(Path, room.code):
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


def _sow_file(path: Path) -> Iterator[Mutant]:
    sown = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    path.write_text(sown.code, encoding="utf-8")
    lines = sown.code.splitlines()
    module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    for name in sown.mutant_names:
        mangled = name.rpartition("__mutmut_")[0]
        first, mutated = (sown.line_span_by_function_name[one] for one in (mangled + _FIRST, name))
        before, after = lines[first.start - 1 : first.end], lines[mutated.start - 1 : mutated.end]
        start = next(at for at, text in enumerate(before) if text.lstrip().startswith("def "))
        fault = [text.replace(name, mangled + _FIRST) for text in after]
        was, became, changed = _difference(before, fault)
        yield Mutant(
            name=f"{module}.{name}",
            file=path.as_posix(),
            function=mangled.removeprefix("x").strip("ǁ_").replace("ǁ", ".")
            if "ǁ" in mangled
            else mangled.removeprefix("x_"),
            was=was,
            became=became,
            lines=tuple(
                first.start + start + at for at in _lines_of_statement(before[start:], max(changed - start, 0))
            ),
        )


def _difference(before: list[str], after: list[str]) -> tuple[str, str, int]:
    """Return the changed text, what it became, and the first changed line (from 0)."""
    same_above = _common_start(before, after)
    rest_before, rest_after = before[same_above:], after[same_above:]
    same_below = _common_start(rest_before[::-1], rest_after[::-1])
    cut = [lines[same_above : len(lines) - same_below] for lines in (before, after)]
    was, became = (" ".join(" ".join(lines).split()) for lines in cut)
    return was, became, same_above


def _common_start(one: list[str], other: list[str]) -> int:
    """Return how many first lines are the same."""
    different = (
        at for at, (line, line_of_other) in enumerate(zip(one, other, strict=False)) if line != line_of_other
    )
    return next(different, min(len(one), len(other)))


def _lines_of_statement(function: list[str], at: int) -> set[int]:
    """Return the lines (from 0) of the innermost statement that holds a line, without the statements inside it."""
    tree = ast.parse(textwrap.dedent("\n".join(function)))
    statement: ast.stmt = tree.body[0]
    body = False
    while inner := next((child for child in _statements_in(statement) if _holds(child, at + 1)), None):
        statement, body = inner, True
    whole = set(range(statement.lineno - 1, statement.end_lineno or statement.lineno))
    if not body:  # a default value: every call that reaches the function may see it
        return whole
    for child in _statements_in(statement):
        whole -= set(range(child.lineno - 1, child.end_lineno or child.lineno))
    return whole


def _statements_in(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        else:
            yield from _statements_in(child)


def _holds(statement: ast.stmt, line: int) -> bool:
    return statement.lineno <= line <= (statement.end_lineno or statement.lineno)

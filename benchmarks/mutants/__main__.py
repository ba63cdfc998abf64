"""Sow faults into rooms, count those that the tests notice, and list the others."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from benchmarks.mutants.equivalents import is_equivalent, read_equivalents
from benchmarks.mutants.rooms import ROOMS, room_named
from benchmarks.mutants.scores import NOTICED, Score, keep_score, write_page
from benchmarks.mutants.sowing import Mutant, copy_repository, sow, write_mutants


@click.command()
@click.option("--room", "names", multiple=True, help="A room; may be given again. Without it: all.")
@click.option("--sample", type=int, help="So many mutants of each room, drawn at random. Without it: all.")
@click.option("--seed", default=25, show_default=True, help="For the sample.")
@click.option("--seconds", default=5.0, show_default=True, help="Quickest tests of a mutant, this long in all.")
@click.option("--function", "functions", multiple=True, help="Only mutants whose file and function contain this.")
@click.option(
    "--again", is_flag=True, help="Only those that were not noticed in the last run into the same folder."
)
@click.option("--into", type=click.Path(path_type=Path), default=Path("build/mutants"), show_default=True)
@click.option("--keep", is_flag=True, help="Keep the score in scores.json and write the page of the docs.")
@click.option("--page", "page_alone", is_flag=True, help="Only write the page.")
@click.argument("tests", nargs=-1)
def main(
    names: tuple[str, ...],
    sample: int | None,
    seed: int,
    seconds: float,
    functions: tuple[str, ...],
    again: bool,
    into: Path,
    keep: bool,
    page_alone: bool,
    tests: tuple[str, ...],
) -> None:
    """Sow faults into rooms, run the tests that reach each, and list the faults that no test notices.

    TESTS are files or folders of tests to use in place of the rooms' own.
    """
    into.mkdir(parents=True, exist_ok=True)
    try:
        chosen = () if page_alone else tuple(map(room_named, names)) or ROOMS
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    for shared, rooms in itertools.groupby(
        sorted(chosen, key=lambda room: room.tests), key=lambda room: room.tests
    ):
        with tempfile.TemporaryDirectory(prefix="drillplanner-mutants-") as folder:
            field = Path(folder)
            copy_repository(field)
            every = {room: sow(room, field) for room in rooms}
            drawn = {
                room: _draw(mutants, functions, _missed(into / room.file) if again else None, sample, seed)
                for room, mutants in every.items()
            }
            rows = _try(tuple(itertools.chain(*drawn.values())), tests or shared, field, seconds)
        for room, mutants in drawn.items():
            own = [row for mutant in mutants if (row := rows.get(mutant.name))]
            (into / room.file).write_text("".join(json.dumps(row) + "\n" for row in own), encoding="utf-8")
            _print_missed(mutants, own)
            score = Score.of(room.name, len(every[room]), mutants, own)
            click.echo(score.sentence())
            if keep:
                keep_score(score)
    if keep or page_alone:
        write_page()


def _draw(
    mutants: tuple[Mutant, ...], functions: tuple[str, ...], missed: set[str] | None, sample: int | None, seed: int
) -> tuple[Mutant, ...]:
    """Return the mutants to try, in the order of the code."""
    wanted = [
        mutant
        for mutant in mutants
        if (not functions or any(part in f"{mutant.file}:{mutant.function}" for part in functions))
        and (missed is None or mutant.name in missed)
    ]
    if sample is None or sample >= len(wanted):
        return tuple(wanted)
    names = set(random.Random(seed).sample([mutant.name for mutant in wanted], sample))  # noqa: S311 (a sample, no secret)
    return tuple(mutant for mutant in wanted if mutant.name in names)


def _missed(results: Path) -> set[str]:
    """Return the names of the mutants that the tests did not notice in the last run."""
    return {str(row["name"]) for row in _rows(results) if row["outcome"] not in NOTICED}


def _try(
    mutants: tuple[Mutant, ...], tests: tuple[str, ...], field: Path, seconds: float
) -> dict[str, dict[str, object]]:
    """Run pytest with the plugin in the sown copy, and return what became of each mutant by its name."""
    plan, results = field / "mutants.json", field / "mutants.jsonl"
    write_mutants(mutants, plan)
    results.touch()
    environment = os.environ | {
        "DRILLPLANNER_MUTANTS": str(plan),
        "DRILLPLANNER_MUTANT_RESULTS": str(results),
        "DRILLPLANNER_MUTANT_SECONDS": str(seconds),
        "PYTHONPATH": str(field),
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-p",
        "benchmarks.mutants.trial",
        "-p",
        "no:cacheprovider",
    ]
    subprocess.run([*command, *tests], cwd=field, env=environment, check=False, stdout=subprocess.DEVNULL)
    rows = {str(row["name"]): row for row in _rows(results)}
    if len(rows) < len(mutants):
        raise click.ClickException(f"pytest ended after {len(rows)} of {len(mutants)} mutants: run it alone")
    return rows


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _print_missed(mutants: tuple[Mutant, ...], rows: list[dict[str, object]]) -> None:
    outcomes = {row["name"]: row["outcome"] for row in rows}
    equivalents = read_equivalents()
    for mutant in mutants:
        outcome = outcomes.get(mutant.name, "not tried")
        if outcome in NOTICED or is_equivalent(mutant, equivalents):
            continue
        click.echo(f"{outcome}: {mutant.file}: {mutant.function}\n    - {mutant.was}\n    + {mutant.became}")


if __name__ == "__main__":
    main()

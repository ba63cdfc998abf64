"""The workspace that is attacked: two invented schools, planned, published, and with a drill on record."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.attacks.processes import ran
from drillplanner import __path__ as package
from drillplanner import api
from tests.intake.small_workspace import DISTRICT, write_workspace

AS_OF = "2026-01-12"
#: Commands that write.
WRITERS: tuple[tuple[str, ...], ...] = (
    ("replan", "DIR", "--as-of", AS_OF, "--close", "2026-02-03"),
    ("plan", "DIR", "--seed", "1"),
    ("answer", "DIR", "has_aed=yes"),
    ("publish", "DIR", "--only", "tables,icalendar"),
    ("record", "DIR", "Oak, fire, 10/7", "--by", "office", "--extra"),
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    *WRITERS,
    ("check", "DIR"),
    ("audit", "DIR"),
    ("audit", "DIR", "--schedule", "DIR/plan/schedule.csv"),
    ("status", "DIR", "--as-of", AS_OF),
    ("charts", "DIR"),
    ("explain", "DIR"),
    ("record", "DIR"),
    ("records", "verify", "DIR"),
    ("records", "export", "DIR"),
    ("records", "notice", "DIR", "--drill", "elm-fire-evacuation-on-2025-09-30", "--after", "--by", "office"),
    ("records", "backup", "DIR", "--to", "DIR/kept.sqlite"),
    ("publish", "DIR", "--diff"),
    ("init", "DIR/new", "--state", "NJ", "--calendar", "DIR/calendar.ics"),
    ("screen", "DIR/letter.txt"),
)
#: What belongs to one year, and changes together.
_YEAR = ("plan/plan.json", "plan/schedule.csv", "closures.csv", "campuses.csv")


def make_workspace(folder: Path) -> None:
    """Plan two schools, publish, and record a drill.

    On the way this process loads what takes seconds: the program, the law, the scenarios. Its forks need not.
    """
    letter = "Dear families, on Tuesday your child practices to leave the building.\n"
    # A plan under the law of Wyoming is made in a sixth of the time that one of New Jersey takes.
    district = DISTRICT.replace("state: NJ", "state: WY")
    write_workspace(folder, {"district.yaml": district, "letter.txt": letter})
    # The search starts threads, which a process that forks must not have.
    _must_run(("plan", "DIR"), folder)
    for module in pkgutil.walk_packages(package, "drillplanner."):
        # Django loads the modules of tables itself.
        if module.name not in {"drillplanner.__main__", "drillplanner.store.models"}:
            importlib.import_module(module.name)
    prepared = api.prepare(folder)
    api.audit(prepared)
    list(api.judge_charts(prepared))
    list(api.publish(prepared, ("tables", "icalendar")))
    _must_run(("record", "DIR", "Elm, fire, 9/30", "--by", "office", "--extra"), folder)
    # No fork looks through what this process holds.
    gc.collect()
    gc.freeze()


def _must_run(arguments: Sequence[str], folder: Path) -> None:
    done = ran(arguments, folder)
    if done.code:
        raise SystemExit(f"the workspace cannot be made:\n{done.text}")


def content(folder: Path) -> dict[str, bytes]:
    """Return the plain files of a workspace, without those that tell what a command printed."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
        if not (name := path.relative_to(folder).as_posix()).startswith("details/")
    }


def changed_names(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Return the names of the files that came, went, or have another content."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def year(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that belong to one year."""
    return {name: files.get(name, b"") for name in _YEAR}

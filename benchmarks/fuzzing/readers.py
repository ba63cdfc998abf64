"""Every file that a command reads, with the command that reads it and the inputs with which fuzzing begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_EXAMPLE = ROOT / "examples" / "livingston_nj"
_INIT = ("init", "DIR/new", "--state", "NJ", "--calendar")


@dataclass(frozen=True)
class Reader:
    """A file of a workspace, by its name there, and the command that reads it.

    ``seeds`` are patterns below the root of the repository. Where the workspace has the file, that is one too.
    """

    file: str
    command: tuple[str, ...] = ("check", "DIR")
    seeds: tuple[str, ...] = ()
    text: str = ""

    @property
    def name(self) -> str:
        """A name for a folder."""
        return self.file.replace("/", "-")

    def first_inputs(self, workspace: Path) -> Iterator[bytes]:
        """Yield the inputs with which fuzzing begins; at least one."""
        if self.text:
            yield self.text.encode()
        if (workspace / self.file).is_file():
            yield (workspace / self.file).read_bytes()
        for pattern in self.seeds:
            yield from (path.read_bytes() for path in sorted(ROOT.glob(pattern))[:20])


_EVENTS = "kind,first,last,campus\nstaff_training,2025-09-03,,oak\nreal_emergency,2025-10-06,2025-10-07,elm\n"
_LIST = "Calendar 2025-26\nSeptember 2 First day of school\nOctober 13 Columbus Day, no school\nJune 18 Last day\n"

READERS = (
    Reader("district.yaml"),
    Reader("campuses.csv"),
    Reader("staff.csv"),
    Reader("calendar.ics", seeds=("examples/livingston_nj/calendar.ics",)),
    Reader("calendar.yaml", seeds=("examples/livingston_nj/calendar.yaml",)),
    Reader("bells/regular.yaml", seeds=("examples/livingston_nj/bells/*.yaml",)),
    Reader("bells/own.bell", seeds=("tests/intake/bells/bell_schools/*/schedules.bell",)),
    Reader("events.csv", text=_EVENTS, seeds=("examples/elsewhere/events.csv",)),
    Reader("closures.csv", text="date,campus,cause,note\n2026-02-03,oak,severe_weather,snow\n"),
    Reader("filed.csv", text="campus,drill_type,date,start\noak,fire_evacuation,2025-10-07,9:30\n"),
    Reader("units.csv", text="campus_id,unit_id,name,kind\noak,north,North Hall,building\n"),
    Reader("site.yaml", seeds=("examples/livingston_nj/site.yaml",)),
    Reader("improvement.yaml", seeds=("examples/livingston_nj/improvement.yaml",)),
    Reader("scenarios/own.yaml", seeds=("scenarios/*.yaml",)),
    Reader("mandates/own.yaml", seeds=("examples/livingston_nj/mandates/*.yaml",)),
    Reader("letters/family_before.en.txt", text="Dear families, on {date} {school} has a {drill}.\n"),
    Reader("plan/plan.json", ("audit", "DIR")),
    Reader("plan/schedule.csv", ("audit", "DIR", "--schedule", "DIR/plan/schedule.csv")),
    Reader("plan/revisions.json", ("publish", "DIR", "--diff")),
    Reader("records/drill_log.csv", ("record", "DIR")),
    Reader("records/drills.sqlite", ("records", "verify", "DIR")),
    Reader("out/published.json", ("publish", "DIR", "--only", "tables")),
    Reader(
        "held.csv",
        ("record", "DIR", "--from", "DIR/held.csv", "--by", "office"),
        text="School,Drill,Date\nOak,fire,10/7\n",
    ),
    Reader("letter.txt", ("screen", "DIR/letter.txt")),
    Reader("given.txt", (*_INIT, "DIR/given.txt"), text=_LIST),
    Reader("given.html", (*_INIT, "DIR/given.html"), text=f"<table><tr><td>{_LIST}</td></tr></table>"),
    Reader("given.csv", (*_INIT, "DIR/given.csv"), text="Date,Event\n9/2/2025,First day\n6/18/2026,Last day\n"),
)

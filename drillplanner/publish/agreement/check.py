"""Hold the finished papers of each drill against each other: what they say alike must be the same.

Nothing is taken from what the papers were made of. The text of each PDF is read back, and whatever states a
deadline, a target, or who commands is compared with what the other papers of that drill state.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.errors import PapersDisagreeError
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.model import Frozen
from drillplanner.publish.agreement.pdf_text import pages_of_pdf
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import drill_file_name

_FILE = Path(__file__).with_name("stated_values.yaml")
#: The folders below ``out/`` that hold papers of single drills.
FOLDERS = ("sheets", "forms", "exercises")
_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBER_OF_WORD = {word: str(number) for number, word in enumerate(_NUMBERS)}
#: The marks that may stand behind a name: alternate in two posts, training not on record.
_MARKS = r"(?:[ \u00a0](?:×\d+)?†?)?,?"
#: The folder of the packets of schools, which hold the same pages.
PACKETS = "packets"
#: What the name of a paper that another one contradicts ends in.
DO_NOT_USE = "-do-not-use"
#: How many conflicts the error lists.
MOST_LISTED = 10


class StatedValue(Frozen):
    """Something that papers state: its name in words, where a person changes it, and how a paper states it."""

    id: str
    name: str
    change: str
    numbers: bool = False
    any_case: bool = False
    find: tuple[str, ...] = Field(min_length=1)


class _ValueFile(Frozen):
    values: tuple[StatedValue, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Statement:
    """What one paper states on one page."""

    value: str
    path: Path
    page: int

    def __str__(self) -> str:
        below_out = "/".join(self.path.parts[-3:])  # such as sheets/oak/2025-10-07-oak-fire-01.pdf
        return f"{self.value} ({below_out}, page {self.page})"


@cache
def stated_values() -> tuple[tuple[StatedValue, tuple[re.Pattern[str], ...]], ...]:
    """Return what papers state, each with its expressions. Raises InputError: the file is invalid."""
    file = parse_as(_ValueFile, read_document(_FILE, shown_as="publish/agreement/stated_values.yaml"))
    return tuple((value, tuple(map(re.compile, value.find))) for value in file.values)


def statements_in(text: str) -> Iterator[tuple[StatedValue, str]]:
    """Yield what a text states: the kind of value, and the value as all papers would write it."""
    for value, patterns in stated_values():
        for pattern in patterns:
            for match in pattern.finditer(text):
                stated = " ".join(match[1].split())
                if not value.numbers:
                    yield value, stated.lower() if value.any_case else stated
                elif (number := _NUMBER_OF_WORD.get(stated, stated)).isdigit():
                    yield value, number


@dataclass(frozen=True)
class Agreement:
    """What papers of one drill state differently, in sentences, and those papers under their new names."""

    conflicts: tuple[str, ...] = ()
    renamed: tuple[Path, ...] = ()

    def require(self) -> None:
        """Raise PapersDisagreeError if papers of one drill differ."""
        if self.conflicts:
            more = len(self.conflicts) - MOST_LISTED
            lines = [*self.conflicts[:MOST_LISTED], *([f"and {more} more"] if more > 0 else [])]
            raise PapersDisagreeError(
                "Papers of one drill say different things. The papers of these drills, and packets with them, now "
                f"end in {DO_NOT_USE}.pdf; all others can be used:\n  " + "\n  ".join(lines)
            )


def agreement_of(request: PublishRequest, written: Iterable[Path], out: Path) -> Agreement:
    """Compare the finished papers of each drill, and rename those that differ, so that nobody prints them.

    ``written`` are the files that this publication has written below ``out``; only papers of drills are read.
    Packets of schools with such a drill hold the same pages, and are renamed too.
    """
    written = tuple(written)
    drills = {drill_file_name(drill).removesuffix(".pdf"): drill for drill in request.plan.drills}
    papers: dict[str, list[Path]] = defaultdict(list)
    for path in written:
        if path.suffix == ".pdf" and path.relative_to(out).parts[0] in FOLDERS:
            stem = next((stem for stem in _stems_of(path.stem) if stem in drills), None)
            if stem is not None:
                papers[stem].append(path)
    conflicts: list[str] = []
    differing: list[Path] = []
    for stem, paths in papers.items():
        drill = drills[stem]
        if found := tuple(conflicts_of(drill.drill_id, paths, request.charts.chart(drill.drill_id))):
            conflicts += found
            packet = out / PACKETS / f"{drill.campus_id}.pdf"
            differing += [*paths, *(path for path in written if path == packet)]
    renamed = tuple(path.replace(_do_not_use(path)) for path in dict.fromkeys(differing))
    return Agreement(tuple(conflicts), renamed)


def _do_not_use(path: Path) -> Path:
    return path.with_name(f"{path.stem}{DO_NOT_USE}{path.suffix}")


def _stems_of(stem: str) -> Iterator[str]:
    """Yield the stem of a file, then what is left of it before each of its hyphens: a document's name follows."""
    while stem:
        yield stem
        stem = stem.rpartition("-")[0]


def conflicts_of(drill_id: str, paths: Iterable[Path], chart: RoleChart) -> Iterator[str]:
    """Yield a sentence on each value that the papers of a drill state differently."""
    stated: dict[str, list[Statement]] = defaultdict(list)
    names: dict[str, tuple[str, str]] = {}
    radios = _radio_pattern(chart)
    for path in sorted(paths):
        for page, text in enumerate(pages_of_pdf(path.read_bytes()), start=1):
            for value, words in statements_in(text):
                stated[value.id].append(Statement(words, path, page))
                names[value.id] = value.name, value.change
            for match in () if radios is None else radios.finditer(text):
                key = f"radio of {match[1]}"
                stated[key].append(Statement(match[2], path, page))
                names[key] = f"the radio of {match[1]}", "the column 'radio' of staff.csv"
    for key, statements in stated.items():
        by_value = {statement.value: statement for statement in reversed(statements)}
        if len(by_value) > 1:
            name, change = names[key]
            said = "; ".join(str(by_value[value]) for value in sorted(by_value))
            yield f"{drill_id}: {name}: {said}. To change it: {change}."


def _radio_pattern(chart: RoleChart) -> re.Pattern[str] | None:
    """Return what finds a person of the chart with a radio channel of the chart behind the name."""
    radios: Mapping[str, str] = {
        person.name: person.radio
        for post in (*chart.posts, *chart.on_call)
        for person in (*post.people, *post.alternates)
        if person.name and person.radio
    }
    if not radios:
        return None
    people, channels = (
        "|".join(re.escape(words) for words in sorted(set(group), key=len, reverse=True))
        for group in (radios.keys(), radios.values())
    )
    return re.compile(rf"\b({people}){_MARKS}[ \u00a0]radio[ \u00a0]({channels})(?!\w)")

"""Hold the finished papers of each drill against each other: what they say alike must be the same.

Nothing is taken from what the papers were made of. The text of each paper is read back, and whatever states a day,
an hour, a deadline, a target, or who commands is compared with what the other papers of that drill state.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from drillplanner.files.errors import PapersDisagreeError
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.publish.agreement.pages import DrillIndex, PaperPage, pages_of
from drillplanner.publish.agreement.stated_values import ValueScope, statements_in
from drillplanner.publish.core.request import PublishRequest

#: The marks that may stand behind a name: alternate in two posts, training not on record.
_MARKS = r"(?:[ \u00a0](?:×\d+)?†?)?,?"
#: What the name of a paper that another one contradicts ends in.
DO_NOT_USE = "-do-not-use"
#: How many conflicts the error lists.
MOST_LISTED = 10
#: The folders whose files others fetch by their names: they keep them, and only papers are renamed.
_KEPT_NAMES = ("calendars",)


@dataclass(frozen=True)
class Statement:
    """What one paper states, and on which page; an entry of a calendar has none."""

    value: str
    paper: Path
    page: int | None

    def __str__(self) -> str:
        # Such as: 8 (sheets/oak/2025-10-07-oak-fire-01.pdf, page 1)
        where = self.paper.as_posix() if self.page is None else f"{self.paper.as_posix()}, page {self.page}"
        return f"{self.value} ({where})"


@dataclass(frozen=True)
class StatedBy:
    """A statement, the drill or school that it is about, and what is stated, with where a person changes it.

    ``is_wrong_alone``: no other paper needs to say otherwise, since the plan has no such drill.
    """

    about: str
    name: str
    change: str
    statement: Statement
    is_wrong_alone: bool = False


@dataclass(frozen=True)
class Agreement:
    """What papers state differently, in sentences, and the papers that do, below ``out/``."""

    conflicts: tuple[str, ...] = ()
    differing: frozenset[Path] = frozenset()

    def final_name(self, paper: Path) -> Path:
        """Return the name that a paper gets: its own, or one that says not to use it."""
        if paper.with_suffix(".pdf") not in self.differing:
            return paper
        return paper.with_name(f"{paper.stem}{DO_NOT_USE}{paper.suffix}")

    def require(self) -> None:
        """Raise PapersDisagreeError if papers of one drill differ."""
        if self.conflicts:
            more = len(self.conflicts) - MOST_LISTED
            lines = [*self.conflicts[:MOST_LISTED], *([f"and {more} more"] if more > 0 else [])]
            raise PapersDisagreeError(
                "Papers of one drill say different things. The papers of these drills, and packets with them, now "
                f"end in {DO_NOT_USE}.pdf; all others can be used:\n  " + "\n  ".join(lines)
            )


class PaperReader:
    """Reads each paper as soon as it is finished, while others are still being printed.

    Only what papers state is kept, and not their text, so that memory does not grow with their pages.
    """

    def __init__(self, request: PublishRequest) -> None:
        self._request = request
        self._planned = DrillIndex(request)
        self._papers: dict[str, list[Path]] = defaultdict(list)
        self._thread = ThreadPoolExecutor(1)
        self._read: list[Future[list[StatedBy]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    def read(self, folder: Path, paper: Path) -> None:
        """Read a finished file; ``paper`` is its path below ``folder``."""
        drill_ids = self._planned.drill_ids_in(paper)
        for drill_id in drill_ids:
            self._papers[drill_id].append(paper)
        chart = self._request.charts.chart(drill_ids[0]) if len(drill_ids) == 1 else None
        self._read.append(self._thread.submit(_statements, folder, paper, self._planned, chart))

    def agreement(self) -> Agreement:
        """Return whether all papers agree. Raises UnreadablePdfError: a PDF is not as Typst writes it."""
        return agreement_of((stated for future in self._read for stated in future.result()), self._papers)


def _statements(folder: Path, paper: Path, planned: DrillIndex, chart: RoleChart | None) -> list[StatedBy]:
    return list(statements_of(pages_of(folder, paper, planned), chart))


def statements_of(pages: Iterable[PaperPage], chart: RoleChart | None = None) -> Iterator[StatedBy]:
    """Yield what pages state; with the drill's chart, also the radio of each person on it."""
    radios = None if chart is None else _radio_pattern(chart)
    for page in pages:
        if page.names_no_drill:
            day = Statement("a day without a drill of this school", page.paper, page.page)
            yield StatedBy(page.campus_id, "the day that a letter names", "publish all outputs again", day, True)
        for value, words in statements_in(page.text):
            about = page.campus_id if value.of is ValueScope.SCHOOL else page.drill_id
            if about:
                yield StatedBy(about, value.name, value.change, Statement(words, page.paper, page.page))
        for match in () if radios is None else radios.finditer(page.text):
            said = Statement(match[2], page.paper, page.page)
            yield StatedBy(page.drill_id, f"the radio of {match[1]}", "the column 'radio' of staff.csv", said)


def agreement_of(
    stated: Iterable[StatedBy], papers_of_drill: Mapping[str, Iterable[Path]] | None = None
) -> Agreement:
    """Compare what papers state of each drill and school.

    If papers of a drill differ, nobody should use any of ``papers_of_drill``, with its packet and the binder.
    """
    by_kind: dict[tuple[str, str, str], list[StatedBy]] = defaultdict(list)
    for one in stated:
        by_kind[one.about, one.name, one.change].append(one)
    conflicts: list[str] = []
    differing: set[Path] = set()
    for (about, name, change), statements in by_kind.items():
        in_order = sorted((one.statement for one in statements), key=lambda one: (one.paper, one.page or 0))
        by_value = {one.value: one for one in reversed(in_order)}
        if len(by_value) > 1 or any(one.is_wrong_alone for one in statements):
            said = "; ".join(str(by_value[value]) for value in sorted(by_value))
            conflicts.append(f"{about}: {name}: {said}. To change it: {change}.")
            differing.update(one.statement.paper for one in statements)
            differing.update((papers_of_drill or {}).get(about, ()))
    return Agreement(
        tuple(conflicts), frozenset(paper for paper in differing if paper.parts[0] not in _KEPT_NAMES)
    )


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

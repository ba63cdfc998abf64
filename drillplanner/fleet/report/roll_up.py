"""The results of a fleet added up in one pass: by district, by requirement, by law, and what is not known.

One result is held at a time, so that memory grows with the number of districts and not with what each result says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from drillplanner.fleet.result import DistrictResult, FleetEntry, FleetWork, MandateCount, Outcome, PackVersion

#: The states of requirements in a status, the worst first.
_STATES = ("late", "at_risk", "not_evidenced", "unrecorded", "cannot_tell", "due", "on_track", "met")


@dataclass(frozen=True)
class DistrictRow:
    """A district with the sums of its result; None where there is no result, or where it does not say.

    ``met``, ``violated``, and ``cannot_tell`` count requirements that are known to bind; those that are presumed
    from a model fire code are left to the rows of requirements. ``states`` are the requirements by state, of a
    status.
    """

    folder: str
    name: str
    state: str
    outcome: Outcome | None = None
    sentence: str = ""
    is_parked: bool = False
    schools: int | None = None
    drills: int | None = None
    met: int | None = None
    violated: int | None = None
    cannot_tell: int | None = None
    is_best: bool | None = None
    gap: float | None = None
    not_known: int | None = None
    states: dict[str, int] = field(default_factory=dict)
    is_current: bool | None = None

    @property
    def phrase(self) -> str:
        """What became of the district, as a short label for people."""
        return "not worked on yet" if self.outcome is None else self.outcome.phrase

    @property
    def has_failed(self) -> bool:
        """Whether the work did not come to an end for this district."""
        return self.outcome not in {None, Outcome.DONE, Outcome.KEPT}


@dataclass
class MandateRow:
    """A requirement of the law with its verdicts at all schools of all districts that owe it."""

    mandate_id: str
    title: str
    layer: str
    is_presumed: bool
    is_task: bool
    districts: int = 0
    schools: int = 0
    met: int = 0
    violated: int = 0
    cannot_tell: int = 0
    districts_short: int = 0
    """Districts in which it is not met at some school."""

    def add(self, count: MandateCount) -> None:
        """Add the verdicts of one district."""
        self.districts += 1
        self.schools += count.campuses
        self.met += count.met
        self.violated += count.violated
        self.cannot_tell += count.cannot_tell
        self.districts_short += bool(count.violated)


@dataclass(frozen=True)
class LawRow:
    """A version of a pack of law, and the number of districts whose results rest on it."""

    pack: PackVersion
    districts: int

    def is_old(self, today: date) -> bool:
        """Check whether the pack is past its day of review."""
        return self.pack.review_by < today


@dataclass(frozen=True)
class QuestionRow:
    """A kind of point that is not known: how many points there are, in how many districts."""

    kind: str
    points: int
    districts: int


@dataclass
class RollUp:
    """A fleet's results of one kind of work, added up; ``districts`` has a row for each workspace.

    ``not_judged`` are requirements that a schedule cannot show, ``unrecorded`` past drills without a record,
    ``well_being_broken`` well-being rules that are not followed, and ``impossible_entries`` entries of plans that
    cannot be right. ``as_of`` are the days of statuses.
    """

    work: FleetWork
    districts: list[DistrictRow] = field(default_factory=list)
    mandates: dict[str, MandateRow] = field(default_factory=dict)
    as_of: set[date] = field(default_factory=set)
    not_judged: int = 0
    unrecorded: int = 0
    well_being_broken: int = 0
    impossible_entries: int = 0
    _packs: Counter[PackVersion] = field(default_factory=Counter)
    _points: Counter[str] = field(default_factory=Counter)
    _districts_asking: Counter[str] = field(default_factory=Counter)

    def add(self, entry: FleetEntry) -> None:
        """Add the result of one district."""
        result = entry.result
        self.districts.append(_district_row(entry))
        self._packs.update(result.laws)
        self._points.update(result.questions)
        self._districts_asking.update(kind for kind, points in result.questions.items() if points)
        self.as_of |= set() if result.as_of is None else {result.as_of}
        self.unrecorded += result.unrecorded or 0
        if result.judged is not None:
            self.not_judged += result.judged.not_judged
            self.well_being_broken += result.judged.well_being_broken
            self.impossible_entries += result.judged.impossible_entries
        for count in result.mandates:
            row = self.mandates.get(count.mandate_id)
            if row is None:
                row = MandateRow(
                    count.mandate_id, count.title, count.layer or "", count.is_presumed, count.is_task
                )
                self.mandates[count.mandate_id] = row
            row.add(count)

    @property
    def not_worked_on(self) -> tuple[str, ...]:
        """The names of workspaces that have no result."""
        return tuple(row.folder for row in self.districts if row.outcome is None)

    @property
    def failed(self) -> tuple[DistrictRow, ...]:
        """The districts whose work did not come to an end."""
        return tuple(row for row in self.districts if row.has_failed)

    @property
    def laws(self) -> tuple[LawRow, ...]:
        """The versions of law that results rest on, by pack and day of review."""
        packs = sorted(self._packs.items(), key=lambda item: (item[0].pack_id, item[0].reviewed, item[0].sha256))
        return tuple(LawRow(pack, districts) for pack, districts in packs)

    @property
    def questions(self) -> tuple[QuestionRow, ...]:
        """What is not known, by kind."""
        return tuple(
            QuestionRow(kind, points, self._districts_asking[kind])
            for kind, points in sorted(self._points.items())
        )

    @property
    def states(self) -> dict[str, int]:
        """How many requirements are in each state that occurs, the worst first; only of a status."""
        sums: Counter[str] = Counter()
        for row in self.districts:
            sums.update(row.states)
        return {state: sums[state] for state in (*_STATES, *sorted(sums.keys() - set(_STATES))) if sums[state]}

    @property
    def mandate_rows(self) -> tuple[MandateRow, ...]:
        """The requirements by id."""
        return tuple(self.mandates[mandate_id] for mandate_id in sorted(self.mandates))


def roll_up(entries: Iterable[FleetEntry], work: FleetWork, names: Iterable[str]) -> RollUp:
    """Return the sums of the results; ``names`` are the workspaces of the fleet, others are passed over."""
    total, without = RollUp(work), set(names)
    for entry in entries:
        if entry.folder in without:
            without.remove(entry.folder)
            total.add(entry)
    total.districts += [DistrictRow(name, name, "") for name in without]
    total.districts.sort(key=lambda row: row.folder)
    return total


def _district_row(entry: FleetEntry) -> DistrictRow:
    result: DistrictResult = entry.result
    known = [count for count in result.mandates if not count.is_presumed]
    plan, has_counts = result.plan, bool(result.mandates)
    return DistrictRow(
        folder=entry.folder,
        name=result.district or entry.folder,
        state=result.state,
        outcome=result.outcome,
        sentence=result.sentence,
        is_parked=entry.is_parked,
        schools=result.campuses,
        drills=None if plan is None else plan.drills,
        met=sum(count.met for count in known) if has_counts else None,
        violated=sum(count.violated for count in known) if has_counts else None,
        cannot_tell=sum(count.cannot_tell for count in known) if has_counts else None,
        is_best=None if plan is None else plan.status == "optimal",
        gap=None if plan is None or plan.bound <= 0 else plan.gap,
        not_known=result.open_questions if result.questions else None,
        states=result.duty_states,
        is_current=result.is_current,
    )

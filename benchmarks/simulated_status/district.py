"""A small district of a state with its plan, the calendar and the law that change in its year, read anew."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks import small_budget
from benchmarks.simulated_years.district import write_district
from drillplanner import api
from drillplanner.files.errors import InfeasibleError, InputError, OutOfTimeError
from drillplanner.law import LawBook, derive_duties
from drillplanner.law.duties.mandate import Effective, Mandate
from drillplanner.law.kinds.count import Count
from drillplanner.law.timing.periods import Per
from drillplanner.model import Plan
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.plan_files import SCHEDULE_FILE
from drillplanner.workflow.prepare import prepare
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.replan import ProposedReplan, proposed_replan

#: Districts that are tried until one can be planned.
_MOST_TRIED = 20
#: A period that a changed law may ask about instead.
_OTHER_PERIOD = {
    Per.MONTH_IN_SESSION: Per.TWO_MONTHS,
    Per.SEMESTER: Per.TWO_MONTHS,
    Per.CALENDAR_HALF: Per.TWO_MONTHS,
    Per.SCHOOL_YEAR: Per.CALENDAR_HALF,
}
#: A closed day, and the one school that is closed (None: all).
Closure = tuple[date, str | None]


@dataclass(frozen=True)
class PlannedDistrict:
    """A district on disk that was planned once, with its school days before any closure."""

    state: str
    folder: Path
    prepared: Prepared
    plan: Plan
    school_days: tuple[date, ...]

    @property
    def campus_ids(self) -> tuple[str, ...]:
        """The ids of the schools."""
        return tuple(campus.campus_id for campus in self.prepared.workspace.campuses)


def planned_district(state: str, number: int, place: Path) -> PlannedDistrict:
    """Return the district of this state and number with its plan: the same each time.

    Odd numbers have one school, even ones two. Districts whose law spares grades a drill are not taken: what the
    oracle knows of a drill does not say who took part.
    """
    rng = random.Random(f"{state}-{number}")  # noqa: S311 (a game, no secret)
    for tried in range(_MOST_TRIED):
        written = write_district(place / f"{state}-{number}-{tried}", rng, state)
        if len(written.campus_ids) != 1 + (number + 1) % 2:
            continue
        try:
            prepared = api.prepare(written.folder)
            if any(prepared.spared.values()):
                continue
            plan = _planned(prepared)
        except (InfeasibleError, InputError, OutOfTimeError):
            continue
        # An update would read changes by hand from the table, which does not follow updates in memory.
        (written.folder / SCHEDULE_FILE).unlink()
        return PlannedDistrict(state, written.folder, prepared, plan, written.school_days)
    raise RuntimeError(f"no district of {state} could be planned")


def _planned(prepared: Prepared) -> Plan:
    return small_budget.with_usual_if_too_hard(lambda: api.plan(prepared, SolverSettings(workers=1)))


def updated(prepared: Prepared, plan: Plan, as_of: date) -> ProposedReplan | None:
    """Return the plan that ``replan`` would write on the day; None if it finds none that it may write."""
    settings = SolverSettings(workers=1)
    try:
        return small_budget.with_usual_if_too_hard(lambda: proposed_replan(prepared, plan, as_of, settings))
    except (InfeasibleError, OutOfTimeError):
        return None


def with_closures(district: PlannedDistrict, closures: Iterable[Closure]) -> Prepared:
    """Return the district read anew, with days closed since the calendar was published."""
    rows = [f"{on},{campus_id or ''},severe_weather,\r\n" for on, campus_id in sorted(closures, key=str)]
    if not rows:
        return district.prepared
    table = "date,campus_ids,cause,note\r\n" + "".join(rows)
    return prepare(district.folder, {"closures.csv": table.encode()})


@dataclass(frozen=True)
class LawChange:
    """A mandate that ends before a day and goes on in another version from that day."""

    mandate_id: str
    on: date
    version: Mandate

    @property
    def kind(self) -> str:
        """What is different: the count or the window."""
        return "another window" if self.version.title.endswith("(another window)") else "another count"


def random_law_change(district: PlannedDistrict, rng: random.Random, on: date) -> LawChange | None:
    """Return a change of one mandate that asks for a number of drills; None if the state has none such."""
    duties = district.prepared.duties
    mandates = {duty.mandate.mandate_id: duty.mandate for duty in duties if duty.window.last >= on}
    counts = [mandate for mandate in mandates.values() if _minimum_of(mandate) is not None]
    if not counts:
        return None
    mandate = rng.choice(counts)
    requirement = mandate.requirement
    assert isinstance(requirement, Count)  # noqa: S101 (chosen so)
    assert requirement.min is not None  # noqa: S101 (chosen so)
    per, number = requirement.per, requirement.min
    if per in _OTHER_PERIOD and requirement.months is None and rng.random() < 0.5:
        words, other = "another window", requirement.model_copy(update={"per": _OTHER_PERIOD[per]})
    else:
        most = requirement.max if requirement.max is not None else number + 2
        others = [least for least in (number - 1, number + 1, number + 2) if 0 < least <= most]
        if not others:
            return None
        words, other = "another count", requirement.with_number(rng.choice(others))
    version = mandate.model_copy(
        update={
            "mandate_id": f"{mandate.mandate_id}.new",
            "title": f"{mandate.title} ({words})",
            "effective": Effective(since=on, until=mandate.effective.until),
            "requirement": other,
        }
    )
    return LawChange(mandate.mandate_id, on, version)


def _minimum_of(mandate: Mandate) -> int | None:
    requirement = mandate.requirement
    return requirement.min if isinstance(requirement, Count) else None


def with_changed_law(prepared: Prepared, change: LawChange) -> Prepared:
    """Return the district under the law as it is after the change."""
    packs = []
    for pack in prepared.law.packs:
        mandates = [
            version
            for mandate in pack.mandates
            for version in (_ended(mandate, change) if mandate.mandate_id == change.mandate_id else (mandate,))
        ]
        packs.append(pack.model_copy(update={"mandates": tuple(mandates)}))
    # Built anew: a copy would keep what the old book had worked out.
    law = LawBook(packs=tuple(packs), presumed=prepared.law.presumed, restated=prepared.law.restated)
    return replace(prepared, law=law, duties=derive_duties(law, prepared.workspace))


def _ended(mandate: Mandate, change: LawChange) -> tuple[Mandate, ...]:
    before = mandate.effective
    if before.since is not None and before.since >= change.on:
        return (mandate,)
    ended = Effective(since=before.since, until=change.on - timedelta(1))
    return mandate.model_copy(update={"effective": ended}), change.version

"""The law for one plan: its packs, mandates by id, and the duties they give each campus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from pydantic import Field

from drillplanner.law.duties.applicability import applicability_of
from drillplanner.law.duties.mandate import Duty, Mandate, Source
from drillplanner.law.duties.spared_grades import SparedGrades
from drillplanner.law.kinds.permissions_and_tasks.permission import Permission
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.packs.pack import Fact, Pack, known_facts
from drillplanner.law.window import Setting, Window
from drillplanner.model import Campus, Frozen, Unit, UnitKind, Workspace, count_within, parse_grades


class LawBook(Frozen):
    """The packs of one plan, from the most distant authority to the nearest: state first, district last."""

    packs: tuple[Pack, ...]
    presumed: dict[str, str] = Field(
        default_factory=dict,
        description="What decides whether a pack binds at all, and is not known, by pack id: packs of fire codes "
        "that are only presumed to bind.",
    )
    restated: frozenset[str] = Field(
        default=frozenset(),
        description="Ids of mandates of a model code that a state's pack restates; they are left out.",
    )

    @cached_property
    def _entries(self) -> dict[str, tuple[Mandate, Pack]]:
        left_out = {entry.mandate for pack in self.packs for entry in pack.sets_aside} | self.restated
        return {
            mandate.mandate_id: (mandate, pack)
            for pack in self.packs
            for mandate in pack.mandates
            if mandate.mandate_id not in left_out
        }

    @property
    def mandates(self) -> tuple[Mandate, ...]:
        """All mandates that no pack sets aside, in the order of the packs."""
        return tuple(mandate for mandate, _ in self._entries.values())

    @property
    def presumed_mandates(self) -> tuple[Mandate, ...]:
        """The mandates that are only presumed to bind, in the order of the packs."""
        return tuple(mandate for mandate, pack in self._entries.values() if pack.pack_id in self.presumed)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact of a campus that a pack may ask for, by name."""
        of_packs = {name: fact for pack in self.packs for name, fact in pack.facts.items()}
        return known_facts() | of_packs

    @cached_property
    def fact_defaults(self) -> dict[str, bool]:
        """Values assumed for facts that campuses.csv does not give."""
        return {name: fact.default for name, fact in self.facts.items() if fact.default is not None}

    def source_of(self, mandate_id: str) -> Source:
        """Return the deciding source of a mandate."""
        mandate, pack = self._entries[mandate_id]
        return pack.sources[mandate.sources[0]]

    def presumption_of(self, mandate_id: str) -> str:
        """Return what decides whether a presumed mandate binds, as a clause; empty if it surely binds."""
        return self.presumed.get(self._entries[mandate_id][1].pack_id, "")


def derive_duties(law: LawBook, workspace: Workspace) -> tuple[Duty, ...]:
    """Return every duty of every campus, in order of campuses, mandates, units, and windows."""
    in_force = mandates_in_force(law, workspace)
    return tuple(
        duty
        for campus in workspace.campuses
        for mandate in in_force
        for duty in _duties_of(mandate, law, setting_of(campus, workspace))
    )


def mandates_in_force(law: LawBook, workspace: Workspace) -> tuple[Mandate, ...]:
    """Return the mandates whose version is in force on some day of the year."""
    first, last = workspace.calendar.first_day, workspace.calendar.last_day
    return tuple(mandate for mandate in law.mandates if mandate.effective.covers(first, last))


def setting_of(campus: Campus, workspace: Workspace) -> Setting:
    """Return the setting of a campus: its calendar, district, and events."""
    return Setting(campus, workspace.calendar, workspace.district, workspace.events)


def _duties_of(mandate: Mandate, law: LawBook, setting: Setting) -> Iterator[Duty]:
    campus = setting.campus
    applied = applicability_of(
        mandate.applies_if, mandate.grades, mandate.students_from, campus, law.fact_defaults
    )
    if applied.answer is False:
        return
    source = law.source_of(mandate.mandate_id)
    for unit in _units_of(mandate, campus):
        whose = campus.campus_id if unit is None else f"{campus.campus_id}/{unit.unit_id}"
        for window in in_force_windows(mandate, replace(setting, unit=unit)):
            yield Duty(
                duty_id=f"{mandate.mandate_id}/{whose}/{window.key}",
                mandate=mandate,
                campus_id=campus.campus_id,
                window=window,
                missing_fact=applied.missing or window.missing,
                presumed=law.presumption_of(mandate.mandate_id),
                unit=unit,
                cite=source.cite,
                url=source.url,
            )


def _units_of(mandate: Mandate, campus: Campus) -> tuple[Unit | None, ...]:
    units = tuple(unit for unit in campus.units if unit.kind is mandate.unit)
    return units or (None,)


def in_force_windows(mandate: Mandate, setting: Setting) -> Iterator[Window]:
    """Yield the mandate's windows, cut to the time in which its version is in force.

    A window that this leaves without a school day is omitted: its duty could not be met.
    """
    all_year = replace(setting, with_summer=True).dates
    for window in mandate.requirement.windows(setting):
        clipped = mandate.effective.clip(window)
        if clipped is not None and (clipped is window or count_within(all_year, clipped.first, clipped.last)):
            yield clipped


def stand_ins_at(law: LawBook, workspace: Workspace, campus: Campus) -> tuple[StandIn, ...]:
    """Return the stand-ins that surely apply at the campus, not those that depend on an unknown fact."""
    defaults = law.fact_defaults
    return tuple(
        mandate.requirement
        for mandate in mandates_in_force(law, workspace)
        if isinstance(mandate.requirement, StandIn)
        and applicability_of(mandate.applies_if, mandate.grades, mandate.students_from, campus, defaults).answer
    )


def spared_grades_at(law: LawBook, workspace: Workspace, campus: Campus) -> tuple[SparedGrades, ...]:
    """Return which grades of the campus are spared which drills on which dates.

    A permission that hangs on an unknown fact spares none.
    """
    defaults, setting = law.fact_defaults, setting_of(campus, workspace)
    found = []
    for mandate in mandates_in_force(law, workspace):
        permission = mandate.requirement
        if not isinstance(permission, Permission) or permission.spares is None:
            continue
        applied = applicability_of(mandate.applies_if, mandate.grades, mandate.students_from, campus, defaults)
        spared = set(parse_grades(permission.spares.grades))
        grades = tuple(grade for grade in campus.grades if grade in spared)
        dates = permission.spared_dates(setting)
        in_force = None if dates is None else mandate.effective.clip(dates)
        if applied.answer and grades and in_force is not None:
            found.append(
                SparedGrades(
                    mandate_id=mandate.mandate_id,
                    grades=grades,
                    match=permission.spares.match,
                    dates=in_force,
                    cite=law.source_of(mandate.mandate_id).cite,
                )
            )
    return tuple(found)


def assumed_units(law: LawBook, workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each kind of unit that a mandate counts by and units.csv does not list."""
    kinds = sorted({mandate.unit for mandate in mandates_in_force(law, workspace)} - {UnitKind.CAMPUS})
    sentences = []
    for kind in kinds:
        without = [campus for campus in workspace.campuses if not any(unit.kind is kind for unit in campus.units)]
        if without:
            everywhere = len(without) == len(workspace.campuses)
            where = (
                "any campus: a drill"
                if everywhere
                else f"{_campus_count_phrase(without, workspace)}: a drill there"
            )
            sentences.append(f"units.csv lists no {kind.phrase} at {where} counts as held in each of them.")
    return tuple(sentences)


def _campus_count_phrase(campuses: Sequence[Campus], workspace: Workspace) -> str:
    """Return the number of campuses in words: 'every campus', '3 campuses'."""
    return "every campus" if len(campuses) == len(workspace.campuses) else f"{len(campuses)} campuses"

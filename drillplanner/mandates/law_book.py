"""The law that applies to one plan: the packs in force, mandates by id, and the duties they give."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from drillplanner.mandates.mandate import Duty, Mandate, Source
from drillplanner.mandates.pack import Pack
from drillplanner.model import Campus, Frozen, Workspace


class LawBook(Frozen):
    """Packs from the farthest authority to the nearest: state first, district last."""

    packs: tuple[Pack, ...]

    @cached_property
    def _entries(self) -> dict[str, tuple[Mandate, Source]]:
        return {
            mandate.mandate_id: (mandate, pack.sources[mandate.sources[0]])
            for pack in self.packs
            for mandate in pack.mandates
        }

    @property
    def mandates(self) -> tuple[Mandate, ...]:
        """All mandates, in the order of the packs."""
        return tuple(mandate for mandate, _ in self._entries.values())

    def source_of(self, mandate_id: str) -> Source:
        """The deciding source of a mandate."""
        return self._entries[mandate_id][1]

    def warnings(self, on: date) -> tuple[str, ...]:
        """What a reader must know about the packs on that day."""
        return tuple(
            f"The pack '{pack.name}' was to be reviewed by {pack.review_by}; its law may have changed since."
            for pack in self.packs
            if on > pack.review_by
        )


def derive_duties(law: LawBook, workspace: Workspace) -> tuple[Duty, ...]:
    """Every duty of every campus, in the order of campuses, mandates and windows."""
    calendar = workspace.calendar
    in_force = [
        mandate for mandate in law.mandates if mandate.effective.covers(calendar.first_day, calendar.last_day)
    ]
    return tuple(
        duty
        for campus in workspace.campuses
        for mandate in in_force
        for duty in _duties_of(mandate, law.source_of(mandate.mandate_id), campus, workspace)
    )


def _duties_of(mandate: Mandate, source: Source, campus: Campus, workspace: Workspace) -> list[Duty]:
    unknown: str | None = None
    for fact, wanted in mandate.applies_if.items():
        value = campus.facts.get(fact)
        if value is None:
            unknown = unknown or fact
        elif value is not wanted:
            return []
    windows = [
        window
        for window in mandate.requirement.windows(campus, workspace.calendar, workspace.district)
        if mandate.effective.covers(window.first, window.last)
    ]
    return [
        Duty(
            duty_id=f"{mandate.mandate_id}/{campus.campus_id}/{window.key}",
            mandate=mandate,
            campus_id=campus.campus_id,
            window=window,
            missing_fact=unknown,
            cite=source.cite,
            url=source.url,
        )
        for window in windows
    ]

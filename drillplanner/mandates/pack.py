"""A mandate pack: the drill law of one jurisdiction, or of one district, as a file a lawyer can read."""

from __future__ import annotations

import itertools
from datetime import date

from pydantic import Field, model_validator

from drillplanner.mandates.kinds import Count, Cover
from drillplanner.mandates.mandate import Mandate, NotEncoded, Source
from drillplanner.model import DrillType, Frozen


class Pack(Frozen):
    """One file of mandates.

    ``drill_groups`` gives names to sets of drill types that the law uses as one word; the loader has
    written them out before this model sees the mandates.
    """

    pack_id: str
    name: str
    reviewed: date = Field(description="The day on which the pack was last held against its sources.")
    review_by: date = Field(description="After this day the program warns that the pack is old.")
    drill_groups: dict[str, tuple[DrillType, ...]] = Field(default_factory=dict)
    sources: dict[str, Source]
    mandates: tuple[Mandate, ...]
    not_encoded: tuple[NotEncoded, ...] = ()
    open_questions: tuple[str, ...] = ()

    def _entries(self) -> tuple[Mandate | NotEncoded, ...]:
        return (*self.mandates, *self.not_encoded)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all mandates, those that are not encoded included."""
        return tuple(entry.mandate_id for entry in self._entries())

    @model_validator(mode="after")
    def _sources_are_known(self) -> Pack:
        for entry in self._entries():
            for source in entry.sources:
                if source not in self.sources:
                    raise ValueError(
                        f"{entry.mandate_id} names the source '{source}', which is not among: "
                        + ", ".join(sorted(self.sources))
                    )
        return self

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Pack:
        seen: set[str] = set()
        for entry in self._entries():
            if entry.mandate_id in seen:
                raise ValueError(f"the mandate id '{entry.mandate_id}' is used twice")
            seen.add(entry.mandate_id)
        return self


def unsettled_credit(mandates: tuple[Mandate, ...]) -> list[tuple[Mandate, Mandate]]:
    """Pairs of minimum counts over the same drill types of which nobody says whether one drill meets both.

    No double credit is assumed by default, and the solver and judge of this version count only shared
    credit; a pack must therefore say for each such pair that the same drill counts.
    """
    minimums = [mandate for mandate in mandates if _minimum_types(mandate)]
    return [
        (first, second)
        for first, second in itertools.combinations(minimums, 2)
        if _minimum_types(first) & _minimum_types(second)
        and second.mandate_id not in first.also_counts_for
        and first.mandate_id not in second.also_counts_for
    ]


def _minimum_types(mandate: Mandate) -> set[DrillType]:
    requirement = mandate.requirement
    if isinstance(requirement, Count) and requirement.min is not None:
        return set(requirement.match.types)
    if isinstance(requirement, Cover):
        return set(requirement.types)
    return set()

"""Conflicts: why there is no plan, and what would restore one, as plain values for JSON."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen

#: From this number of campuses on, not all are named.
_MANY_CAMPUSES = 8


class ConflictMember(Frozen):
    """A duty or fact of a conflict: without it, the others can be met together."""

    kind: str = Field(
        description="duty, pin, same_day, building, forbidden, agency, site, calendar, event, filed, bells, "
        "scenarios, day_rules, held or as_of"
    )
    words: str
    mandate: str | None = Field(default=None, description="Of a duty: the id of its mandate.")
    duties: tuple[str, ...] = Field(default=(), description="Of a duty: its id; alike ones of other campuses too.")
    cite: str | None = None
    url: str | None = None
    where: str | None = Field(default=None, description="The file of the workspace that says so.")
    room: str | None = Field(default=None, description="Of a duty: what the campus has to meet it with.")

    @property
    def sentence(self) -> str:
        """The member as a sentence, with its source."""
        if self.mandate is not None:
            requirement = f"{self.words} ({self.mandate}, {self.cite})"
            return f"{requirement}; {self.room}" if self.room else requirement
        return f"{self.words} ({self.where})" if self.where else self.words


class Relaxation(Frozen):
    """A change that makes a plan possible again, as another solve has shown."""

    kind: str = Field(description="What would change: agency, pin, forbidden, calendar, rule, filed, ...")
    words: str


class Conflict(Frozen):
    """Duties and facts that cannot all be met. Without any one of them, the others can."""

    campuses: tuple[str, ...] = Field(description="Ids of the campuses where it is so.")
    names: tuple[str, ...] = Field(description="Their names.")
    members: tuple[ConflictMember, ...]
    confirmed: bool = Field(
        description="Impossible under two settings of the solver, and possible without any one member."
    )
    by_counting: bool = Field(default=False, description="Shown by counting visits and days, not by search.")
    note: str = Field(default="", description="Of visits that are short: how many, and on which days.")
    relaxations: tuple[Relaxation, ...] = Field(
        default=(),
        description="Changes that end this conflict, the smallest first; tried by solving, or by the count where "
        "that is what shows it.",
    )
    only_law: bool = Field(default=False, description="Nothing in it is the district's own to change.")

    @property
    def campuses_phrase(self) -> str:
        """The names of the campuses; of many, the first three and a count."""
        named = (
            self.names if len(self.names) < _MANY_CAMPUSES else (*self.names[:3], f"{len(self.names) - 3} more")
        )
        return ", ".join(named)

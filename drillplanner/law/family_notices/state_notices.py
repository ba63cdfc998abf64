"""Facts on notices to families by state: what a notice holds, who may stay out, which drills get no dated notice.

An entry names a mandate of the state's pack, from which its drills, its day, and its sources come, so that nothing
is said in two places. Where nothing is known of a state, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.law.duties.mandate import Duty
from drillplanner.law.match import Match, MatchContext
from drillplanner.law.packs.loading import load_state_pack
from drillplanner.model import Drill, DrillType, Frozen

_FILE = Path(__file__).parent / "states.yaml"


class NoticeMoment(StrEnum):
    """When families are told: before or after the drill, at it, or in general for the whole year."""

    BEFORE = "before"
    AT_THE_DRILL = "at_the_drill"
    AFTER = "after"
    IN_GENERAL = "in_general"


class NoticeForce(StrEnum):
    """Whether it is owed, advised, or holds only where the district has decided so."""

    OWED = "owed"
    ADVISED = "advised"
    IF_ADOPTED = "if_adopted"


class NoticeElement(StrEnum):
    """Something that a notice must say."""

    DATE = "date"
    TIME = "time"
    KIND = "kind"
    CONTENT = "content"
    FORM = "form"
    TONE = "tone"
    LIVE_SIMULATION = "live_simulation"
    STAY_OUT = "stay_out"
    NO_DANGER = "no_danger"
    LOCAL_HELP = "local_help"


class ConsentMode(StrEnum):
    """What families decide: to keep a child out, or in writing that it takes part."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"


class _OfMandate(Frozen):
    """An entry that rests on a mandate of the state's pack."""

    mandate: str = Field(description="Id of the mandate that says so; its sources are those of the entry.")
    source: str | None = Field(default=None, description="Another source of the pack, where it says so instead.")
    match: Match | None = Field(
        default=None, description="The drills, where the mandate's own drills are not those of the entry."
    )

    def drills_of(self, duty: Duty) -> Match | None:
        """Return the drills that the entry concerns, by a duty of its mandate; None if it names none."""
        own = getattr(duty.mandate.requirement, "match", None)
        return self.match or (own if isinstance(own, Match) else None)


class FamilyNotice(_OfMandate):
    """A notice to families: when, whether it is owed, and what it must say."""

    moment: NoticeMoment
    force: NoticeForce
    holds: tuple[NoticeElement, ...] = ()
    several_channels: bool = False


class FamilyConsent(_OfMandate):
    """Whether families may keep a child out of a drill, or must agree in writing."""

    mode: ConsentMode
    force: NoticeForce
    no_reason: bool | None = Field(default=None, description="Whether no reason is asked; None: not known.")
    answer_by_task: bool = Field(
        default=False, description="The mandate's task for a drill is the last day to answer."
    )


class HeldWithoutWarning(_OfMandate):
    """Drills from which a state begins as held without warning: they get no dated notice."""

    says: str = Field(description="What the text says of warning, as a clause.")
    but_not_in_windows_of_mandate: bool = Field(
        default=False, description="The mandate's own days are those on which drills are announced."
    )


class StateNotices(Frozen):
    """Everything on file about notices to families in one state."""

    notices: tuple[FamilyNotice, ...] = ()
    consent: tuple[FamilyConsent, ...] = ()
    unannounced: tuple[HeldWithoutWarning, ...] = ()


@lru_cache(maxsize=1)
def all_state_notices() -> Mapping[str, StateNotices]:
    """Return the facts of every state on file, by its two-letter code."""
    return parse_as(dict[str, StateNotices], read_document(_FILE, "law/family_notices/states.yaml"))


def state_notices(state: str) -> StateNotices:
    """Return the facts of a state; empty where nothing is known."""
    return all_state_notices().get(state, StateNotices())


@lru_cache(maxsize=8)
def other_cites(state: str) -> Mapping[str, str]:
    """Return the citations of sources that entries of a state name instead of their mandate's, by source id."""
    facts = state_notices(state)
    entries: tuple[_OfMandate, ...] = (*facts.notices, *facts.consent, *facts.unannounced)
    named = {entry.source for entry in entries if entry.source is not None}
    return {source: load_state_pack(state).sources[source].cite for source in named}


class CampusNotices:
    """What the state's facts say of the drills of one campus, by the duties that bind it.

    ``opt_out_offered`` are kinds of drill from which the district lets families keep a child, and ``other_cites``
    the citations of sources that entries name instead of their mandate's.
    """

    def __init__(
        self,
        facts: StateNotices,
        duties: Iterable[Duty],
        context: MatchContext,
        opt_out_offered: Iterable[DrillType],
        other_cites: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._facts, self._context, self._other_cites = facts, context, other_cites
        self._duties: dict[str, list[Duty]] = {}
        self._opt_out_offered = frozenset(opt_out_offered)
        for duty in duties:
            self._duties.setdefault(duty.mandate.mandate_id, []).append(duty)

    def notices(self, drill: Drill, moment: NoticeMoment) -> tuple[tuple[FamilyNotice, Duty], ...]:
        """Return the notices of the drill at a moment, each with a duty of its mandate."""
        return tuple(
            (notice, duty)
            for notice in self._facts.notices
            if notice.moment is moment and (duty := self._binding(notice, drill)) is not None
        )

    def consent(self, drill: Drill) -> tuple[FamilyConsent, Duty] | None:
        """Return what families decide about the drill by the state's facts; None if nothing is known.

        An entry that holds only where the district adopted it is returned too: without the district's decision it
        says that children take part.
        """
        return next(
            (
                (consent, duty)
                for consent in self._facts.consent
                if (duty := self._binding(consent, drill)) is not None
            ),
            None,
        )

    def is_opt_out_offered(self, drill: Drill) -> bool:
        """Check whether the district lets families keep a child out of such a drill."""
        return drill.drill_type in self._opt_out_offered

    def held_without_warning(self, drill: Drill) -> str:
        """Return why the drill gets no dated notice, with the mandate; empty if it may have one.

        Drills for which it cannot be told get none either.
        """
        for entry in self._facts.unannounced:
            for duty in self._duties.get(entry.mandate, ())[:1]:
                match = entry.drills_of(duty)
                announced = entry.but_not_in_windows_of_mandate and any(
                    other.window.first <= drill.date <= other.window.last for other in self._duties[entry.mandate]
                )
                if match is not None and not announced and match.selects(drill, self._context) is not False:
                    return f"{entry.mandate} {entry.says} ({self.cite(entry, duty)})"
        return ""

    def cite(self, entry: FamilyConsent | HeldWithoutWarning, duty: Duty) -> str:
        """Return the citation of the text that says what the entry says; ``duty`` is one of its mandate."""
        return duty.cite if entry.source is None else self._other_cites.get(entry.source, duty.cite)

    def _binding(self, entry: _OfMandate, drill: Drill) -> Duty | None:
        """Return a duty of the entry's mandate if the drill surely is one of the entry's drills; else None."""
        duty = next(iter(self._duties.get(entry.mandate, ())), None)
        match = None if duty is None else entry.drills_of(duty)
        return duty if match is not None and match.selects(drill, self._context) else None

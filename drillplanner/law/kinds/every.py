"""``every``: each drill of a set has certain attributes, such as an audience or a time of day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.law.kinds.share import Share
from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, LooserRequirement
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import (
    AgencyKind,
    Audience,
    DayKind,
    Drill,
    DrillFormat,
    DutyStatus,
    EventKind,
    Frozen,
    PeriodTag,
    Route,
    minutes_of,
)

_PHRASES = {
    "audiences": "for {}",
    "routes": "by the way {}",
    "formats": "in the format {}",
    "moments": "in {}",
    "not_moments": "not in {}",
    "not_on_days": "not on {} days",
    "not_during": "not during {}",
    "minutes_before_dismissal": "in the last {} minutes before dismissal",
    "agency": "with {} present",
}
#: Fields that say more about another attribute, and are none by themselves.
_DETAILS = frozenset({"days_before", "agency_id"})


class Attributes(Frozen):
    """The attributes that each drill must have; at least one is given."""

    audiences: tuple[Audience, ...] | None = None
    routes: tuple[Route, ...] | None = None
    formats: tuple[DrillFormat, ...] | None = None
    announced: bool | None = None
    moments: tuple[PeriodTag, ...] | None = Field(default=None, description="In one of these kinds of period.")
    not_moments: tuple[PeriodTag, ...] | None = Field(default=None, description="In none of these.")
    not_on_days: tuple[DayKind, ...] | None = Field(default=None, description="Not on days of these kinds.")
    not_during: EventKind | None = Field(
        default=None, description="Not on the days of such events in events.csv, nor in 'days_before' before them."
    )
    days_before: int = Field(default=0, ge=0, description="Calendar days before 'not_during' that are closed too.")
    minutes_before_dismissal: int | None = Field(
        default=None, ge=1, description="Starts at most so many minutes before the last bell."
    )
    agency: AgencyKind | None = Field(default=None, description="An agency of this kind is present.")
    agency_id: str | None = Field(
        default=None, description="With 'agency': the one agency of that kind, by its id in district.yaml."
    )

    @model_validator(mode="after")
    def _asks_something(self) -> Attributes:
        if not self.given_names:
            raise ValueError("at least one attribute must be given")
        if self.days_before and self.not_during is None:
            raise ValueError("'days_before' goes with 'not_during'")
        if self.agency_id is not None and self.agency is None:
            raise ValueError("'agency_id' goes with 'agency'")
        return self

    @property
    def given_names(self) -> tuple[str, ...]:
        """The names of the attributes that are given."""
        return tuple(
            name for name in type(self).model_fields if name not in _DETAILS and getattr(self, name) is not None
        )

    @property
    def phrase(self) -> str:
        """The attributes as the end of a sentence: 'for staff, with announcement, not in lunch or recess'."""
        return ", ".join(self._attribute_phrase(name) for name in self.given_names)

    def _attribute_phrase(self, name: str) -> str:
        value = self.agency_id or self.agency if name == "agency" else getattr(self, name)
        values = (" or ".join(value) if isinstance(value, tuple) else str(value)).replace("_", " ")
        if name == "announced":
            return "with announcement" if value else "without announcement"
        if name == "not_during" and self.days_before:
            days = "on the day" if self.days_before == 1 else f"in the {self.days_before} days"
            return f"not during {values} nor {days} before"
        return _PHRASES[name].format(values)

    def answers(self, drill: Drill, schedule: CampusSchedule) -> list[tuple[str, bool | None]]:
        """Return, for each given attribute, the column that shows it and whether the drill has it.

        The second value is None if the schedule does not say.
        """
        tags = drill.period_tags
        checks: dict[str, tuple[str, bool | None]] = {
            "audiences": ("audience", _among(drill.audience, self.audiences)),
            "routes": ("route", _among(drill.route, self.routes)),
            "formats": ("format", _among(drill.format, self.formats)),
            "announced": ("announced", None if drill.announced is None else drill.announced is self.announced),
            "moments": ("period_tags", None if tags is None else self._is_in_moments(drill)),
            "not_moments": (
                "period_tags",
                None if tags is None else not set(tags) & set(self.not_moments or ()),
            ),
            "not_on_days": (
                "date",
                schedule.calendar.kind_at(drill.date, schedule.campus.campus_id) not in (self.not_on_days or ()),
            ),
            "not_during": (
                f"{self.not_during} in events.csv" if self.not_during else "",
                self._outside_events(drill, schedule),
            ),
            "minutes_before_dismissal": ("start", self._is_before_dismissal(drill, schedule)),
            "agency": ("agencies", self._is_attended(drill, schedule)),
        }
        return [checks[name] for name in self.given_names]

    def _is_in_moments(self, drill: Drill) -> bool:
        """Check whether the drill is in one of the moments, for each group of grades with its own bells."""
        tags_by_grades = [moment.tags for moment in drill.by_grades if moment.period is not None]
        return all(set(tags) & set(self.moments or ()) for tags in tags_by_grades or [drill.period_tags or ()])

    def _outside_events(self, drill: Drill, schedule: CampusSchedule) -> bool | None:
        events = [
            event
            for event in schedule.events
            if event.kind is self.not_during and event.concerns(schedule.campus.campus_id)
        ]
        if not events:
            return None
        return not any(
            event.first.toordinal() - self.days_before <= drill.date.toordinal() <= event.last.toordinal()
            for event in events
        )

    def _is_before_dismissal(self, drill: Drill, schedule: CampusSchedule) -> bool | None:
        last = schedule.last_bells.get(drill.date)
        if drill.start is None or last is None or self.minutes_before_dismissal is None:
            return None
        return last - self.minutes_before_dismissal <= minutes_of(drill.start) <= last

    def _is_attended(self, drill: Drill, schedule: CampusSchedule) -> bool | None:
        if drill.agencies is None:
            return None
        return any(schedule.match_context.is_agency(name, self.agency, self.agency_id) for name in drill.agencies)


class Every(PeriodicRequirement):
    """Each drill of ``match`` in each period has the attributes of ``has``."""

    kind: Literal["every"]
    what: str = Field(description="The drills in words, singular.")
    match: Match
    has: Attributes

    def sentence(self, window: Window) -> str:
        """Return 'every lockdown in the school year held with announcement'."""
        return f"every {self.what} in {window.label} held {self.has.phrase}"

    @property
    def looks_at_dates(self) -> bool:
        """Whether one of the attributes is about the day, or the bells of the day."""
        has = self.has
        return not (has.not_on_days is None and has.not_during is None and has.minutes_before_dismissal is None)

    @property
    def can_be_mended(self) -> bool:
        """Always False: a drill that was held otherwise stays as it was."""
        return False

    @property
    def minimum(self) -> None:
        """None: it is about each drill that is held, however many there are."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Check every drill that matches; one that breaks the rule decides."""
        matched, unsure = schedule.sure_and_possible(self.match, window)
        answered = [(drill, self.has.answers(drill, schedule)) for drill in matched]
        wrong = [drill for drill, answers in answered if any(answer is False for _, answer in answers)]
        unknown = [(drill, name) for drill, answers in answered for name, answer in answers if answer is None]
        drill_ids = tuple(drill.drill_id for drill in matched)
        if wrong:
            names = ", ".join(drill.drill_id for drill in wrong[:3])
            names += f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
            return Judgment(DutyStatus.VIOLATED, drill_ids, f"{self.sentence(window)} required; not so: {names}")
        if unknown:
            drill, name = unknown[0]
            number = len({drill.drill_id for drill, _ in unknown})
            return Judgment(
                DutyStatus.CANNOT_TELL,
                drill_ids,
                f"{self.sentence(window)} required; the schedule does not say it for {number} of them",
                name if name.endswith("events.csv") else f"{name} of {drill.drill_id}",
            )
        breaking = [drill for drill in unsure if self._may_break(drill, schedule)]
        if breaking:
            missing = schedule.missing_information(self.match, breaking[0])
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        return Judgment(DutyStatus.MET, drill_ids, f"{self.sentence(window)}: so for all {len(matched)}")

    def looser(self, rule: str, sentence: str) -> Iterator[LooserRequirement]:
        """Yield an agency at fewer of the drills, then the rule without one of the kinds of day that it closes."""
        if self.has.given_names == ("agency",) and self.match.agency is None:
            yield from self._as_share().looser(rule, sentence)
        closed = self.has.not_on_days or ()
        for kind in closed:
            still_closed = tuple(other for other in closed if other is not kind) or None
            has = self.has.model_copy(update={"not_on_days": still_closed})
            words = f"Allow {self.what}s on {kind.days_phrase}, which {rule} closes"
            yield LooserRequirement(words, self.model_copy(update={"has": has}))

    def _as_share(self) -> Share:
        """Return the same requirement as a share: an agency at 1 of every 1 drill."""
        present = {"agency": self.has.agency, "agency_id": self.has.agency_id}
        timing = {name: getattr(self, name) for name in PeriodicRequirement.model_fields if name != "kind"}
        return Share(
            kind="share",
            what=f"{self.what} {self.has.phrase}",
            of_what=f"{self.what}s",
            match=self.match.model_copy(update=present),
            of=self.match,
            at_least=1,
            of_every=1,
            **timing,
        )

    def _may_break(self, drill: Drill, schedule: CampusSchedule) -> bool:
        return any(answer is not True for _, answer in self.has.answers(drill, schedule))


def _among(value: object, allowed: tuple[object, ...] | None) -> bool | None:
    return None if value is None else value in (allowed or ())

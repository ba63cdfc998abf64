"""What papers and calendars print of one drill and of its plan, looked up once and passed on as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

from drillplanner.appropriateness.spared_activities import SparedGroup
from drillplanner.exercises.doctrine.activity import Activity
from drillplanner.files.counting import counted
from drillplanner.model import (
    Audience,
    Campus,
    ChartPalette,
    Drill,
    GradeBand,
    Scenario,
    SchoolSite,
    Task,
    Verdict,
    bands_of,
    format_grades,
)
from drillplanner.model.scenarios.adult_texts import ScenarioText
from drillplanner.model.scenarios.response_actions import Vocabulary
from drillplanner.publish.core.dates import form_date, long_date
from drillplanner.publish.core.site_map import SiteMap
from drillplanner.publish.core.words import drill_title

#: Marks a requirement that comes from a fire code of which we do not know whether it binds.
PRESUMED = "presumed: not known law"


@dataclass(frozen=True)
class PlanImprint:
    """What every paper prints about the plan and the district, and how the district wants charts tinted.

    ``note`` is the district's own sentence for every paper; empty if it has none. ``vocabulary`` has its words for
    response actions.
    """

    district: str
    year: str
    version: str
    made_on: date
    disclaimer: str
    note: str
    chart_palette: ChartPalette
    vocabulary: Vocabulary

    @property
    def made_at(self) -> datetime:
        """The moment that counts as the one at which files were made: the start of the plan's day in UTC.

        Taken from the plan and never from the clock, so that the same plan gives the same bytes.
        """
        return datetime.combine(self.made_on, time(0), UTC)

    @property
    def timestamp(self) -> int:
        """The same moment in seconds since 1970, as Typst wants it."""
        return int(self.made_at.timestamp())

    @property
    def short_foot(self) -> str:
        """A page foot of few words, for papers on which a sentence would be read aloud on every page."""
        return f"Plan {self.version}, {form_date(self.made_on)} · NOT LEGAL ADVICE"


def source_in_law(verdict: Verdict) -> str:
    """Return the text of law behind a verdict, marked if it is only presumed to bind."""
    return f"{verdict.cite}; {PRESUMED}" if verdict.presumed else verdict.cite


@dataclass(frozen=True)
class StaffHome:
    """The campus to which a staff member belongs."""

    campus_id: str
    campus_name: str


@dataclass(frozen=True)
class DrillDetails:
    """One drill with what belongs to it.

    ``campus`` and ``scenario`` are None if the workspace does not have them; ``campus_name`` is then the id.
    ``grades`` are those of the drill, else those of the campus, else None. ``text`` is what the scenario says to
    adults of these grades. ``spared`` are the grades that a law spares this drill, with what they have instead.
    ``chores`` are in the order of their last day. ``credits`` are the duties that the
    drill counts for, each with its verdict, or None if there is no such verdict. ``presumed_mandates`` are the
    ids of those mandates of the campus that are only presumed to bind. ``staff_homes`` are those of the whole
    district by staff id, because a chart may borrow people from other campuses. ``site`` is what the school wrote
    down about its place; it has telephone numbers and shut-offs, so papers for families never print it.
    ``site_map`` is its map; None if it has none.
    """

    drill: Drill
    imprint: PlanImprint
    campus: Campus | None
    campus_name: str
    grades: tuple[str, ...] | None
    scenario: Scenario | None
    text: ScenarioText | None
    spared: tuple[SparedGroup, ...]
    agency_names: tuple[str, ...]
    chores: tuple[Task, ...]
    credits: tuple[tuple[str, Verdict | None], ...]
    presumed_mandates: frozenset[str]
    staff_homes: Mapping[str, StaffHome]
    site: SchoolSite
    site_map: SiteMap | None

    @cached_property
    def activity(self) -> Activity:
        """What papers call it, and the words said in it."""
        return Activity(self.drill.drill_type, self.scenario)

    @property
    def kind(self) -> str:
        """The name of the drill's type, in the district's words: ``Fire drill``."""
        return drill_title(self.drill.drill_type, self.imprint.vocabulary)

    def bands(self) -> tuple[GradeBand, ...] | None:
        """The grade bands that take part; None if the grades are unknown."""
        return None if self.grades is None else bands_of(self.grades)

    @property
    def back_up_text(self) -> str:
        """The day on which the drill is made up, or why there is none; empty if the plan says neither.

        Only for staff: it tells on which day a drill may be.
        """
        if self.drill.back_up is not None:
            return long_date(self.drill.back_up)
        return self.drill.no_back_up[:1].upper() + self.drill.no_back_up[1:]

    @property
    def grades_text(self) -> str:
        """The grades that take part, in the district's own words ("TK-5"); empty if they are unknown."""
        return self.text_of_grades(self.grades or ())

    @property
    def credits_text(self) -> str:
        """The mandates that the drill counts for, each with its source in the law; ``practice only`` if none."""
        labels = (
            duty if verdict is None else f"{verdict.mandate} ({source_in_law(verdict)})"
            for duty, verdict in self.credits
        )
        return "; ".join(dict.fromkeys(labels)) or "practice only"

    def text_of_grades(self, grades: tuple[str, ...]) -> str:
        """Return grades in the district's own words: ``TK-5``."""
        return format_grades(grades, self.grade_names)

    @property
    def grade_names(self) -> Mapping[str, str]:
        """The district's own words for some grades of the campus."""
        return {} if self.campus is None else self.campus.grade_names

    @property
    def spared_sentences(self) -> tuple[str, ...]:
        """What staff read of each group of spared grades: who is left out, and what they have instead."""
        return tuple(self._spared_sentence(group) for group in self.spared)

    def grades_phrase(self, grades: tuple[str, ...]) -> str:
        """Return grades in the district's own words: ``grades PK-K``, ``grade 1``."""
        return f"{'grade' if len(grades) == 1 else 'grades'} {self.text_of_grades(grades)}"

    def _spared_sentence(self, group: SparedGroup) -> str:
        activity, grades = group.activity, self.grades_phrase(group.grades)
        if activity is None:
            missing = "no file says what they have instead: add 'instead' to the scenario"
            return f"{grades} (the law spares them); {missing}"
        length = counted(activity.minutes, "minute")
        when = "; the school chooses the hour" if self.drill.audience is Audience.STAFF else ""
        what = f"{activity.title} ({length}), {activity.where}{when}"
        return f"{grades} (the law spares them). They have instead: {what}"


@dataclass(frozen=True)
class ChoreDetails:
    """A chore with its campus's name, what asks for it in words, and its drill (None for a yearly chore).

    ``presumed`` says that the mandate behind it is only presumed to bind.
    """

    task: Task
    campus_name: str
    basis: str
    presumed: bool
    drill: Drill | None

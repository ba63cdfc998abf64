"""Encoder of ``form``: scenarios that break one of the rules, or do not answer it, are not held.

One file a kind, as in ``law/kinds/``, however short.
"""

from __future__ import annotations

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.form import Form
from drillplanner.model import Scenario, Screening
from drillplanner.solve.problem.campus_problem import all_days_of
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, closed_on
from drillplanner.solve.requirements.encoder import Encoder


class FormEncoder(Encoder[Form]):
    """Closes all days, including a summer session, to scenarios that do not follow the named rules."""

    def distinguishing_matches(self, requirement: Form, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that must follow the rules."""
        return (requirement.match,)

    def narrow(
        self, requirement: Form, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Close the days, with or without visitors: a form that is forbidden with visitors is not used at all."""
        if requirement.match.selects_scenario(scenario) is False:
            return openings
        if _keeps(requirement, ground.screenings[scenario.scenario_id]):
            return openings
        return closed_on(openings, all_days_of(duty, ground.days), requirement.match)


def _keeps(requirement: Form, screening: Screening) -> bool:
    return not any(
        finding.rule in requirement.rules and finding.status in {"violation", "cannot_tell"}
        for finding in screening.findings
    )

"""``form``: scenarios that break one of the rules, or are silent on it, are not admitted."""

from __future__ import annotations

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Form
from drillplanner.solve.encoders.encoder import Choice, Encoder
from drillplanner.solve.problem import selects


class FormEncoder(Encoder[Form]):
    """Filters scenarios; nothing is left to constrain."""

    def admits(self, requirement: Form, duty: Duty, choice: Choice) -> bool:
        """Whether the scenario is clean of the named rules, if it is one of those the duty speaks of."""
        scenario = choice.scenario
        if not selects(requirement.match, scenario):
            return True
        return not any(
            finding.rule in requirement.rules and finding.status in {"violation", "cannot_tell"}
            for finding in choice.screenings[scenario.scenario_id].findings
        )

"""``task``: chores are dated after the drills are placed."""

from drillplanner.law.kinds import Chore
from drillplanner.solve.requirements.encoder import Encoder


class ChoreEncoder(Encoder[Chore]):
    """Closes nothing, constrains nothing."""

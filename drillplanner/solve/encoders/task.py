"""``task``: chores are dated after the drills are placed."""

from drillplanner.mandates.kinds import Chore
from drillplanner.solve.encoders.encoder import Encoder


class ChoreEncoder(Encoder[Chore]):
    """Closes nothing, constrains nothing."""

"""``stand_in``: what may count instead gives no duty; ``solve/credit.py`` lets it count."""

from drillplanner.law.kinds import StandIn
from drillplanner.solve.requirements.encoder import Encoder


class StandInEncoder(Encoder[StandIn]):
    """Closes nothing, constrains nothing."""

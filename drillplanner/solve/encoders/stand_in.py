"""``stand_in``: what may count instead gives no duty; ``solve/credit.py`` lets it count."""

from drillplanner.mandates.kinds import StandIn
from drillplanner.solve.encoders.encoder import Encoder


class StandInEncoder(Encoder[StandIn]):
    """Closes nothing, constrains nothing."""

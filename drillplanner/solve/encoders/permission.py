"""``permission``: what may be done binds nothing."""

from drillplanner.mandates.kinds import Permission
from drillplanner.solve.encoders.encoder import Encoder


class PermissionEncoder(Encoder[Permission]):
    """Closes nothing, constrains nothing."""

"""``permission``: what may be done binds nothing."""

from drillplanner.law.kinds import Permission
from drillplanner.solve.requirements.encoder import Encoder


class PermissionEncoder(Encoder[Permission]):
    """Closes nothing, constrains nothing."""

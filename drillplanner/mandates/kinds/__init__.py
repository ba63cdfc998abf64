"""The kinds of requirement, one file a kind.

A new kind is a file here, an encoder of the same name in ``solve/encoders/`` and a line in ``AnyRequirement``;
a test fails where one of them is missing.
"""

from typing import Annotated

from pydantic import Field

from drillplanner.mandates.kinds.alternate import Alternate
from drillplanner.mandates.kinds.count import Count
from drillplanner.mandates.kinds.cover import Cover
from drillplanner.mandates.kinds.every import Every
from drillplanner.mandates.kinds.filed import Filed
from drillplanner.mandates.kinds.form import Form
from drillplanner.mandates.kinds.length import Length
from drillplanner.mandates.kinds.minutes import Minutes
from drillplanner.mandates.kinds.offer import Offer
from drillplanner.mandates.kinds.order import Order
from drillplanner.mandates.kinds.permission import Permission
from drillplanner.mandates.kinds.share import Share
from drillplanner.mandates.kinds.spacing import Spacing
from drillplanner.mandates.kinds.stand_in import StandIn
from drillplanner.mandates.kinds.task import Chore
from drillplanner.mandates.kinds.vary import Vary

AnyRequirement = Annotated[
    Alternate
    | Chore
    | Count
    | Cover
    | Every
    | Filed
    | Form
    | Length
    | Minutes
    | Offer
    | Order
    | Permission
    | Share
    | Spacing
    | StandIn
    | Vary,
    Field(discriminator="kind"),
]

__all__ = [
    "Alternate",
    "AnyRequirement",
    "Chore",
    "Count",
    "Cover",
    "Every",
    "Filed",
    "Form",
    "Length",
    "Minutes",
    "Offer",
    "Order",
    "Permission",
    "Share",
    "Spacing",
    "StandIn",
    "Vary",
]

"""The kinds of requirement, one file a kind.

A new kind is a file here, an encoder of the same name in ``solve/encoders/`` and a line in ``AnyRequirement``;
a test fails where one of them is missing.
"""

from typing import Annotated

from pydantic import Field

from drillplanner.law.kinds.alternate import Alternate
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.cover import Cover
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.filed import Filed
from drillplanner.law.kinds.form import Form
from drillplanner.law.kinds.length import Length
from drillplanner.law.kinds.minutes import Minutes
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.kinds.order import Order
from drillplanner.law.kinds.permissions_and_tasks.permission import Permission
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.kinds.share import Share
from drillplanner.law.kinds.spacing import Spacing
from drillplanner.law.kinds.vary import Vary

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

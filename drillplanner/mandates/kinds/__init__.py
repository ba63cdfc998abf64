"""The kinds of requirement, one file a kind.

A new kind is a file here, an encoder of the same name in ``solve/encoders/`` and a line in ``AnyRequirement``;
a test fails where one of them is missing.
"""

from typing import Annotated

from pydantic import Field

from drillplanner.mandates.kinds.count import Count
from drillplanner.mandates.kinds.cover import Cover
from drillplanner.mandates.kinds.every import Every
from drillplanner.mandates.kinds.form import Form
from drillplanner.mandates.kinds.length import Length
from drillplanner.mandates.kinds.permission import Permission
from drillplanner.mandates.kinds.task import Chore

AnyRequirement = Annotated[Count | Cover | Every | Form | Length | Permission | Chore, Field(discriminator="kind")]

__all__ = ["AnyRequirement", "Chore", "Count", "Cover", "Every", "Form", "Length", "Permission"]

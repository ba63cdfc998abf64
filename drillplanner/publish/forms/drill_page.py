"""The drill's own sheet as a page of the packet: script, who is told, what to prepare, what to ask afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.publish.forms.context import DrillContext
from drillplanner.publish.sheets.drill_page import DrillView, drill_view


@dataclass(frozen=True)
class DrillPage:
    """The same values as in the sheet of the drill."""

    view: DrillView


def drill_page(context: DrillContext) -> DrillPage:
    """The page of this drill; words for families stay with the sheet."""
    return DrillPage(drill_view(context.drill, context.scenario, context.request))

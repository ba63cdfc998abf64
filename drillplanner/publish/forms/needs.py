"""Which forms a packet holds: by the drill's structure and its circumstances, as the catalogue says."""

from __future__ import annotations

from drillplanner.publish.core.form_catalogue import Form, Needed, load_forms
from drillplanner.publish.forms.context import DrillContext


def needed_forms(context: DrillContext) -> tuple[Form, ...]:
    """The forms of this drill, in the order of the packet."""
    return tuple(form for form in load_forms() if _is_needed(form, context))


def _is_needed(form: Form, context: DrillContext) -> bool:
    if form.operations_only and context.chart.who_would:
        return False
    match form.needed[context.structure]:
        case Needed.ALWAYS:
            return True
        case Needed.WHEN:
            return not context.circumstances.isdisjoint(form.when)
        case Needed.NEVER:
            return False

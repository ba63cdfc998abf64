"""The packet of one drill: the forms that it needs, filled, as JSON text for ``templates/forms/packet.typ``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import Field, asdict, dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, ClassVar, Protocol

from drillplanner.incident_command.chart import RoleChart
from drillplanner.model import Drill
from drillplanner.publish.file_names import drill_file_name
from drillplanner.publish.forms.activity_log import activity_logs
from drillplanner.publish.forms.arrivals import check_in, check_out, message, sign_in
from drillplanner.publish.forms.assignments import assignments
from drillplanner.publish.forms.briefing import briefing, objectives
from drillplanner.publish.forms.catalogue import Form, FormId
from drillplanner.publish.forms.command_post import command_post
from drillplanner.publish.forms.communications import communications_list, radio_plan
from drillplanner.publish.forms.context import DrillContext
from drillplanner.publish.forms.drill_page import drill_page
from drillplanner.publish.forms.needs import needed_forms
from drillplanner.publish.forms.role_cards import role_cards
from drillplanner.publish.forms.safety import medical_plan, safety_analysis, safety_message
from drillplanner.publish.long_words import breakable
from drillplanner.publish.output import PublishRequest
from drillplanner.publish.sheet_content import identity_values, organization_values
from drillplanner.publish.sheet_typst import PACKET, SheetJob

FOLDER = "forms"


class FormValue(Protocol):
    """A frozen dataclass with what one sheet says; its fields are what the form's template reads."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True)
class FilledForm:
    """A form with the values of each of its sheets; chart and role list read the values that sheets share."""

    form: Form
    sheets: tuple[FormValue, ...]


@dataclass(frozen=True)
class Packet:
    """A drill's filled forms, in the order in which they are printed."""

    context: DrillContext
    forms: tuple[FilledForm, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the federal forms that are in it."""
        return tuple(one.form.number for one in self.forms if one.form.number is not None)

    def only(self, *ids: FormId) -> Packet:
        """The packet with only these forms, for somebody who needs a sheet anew."""
        return replace(self, forms=tuple(one for one in self.forms if one.form.id in ids))


#: What fills a form, by its id. The chart (207) and the role list (203) are filled by what the sheets share.
_Fill = Callable[[Form, tuple[Form, ...], DrillContext], Iterable[FormValue]]
_FILLED: dict[FormId, _Fill] = {
    "command_post": lambda form, forms, context: (command_post(context),),
    "drill_sheet": lambda form, forms, context: (drill_page(context),),
    "form_201": lambda form, forms, context: (briefing(form, context),),
    "form_202": lambda form, forms, context: (objectives(forms, context),),
    "form_203": lambda form, forms, context: (),
    "form_204": lambda form, forms, context: assignments(context),
    "form_205": lambda form, forms, context: (radio_plan(context),),
    "form_205a": lambda form, forms, context: (communications_list(context),),
    "form_206": lambda form, forms, context: (medical_plan(context),),
    "form_207": lambda form, forms, context: (),
    "form_208": lambda form, forms, context: (safety_message(context),),
    "form_211": lambda form, forms, context: (
        check_in(tuple(block.number for block in form.blocks if block.left_out), context),
    ),
    "form_213": lambda form, forms, context: (message(context),),
    "form_214": lambda form, forms, context: activity_logs(context),
    "form_215a": lambda form, forms, context: (safety_analysis(context),),
    "form_221": lambda form, forms, context: (check_out(context),),
    "sign_in": lambda form, forms, context: (sign_in(context),),
    "role_cards": lambda form, forms, context: role_cards(context),
}


#: Forms that are drawn from the values of the whole organization.
_ORGANIZATION = ("form_203", "form_207")


def fill_packet(drill: Drill, chart: RoleChart, request: PublishRequest) -> Packet:
    """All forms that the drill needs, filled."""
    context = DrillContext(drill, chart, request)
    forms = needed_forms(context)
    return Packet(
        context, tuple(FilledForm(form, tuple(_FILLED[form.id](form, forms, context))) for form in forms)
    )


def packet_content(packet: Packet) -> str:
    """The JSON text of a packet: the same bytes for the same plan."""
    context = packet.context
    of_drill = (context.drill, context.chart, context.request)
    drawn_by_all = any(one.form.id in _ORGANIZATION for one in packet.forms)
    forms = [{"id": one.form.id, "sheets": [asdict(sheet) for sheet in one.sheets]} for one in packet.forms]
    content: dict[str, Any] = {
        "identity": {
            **identity_values(*of_drill),
            "incident_number": context.drill.drill_id,
            "stop_words": context.stop_words,
            "real_emergency": context.real_emergency_words,
        },
        "organization": organization_values(*of_drill) if drawn_by_all else {},
        "forms": forms,
    }
    return json.dumps(breakable(content), ensure_ascii=False, sort_keys=True)


def form_packet(drill: Drill, chart: RoleChart, request: PublishRequest) -> SheetJob:
    """The PDF of a drill's packet, to be made by :func:`drillplanner.publish.sheets.make_sheets`."""
    packet = fill_packet(drill, chart, request)
    made = datetime.combine(request.plan.provenance.planned_on, time(0), UTC)
    return SheetJob(
        content=packet_content(packet),
        path=Path(FOLDER) / drill.campus_id / drill_file_name(drill),
        timestamp=int(made.timestamp()),
        template=PACKET,
    )

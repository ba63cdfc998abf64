"""The packet of one drill: the forms it needs, filled in, as JSON text for ``templates/forms/packet.typ``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import Field, asdict, dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Protocol

from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.publish.chart.people import without_training
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.form_catalogue import FormDefinition, FormId
from drillplanner.publish.core.paper.page_room import may_be_full
from drillplanner.publish.core.paper.tiers import PaperTier
from drillplanner.publish.core.typst.pdf import PACKET, PdfJob, drill_file_name
from drillplanner.publish.forms.activity_log import activity_logs
from drillplanner.publish.forms.assignments import assignments
from drillplanner.publish.forms.briefing import briefing, objectives
from drillplanner.publish.forms.check_in import check_in, check_out, message, sign_in
from drillplanner.publish.forms.command_post import command_post
from drillplanner.publish.forms.communications import communications_list, radio_plan
from drillplanner.publish.forms.context import DrillContext, needed_forms
from drillplanner.publish.forms.drill_record import drill_record
from drillplanner.publish.forms.role_cards import role_cards
from drillplanner.publish.forms.safety import medical_plan, safety_analysis, safety_message
from drillplanner.publish.sheets.content import identity_values, organization_values
from drillplanner.publish.sheets.drill_page import DrillView, drill_view

FOLDER = "forms"


class FormValue(Protocol):
    """A frozen dataclass with the values of one sheet; its fields are what the form's template reads."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True)
class FilledForm:
    """A form with the values of each of its sheets.

    Command chart and role list have none: they read the values of the whole organization.
    """

    form: FormDefinition
    sheets: tuple[FormValue, ...]


@dataclass(frozen=True)
class DrillFormPacket:
    """The filled forms of a drill, in the order of printing."""

    context: DrillContext
    forms: tuple[FilledForm, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the federal forms in the packet."""
        return tuple(form.form.number for form in self.forms if form.form.number is not None)

    def only(self, *ids: FormId) -> DrillFormPacket:
        """Return a packet with only these forms, in this order."""
        by_id = {form.form.id: form for form in self.forms}
        return replace(self, forms=tuple(by_id[form_id] for form_id in ids if form_id in by_id))


@dataclass(frozen=True)
class DrillPage:
    """The values of the drill page, the same as in the drill's sheets; the texts for families stay there."""

    view: DrillView


def drill_page(context: DrillContext) -> DrillPage:
    """Return the drill page of this drill."""
    return DrillPage(drill_view(context.details))


#: The functions that fill forms of one sheet, by form id.
_SINGLE_SHEET: dict[FormId, Callable[[DrillContext], FormValue]] = {
    "command_post": command_post,
    "drill_record": drill_record,
    "drill_sheet": drill_page,
    "form_201": briefing,
    "form_202": objectives,
    "form_205": radio_plan,
    "form_205a": communications_list,
    "form_206": medical_plan,
    "form_208": safety_message,
    "form_211": check_in,
    "form_213": message,
    "form_215a": safety_analysis,
    "form_221": check_out,
    "sign_in": sign_in,
}
#: The functions that fill forms with a sheet for each team, supervisor, or person.
_SEVERAL_SHEETS: dict[FormId, Callable[[DrillContext], tuple[FormValue, ...]]] = {
    "form_204": assignments,
    "form_214": activity_logs,
    "role_cards": role_cards,
}
#: Forms drawn from the values of the whole organization.
_ORGANIZATION = ("form_203", "form_207")


def fill_packet(details: DrillDetails, chart: RoleChart, tier: PaperTier | None = None) -> DrillFormPacket:
    """Return the forms of a tier of paper, filled in; without a tier, all forms of the drill's structure.

    Papers of a tier say nothing about training that a person lacks: many eyes see them.
    """
    context = DrillContext(details, chart if tier is None else without_training(chart), tier)
    return DrillFormPacket(
        context, tuple(FilledForm(form, _sheets(form.id, context)) for form in needed_forms(context))
    )


def _sheets(form_id: FormId, context: DrillContext) -> tuple[FormValue, ...]:
    if form_id in _SINGLE_SHEET:
        return (_SINGLE_SHEET[form_id](context),)
    return () if form_id in _ORGANIZATION else _SEVERAL_SHEETS[form_id](context)


def packet_content(packet: DrillFormPacket) -> str:
    """Return the JSON text of a packet: the same bytes for the same plan."""
    return json.dumps(packet_values(packet), ensure_ascii=False, sort_keys=True)


def packet_values(packet: DrillFormPacket) -> dict[str, Any]:
    """Return the values of a packet, by the names that its template reads."""
    context = packet.context
    has_organization_form = any(form.form.id in _ORGANIZATION for form in packet.forms)
    forms = [
        {"id": form.form.id, "sheets": [_sheet_values(form, sheet, context) for sheet in form.sheets]}
        for form in packet.forms
    ]
    return {
        "identity": {
            **identity_values(context.details, context.chart),
            "incident_number": context.drill.drill_id,
            "stop_words": context.stop_words,
            "real_emergency": context.real_emergency_words,
        },
        "organization": (
            organization_values(context.details, context.chart, lists_training=context.tier is None)
            if has_organization_form
            else {}
        ),
        "forms": forms,
    }


def _sheet_values(form: FilledForm, sheet: FormValue, context: DrillContext) -> dict[str, Any]:
    """Return the values of a sheet; ``crowded`` says that it may need smaller type to stay one page."""
    values = asdict(sheet)
    return values | {"crowded": may_be_full(form.form.id, values, is_by_tier=context.tier is not None)}


def form_packet(details: DrillDetails, chart: RoleChart, tier: PaperTier | None, folder: str) -> PdfJob:
    """Return the job that prints a drill's packet (:func:`drillplanner.publish.core.typst.printing.make_pdfs`)."""
    return PdfJob(
        content=packet_content(fill_packet(details, chart, tier)),
        path=Path(folder) / details.drill.campus_id / drill_file_name(details.drill),
        timestamp=details.imprint.timestamp,
        template=PACKET,
    )

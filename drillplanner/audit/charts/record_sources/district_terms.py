"""Read ``charts.yaml`` of a workspace: settings, waivers, and facts that no other file holds.

It changes no plan: it answers questions that the judge could not answer otherwise.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import Field

from drillplanner.audit.charts.record import (
    ChartSettings,
    ChartWaiver,
    CommandRecord,
    CommandTransfer,
    OutsideAgency,
    Person,
    Places,
    PlanStep,
)
from drillplanner.audit.charts.rules.chart_rules import load_rules
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.model import DrillType, Frozen, Workspace

TERMS_FILE = "charts.yaml"


class DistrictWaiver(ChartWaiver):
    """A waiver for some campuses or drills; without either, for the whole plan."""

    campuses: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()


class CampusTerms(Frozen):
    """Facts about a campus that apply whenever it drills."""

    places: Places | None = None
    access_needs: bool | None = Field(default=None, description="Anybody with an access or functional need?")
    partner_site: bool | None = Field(default=None, description="Of a very small site: a partner site is named.")
    visitors: bool | None = None
    absence_groups: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="By staff id: rooms, trips, shifts; an empty list: none."
    )


class AgencyTerms(Frozen):
    """What an agency does at a drill."""

    takes_command: bool | None = None
    has_authority: bool | None = None


class PlanTerms(Frozen):
    """What the plan for a type of drill says."""

    steps: tuple[PlanStep, ...] | None = None
    transfer: CommandTransfer | None = None


class DistrictTerms(Frozen):
    """The whole file; keys that are left out are not stated."""

    settings: ChartSettings = ChartSettings()
    waivers: tuple[DistrictWaiver, ...] = ()
    judged_on: IsoDate | None = None
    campuses: dict[str, CampusTerms] = Field(default_factory=dict)
    agencies: dict[str, AgencyTerms] = Field(default_factory=dict)
    plans: dict[DrillType, PlanTerms] = Field(default_factory=dict, description="By kind of drill.")

    def applied_to_chart(self, record: CommandRecord, campus_id: str) -> CommandRecord:
        """Return the record of a chart at that campus with the district's terms added."""
        campus = self.campuses.get(campus_id, CampusTerms())
        plan = self.plans.get(record.occasion.drill_type, PlanTerms())
        occasion = record.occasion.model_copy(
            update={
                "places": campus.places,
                "access_needs": campus.access_needs,
                "partner_site": campus.partner_site,
                "visitors": campus.visitors,
                "steps": plan.steps,
                "transfer": plan.transfer or record.occasion.transfer,
            }
        )
        return record.model_copy(
            update={
                "occasion": occasion,
                "people": tuple(_person(person, campus) for person in record.people),
                "agencies": None if record.agencies is None else tuple(map(self._agency, record.agencies)),
                "settings": self.settings,
                "waivers": tuple(self._waivers(record.id, campus_id)),
                "judged_on": self.judged_on,
            }
        )

    def applied_to_typed_record(self, record: CommandRecord) -> CommandRecord:
        """Return a typed record with the district's settings, date, and waivers, unless it states its own.

        Its facts do not change; waivers for single campuses apply only to charts of the plan.
        """
        stated_fields = record.model_fields_set
        terms: dict[str, object] = {
            "settings": self.settings,
            "waivers": tuple(self._waivers(record.id, "")),
            "judged_on": self.judged_on,
        }
        return record.model_copy(
            update={field: value for field, value in terms.items() if field not in stated_fields}
        )

    def _agency(self, agency: OutsideAgency) -> OutsideAgency:
        terms = self.agencies.get(agency.id)
        if terms is None:
            return agency
        return agency.model_copy(update=terms.model_dump(exclude_none=True))

    def _waivers(self, drill_id: str, campus_id: str) -> Iterator[ChartWaiver]:
        for waiver in self.waivers:
            everywhere = not waiver.campuses and not waiver.drills
            if everywhere or campus_id in waiver.campuses or drill_id in waiver.drills:
                yield ChartWaiver(
                    rule=waiver.rule, subjects=waiver.subjects, who=waiver.who, why=waiver.why, until=waiver.until
                )


def _person(person: Person, campus: CampusTerms) -> Person:
    groups = campus.absence_groups.get(person.id)
    return person if groups is None else person.model_copy(update={"absence_groups": groups})


def read_terms(folder: Path, workspace: Workspace) -> DistrictTerms:
    """Return the terms of a workspace; empty ones without such a file.

    Raises InputError for a file that cannot be read, and for unknown campuses, people, agencies, and rules.
    """
    path = folder / TERMS_FILE
    if not path.is_file():
        return DistrictTerms()
    document = read_document(path, TERMS_FILE)
    if document.data is None:
        return DistrictTerms()
    terms = parse_as(DistrictTerms, document)
    if problems := [*_problems(terms, document, workspace)]:
        raise InputError(problems)
    return terms


def _problems(terms: DistrictTerms, document: Document, workspace: Workspace) -> Iterator[Problem]:
    campuses = set(workspace.campus_by_id)
    staff = {member.staff_id for member in workspace.staff}
    rules = {rule.id for rule in load_rules()}
    agencies = {agency.agency_id for agency in workspace.district.agencies}
    names: list[tuple[KeyPath, str, str, Collection[str]]] = [
        (("campuses", campus), "campus", campus, campuses) for campus in terms.campuses
    ]
    for campus_id, campus in terms.campuses.items():
        path: KeyPath = ("campuses", campus_id, "absence_groups")
        names += [((*path, group), "person on the staff list", group, staff) for group in campus.absence_groups]
    names += [(("agencies", agency), "agency", agency, agencies) for agency in terms.agencies]
    names += [(("settings", "severity", rule_id), "rule", rule_id, rules) for rule_id in terms.settings.severity]
    for place, waiver in enumerate(terms.waivers):
        names.append((("waivers", place, "rule"), "rule", waiver.rule, rules))
        names += [(("waivers", place, "campuses"), "campus", campus, campuses) for campus in waiver.campuses]
    for key_path, noun, value, known in names:
        if value not in known:
            close_matches = difflib.get_close_matches(value, sorted(known), n=1)
            hint = f"Maybe you meant '{close_matches[0]}'." if close_matches else None
            yield document.problem(
                key_path, f"there is no such {noun}", value, ", ".join(sorted(known)[:40]), hint
            )

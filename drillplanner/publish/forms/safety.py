"""ICS 206, Medical Plan; ICS 208, Safety Message/Plan; ICS 215A, Incident Action Plan Safety Analysis."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.files.counting import counted
from drillplanner.model import AgencyKind, AmbulanceService, NearHospital
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.site_places import NamedPlace, help_places, some_of
from drillplanner.publish.forms.briefing import SAFETY_PLAN_AT
from drillplanner.publish.forms.context import DrillContext, Signer, joined_names, radio_label
from drillplanner.publish.forms.hazards import HazardRow, hazard_rows

#: The name of the first aid certificate in staff records.
FIRST_AID = "first aid"


@dataclass(frozen=True)
class AidStation:
    """A row of ICS 206 block 3; ``paramedics`` is ``Yes``, or empty if the plan does not say."""

    name: str
    location: str
    contact: str
    paramedics: str


@dataclass(frozen=True)
class AmbulanceRow:
    """A row of ICS 206 block 4; ``level`` is ``ALS``, ``BLS``, or empty if nobody wrote it down."""

    name: str
    location: str = ""
    contact: str = ""
    level: str = ""


@dataclass(frozen=True)
class HospitalRow:
    """A row of ICS 206 block 5; a center or helipad is ``Yes``, ``No``, or empty if nobody wrote it down."""

    name: str
    address: str
    contact: str
    minutes: str
    trauma: str
    trauma_level: str
    burn: str
    helipad: str


@dataclass(frozen=True)
class MedicalPlan:
    """The values of ICS 206; what nobody wrote down is empty, and a line to write on."""

    stations: tuple[AidStation, ...]
    ambulances: tuple[AmbulanceRow, ...]
    hospitals: tuple[HospitalRow, ...]
    rescue_medicine: str
    first_aid: str
    ambulance_door: str
    defibrillator_at: str
    procedures: tuple[str, ...]
    real_emergency: str
    defibrillator: str
    trained: str
    prepared_by: Signer
    approved_by: Signer


@dataclass(frozen=True)
class SafetyMessage:
    """The values of ICS 208."""

    stop_words: str
    stop_rule: str
    real_emergency: str
    hazards: tuple[HazardRow, ...]
    supported: tuple[str, ...]
    not_simulated: tuple[str, ...]
    limits: tuple[str, ...]
    help: tuple[NamedPlace, ...]
    safety_plan_at: str
    prepared_by: Signer


@dataclass(frozen=True)
class SafetyAnalysis:
    """The values of ICS 215A."""

    prepared_on: str
    hazards: tuple[HazardRow, ...]
    safety_officer: Signer
    operations_chief: Signer


def medical_plan(context: DrillContext) -> MedicalPlan:
    """Return ICS 206, the plan for a real medical emergency during the drill."""
    wording = context.wording
    site = context.details.site
    attending = tuple(seat.name for seat in context.chart.agencies if seat.kind is AgencyKind.EMERGENCY_MEDICAL)
    first_aid = context.on_chart("OPS-MED")
    stations: tuple[AidStation, ...] = ()
    if first_aid is not None:
        stations = (
            AidStation(
                name=f"{first_aid.local_title}: {joined_names(first_aid.people) or 'nobody named'}",
                location=next(iter(site.first_aid), ""),
                contact=radio_label(first_aid.primary),
                paramedics="Yes" if attending else "",
            ),
        )
    has_defibrillator = None if context.campus is None else context.campus.facts.get("aed")
    return MedicalPlan(
        stations=stations,
        ambulances=_ambulances(site.ambulance, attending),
        hospitals=tuple(map(_hospital_row, site.hospitals)),
        rescue_medicine=site.rescue_medicine,
        first_aid=some_of(site.first_aid),
        ambulance_door=site.ambulance_door,
        defibrillator_at=some_of(site.aeds),
        procedures=wording.medical,
        real_emergency=context.real_emergency_words,
        trained=joined_names(person for person in context.people if FIRST_AID in person.courses),
        defibrillator={True: "The school has one.", False: "The school has none.", None: ""}[has_defibrillator],
        prepared_by=context.signer("OPS-MED", "OPS-MEDM", "OPS-RBD", "OPS-OSC", "CMD-IC"),
        approved_by=context.signer("CMD-SO", "CMD-IC"),
    )


#: What a box says of a fact that may not be known.
_YES_NO: dict[bool | None, str] = {True: "Yes", False: "No", None: ""}


def _ambulances(service: AmbulanceService, attending: tuple[str, ...]) -> tuple[AmbulanceRow, ...]:
    """Return the ambulance that comes when the school calls, then those that attend the drill."""
    level = {True: "ALS", False: "BLS", None: ""}[service.advanced_life_support]
    usual = AmbulanceRow(service.name, service.location, service.telephone, level)
    others = (AmbulanceRow(name) for name in attending if name != service.name)
    return (*((usual,) if service.name else ()), *others)


def _hospital_row(hospital: NearHospital) -> HospitalRow:
    level = hospital.trauma_level
    is_center = "" if not level else "No" if level.lower() in ("none", "no") else "Yes"
    return HospitalRow(
        name=hospital.name,
        address=hospital.address,
        contact=hospital.telephone,
        minutes="" if hospital.minutes_by_road is None else f"{hospital.minutes_by_road} min",
        trauma=is_center,
        trauma_level=level if is_center == "Yes" else "",
        burn=_YES_NO[hospital.burn_center],
        helipad=_YES_NO[hospital.helipad],
    )


def safety_message(context: DrillContext) -> SafetyMessage:
    """Return ICS 208: what everyone must know so that no one is hurt in the drill."""
    wording = context.wording
    return SafetyMessage(
        stop_words=context.stop_words,
        stop_rule=wording.stop_rule,
        real_emergency=context.real_emergency_words,
        hazards=hazard_rows(context),
        supported=context.text.accommodations if context.text else (),
        not_simulated=wording.not_simulated,
        limits=_limits(context),
        help=help_places(context.details.site),
        safety_plan_at=SAFETY_PLAN_AT,
        prepared_by=context.signer("CMD-SO", "CMD-IC"),
    )


def _limits(context: DrillContext) -> tuple[str, ...]:
    """Return the limits that the scenario's facts promise, such as opting out and the time in hiding."""
    if context.scenario is None:
        return ()
    facts = context.scenario.facts
    mental_health, opt_out = facts.mental_health, facts.opt_out
    hidden_minutes = [
        minutes
        for band in context.bands
        if (minutes := context.scenario.facts_for(band).hidden_minutes) is not None and minutes > 0
    ]
    promises = {
        f"Nobody stays hidden for more than {counted(max(hidden_minutes, default=0), 'minute')}.": bool(
            hidden_minutes
        ),
        "Anyone may step out, with no reason given.": mental_health is not None
        and mental_health.may_step_out is True,
        "A quiet place is open.": mental_health is not None and mental_health.quiet_space is True,
        "Students and adults may choose to stay out; they are looked after calmly and not singled out.": (
            opt_out is not None and opt_out.offered is True
        ),
        "Nobody tries the doors.": facts.lock_check is not None and facts.lock_check.done is False,
    }
    return tuple(sentence for sentence, is_promised in promises.items() if is_promised)


def safety_analysis(context: DrillContext) -> SafetyAnalysis:
    """Return ICS 215A: a row for each hazard with its mitigation."""
    return SafetyAnalysis(
        prepared_on=form_date(context.details.imprint.made_on),
        hazards=hazard_rows(context),
        safety_officer=context.signer("CMD-SO", "CMD-IC"),
        operations_chief=context.signer("OPS-OSC", "CMD-IC"),
    )

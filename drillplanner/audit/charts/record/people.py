"""People and outside agencies, with the facts that the rules use."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from drillplanner.files.iso_date import IsoDate
from drillplanner.model import AgencyKind, Frozen
from drillplanner.model.calendar.bells import Clock


class CourseDelivery(StrEnum):
    """How a course was taken."""

    CLASSROOM = "classroom"
    VIRTUAL_CLASSROOM = "virtual_classroom"
    SELF_PACED = "self_paced"


class HeldCertificate(Frozen):
    """A course or certificate on record."""

    name: str = Field(description="As on record, for example 'IS-100.SCa', 'CPR/AED'.")
    earned: IsoDate | None = None
    expires: IsoDate | None = None
    delivery: CourseDelivery | None = None


class Person(Frozen):
    """An adult on a chart or in an exercise."""

    id: str
    name: str = ""
    title: str = Field(default="", description="The everyday title.")
    at_site: bool | None = Field(default=None, description="Is at that campus on that day.")
    active: bool | None = Field(default=None, description="Is employed and not on leave.")
    on_shift: bool | None = Field(default=None, description="Is on duty at the hour of the drill.")
    holds_class: bool | None = Field(default=None, description="Has students in front of them at that hour.")
    class_covered_by: str | None = Field(
        default=None, description="Id or name of the adult who takes the class meanwhile."
    )
    absence_groups: tuple[str, ...] | None = Field(
        default=None, description="Rooms, trips, shifts with which the person would be away together with others."
    )
    certificates: tuple[HeldCertificate, ...] | None = Field(
        default=None, description="None: no record at all; an empty list: none earned."
    )
    stated_missing: tuple[str, ...] = Field(
        default=(), description="Courses that the chart says the person lacks, for example IS-100."
    )
    agency: str | None = Field(default=None, description="The outside agency from which the person comes.")
    borrowed: bool | None = Field(default=None, description="Comes from another campus for this drill.")
    student: bool = False


class SameDayPost(Frozen):
    """A post that a person has on the same day, on another chart or in another exercise."""

    person: str = Field(description="The person's id.")
    campus: str = Field(description="Where that is.")
    chart: str = Field(default="", description="How the other chart is called.")
    start: Clock | None = None
    end: Clock | None = None


class OutsideAgency(Frozen):
    """An outside agency that takes part."""

    id: str
    name: str = ""
    kind: AgencyKind | None = None
    attends: bool = True
    has_authority: bool | None = Field(
        default=None, description="Has authority over such an incident; None: by kind, if that tells."
    )
    takes_command: bool | None = Field(
        default=None, description="Arrives during the drill and takes or joins command."
    )

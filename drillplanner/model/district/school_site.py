"""What a school writes down once about its place, and papers print: posts, places, shut-offs, help, radio.

None of it decides a date. A field that is empty is a line to write on. Lengths are limited so that what is written
fits on every paper, the smallest card included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from drillplanner.model.base import Frozen


def _with_a_digit(value: str) -> str:
    if value and not any(sign.isdigit() for sign in value):
        raise ValueError("this telephone number has no digit; leave the value empty if you do not know it")
    return value


Place = Annotated[str, Field(max_length=120)]
Name = Annotated[str, Field(max_length=80)]
PhoneNumber = Annotated[str, Field(max_length=40), AfterValidator(_with_a_digit)]


class AwayPlace(Frozen):
    """A place off the grounds to which people are taken, and how they get there."""

    place: Name = ""
    address: Place = ""
    telephone: PhoneNumber = ""
    how: Place = Field(default="", description="How people get there, such as: on foot along Oak Street.")


class ReunificationPlace(AwayPlace):
    """Where families pick up their children, with the doors that keep families and children apart."""

    families_enter: Place = Field(default="", description="The door or gate for families.")
    students_wait: Place = Field(default="", description="Where students wait, out of sight of families.")
    students_leave: Place = Field(default="", description="The door at which a child is handed over.")


class ShutOffs(Frozen):
    """Where each utility is shut off."""

    gas: Place = ""
    electricity: Place = ""
    water: Place = ""
    ventilation: Place = Field(default="", description="Fans and air handling, for bad air outside.")
    fire_alarm_panel: Place = ""
    sprinklers: Place = ""


class AmbulanceService(Frozen):
    """The ambulance that comes when the school calls."""

    name: Name = ""
    location: Place = Field(default="", description="Its station.")
    telephone: PhoneNumber = ""
    advanced_life_support: bool | None = Field(
        default=None, description="yes: paramedics (ALS); no: basic life support (BLS)."
    )


class NearHospital(Frozen):
    """A hospital near the school."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    address: Place = ""
    telephone: PhoneNumber = ""
    minutes_by_road: int | None = Field(default=None, ge=1, le=600)
    trauma_level: str = Field(
        default="", max_length=12, description="Of a trauma center: I, II, III, IV, or V; 'none' if it is none."
    )
    burn_center: bool | None = None
    helipad: bool | None = None


class SchoolTelephone(Frozen):
    """A number that the command post may need, of an office or a service, not of a person at home."""

    who: Annotated[str, Field(min_length=1, max_length=80)]
    number: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_with_a_digit)]


class RadioChannel(Frozen):
    """A channel of the school's radios, as ICS 205 lists it."""

    name: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        description="As it stands on the radios, and in the column 'radio' of staff.csv."
    )
    function: str = Field(default="", max_length=40, description="Such as Command, Tactical, or Support.")
    assignment: Name = Field(default="", description="Who uses it.")
    frequency: str = Field(default="", max_length=9, description="To receive, in MHz, such as 462.5625.")
    send_frequency: str = Field(default="", max_length=9, description="To send, if it is another one.")
    tone: str = Field(default="", max_length=7, description="Tone or network access code, such as 141.3 or $293.")
    mode: Literal["", "A", "D", "M"] = Field(default="", description="A analog, D digital, M mixed.")
    remarks: Name = ""


class LetterSigner(Frozen):
    """The person who signs letters to families, and the number families may call."""

    name: Name = ""
    title: Name = ""
    telephone: PhoneNumber = ""


class Doorway(Frozen):
    """The ways out of a room or wing, for the card at its door."""

    room: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="A room or a wing, such as Room 12 or Wing B."
    )
    way_out: Place = ""
    second_way_out: Place = ""
    assembly: Place = Field(
        default="", description="Where the class stands, if not at the school's assembly place."
    )
    shelter: Place = Field(default="", description="Where the class goes in a storm.")


class SchoolSite(Frozen):
    """The facts of one school's place. An empty value is not known: papers then have a line to write on."""

    command_post: Place = Field(default="", description="Where the incident commander stands.")
    second_command_post: Place = Field(default="", description="If the first cannot be used.")
    assembly: Place = Field(default="", description="Where classes assemble outside.")
    second_assembly: Place = Field(default="", description="If the first cannot be used.")
    storm_shelter: Place = Field(default="", description="Where people go in severe weather.")
    bad_air_shelter: Place = Field(default="", description="Where people go when the air outside is bad.")
    staging: Place = Field(default="", description="Where responders and buses wait until they are needed.")
    relocation: AwayPlace = AwayPlace()
    reunification: ReunificationPlace = ReunificationPlace()
    map: str = Field(
        default="",
        description="A picture (.png, .jpg) or PDF of the site plan in the workspace's folder; of a PDF the first "
        "page.",
    )
    shut_offs: ShutOffs = ShutOffs()
    aeds: tuple[Place, ...] = Field(default=(), max_length=20, description="Automated defibrillators.")
    first_aid: tuple[Place, ...] = Field(default=(), max_length=20, description="First-aid kits and rooms.")
    rescue_medicine: Place = Field(default="", description="Where rescue medicine is kept.")
    ambulance_door: Place = Field(default="", description="The door at which the ambulance is met.")
    ambulance: AmbulanceService = AmbulanceService()
    hospitals: tuple[NearHospital, ...] = Field(default=(), max_length=3, description="The nearest first.")
    telephones: tuple[SchoolTelephone, ...] = Field(default=(), max_length=20)
    radio_channels: tuple[RadioChannel, ...] = Field(default=(), max_length=12)
    letters_signed_by: LetterSigner = LetterSigner()
    doors: tuple[Doorway, ...] = Field(
        default=(), max_length=200, description="Rooms or wings with their ways out."
    )

    @property
    def unwritten(self) -> tuple[str, ...]:
        """What papers want and nobody wrote down yet, in the order of need."""
        return tuple(phrase for phrase, is_written in _IN_ORDER_OF_NEED if not is_written(self))


#: What papers want, the most needed first: who stands where, where people go, how help comes, then the rest.
_IN_ORDER_OF_NEED: tuple[tuple[str, Callable[[SchoolSite], object]], ...] = (
    ("command post", lambda site: site.command_post),
    ("assembly place", lambda site: site.assembly),
    ("hospital", lambda site: site.hospitals),
    ("ambulance", lambda site: site.ambulance.name),
    ("place of AEDs", lambda site: site.aeds),
    ("door for the ambulance", lambda site: site.ambulance_door),
    ("relocation place", lambda site: site.relocation.place),
    ("reunification place", lambda site: site.reunification.place),
    ("storm shelter", lambda site: site.storm_shelter),
    ("shelter from bad air", lambda site: site.bad_air_shelter),
    ("shut-offs", lambda site: any(site.shut_offs.model_dump().values())),
    ("staging area", lambda site: site.staging),
    ("first-aid kits", lambda site: site.first_aid),
    ("rescue medicine", lambda site: site.rescue_medicine),
    ("signer of letters", lambda site: site.letters_signed_by.name or site.letters_signed_by.title),
    ("radio channels", lambda site: site.radio_channels),
    ("map", lambda site: site.map),
)


class SiteFile(Frozen):
    """``site.yaml``: the facts of each school's place; ``every_school`` holds where a school says nothing."""

    every_school: SchoolSite = SchoolSite()
    schools: dict[str, SchoolSite] = Field(default_factory=dict, description="By campus_id.")

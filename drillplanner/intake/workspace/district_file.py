"""``district.yaml``: the district, its choices, its agencies, and the links to its other files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult, in_line_order, maybe_meant
from drillplanner.files.yaml_document import Document, parse_as, parse_mapping, with_values
from drillplanner.intake.workspace.states import states
from drillplanner.model import AgencyKind, District, DrillType
from drillplanner.model.scenarios.response_actions import ACTIONS

DISTRICT_FILE = "district.yaml"
#: The model fire codes with mandates on file: the International Fire Code, and NFPA 1 with NFPA 101.
FIRE_CODES = ("IFC", "NFPA")

#: The keys that link to other files, with the names used if the key is missing.
_LINKS = {key: District.model_fields[key].default for key in ("calendar", "campuses", "bells", "staff")}


@dataclass(frozen=True)
class DistrictFile:
    """The contents of ``district.yaml``, as far as it could be read.

    ``district`` is None if it has problems; ``placeholder`` then has only the school year, so that the
    other files can be checked in the same run. A link is None if the file names nothing that can be followed.
    ``document`` has the file's lines, for problems that only show together with other files.
    """

    district: District | None
    placeholder: District | None
    links: dict[str, Link | None]
    document: Document

    @property
    def for_checking(self) -> District | None:
        """Return the district, or a placeholder for checking the other files."""
        return self.district or self.placeholder


def read_district_file(files: InputFolder) -> ReadResult[DistrictFile]:
    """Read ``district.yaml``. Problems of its values are in the result.

    Raises InputError: the file is missing or not YAML.
    """
    link = Link(DISTRICT_FILE)
    if not files.exists(link):
        near = files.closest_name_hint(link) or "Maybe make a workspace with 'drillplanner init'."
        raise InputError(link.problem("there is no such file", maybe=near))
    document = parse_mapping(files.read(link), DISTRICT_FILE)
    links = {key: _link(document, key, usual) for key, usual in _LINKS.items()}
    problems = list(_state_problems(document))
    checked = with_values(document, state=next(iter(states()))) if problems else document
    if code_problems := _fire_code_problems(document):
        problems.extend(code_problems)
        checked = with_values(checked, fire_codes=[])
    district: District | None = None
    try:
        district = parse_as(District, checked, first_year=_first_year(document))
        problems.extend(_agency_problems(document, district))
        problems.extend(_site_problems(document, district))
        problems.extend(_attend_problems(document, district))
        problems.extend(_vocabulary_problems(document, district))
    except InputError as error:
        problems.extend(error.problems)
    if problems or district is None:
        unusable = DistrictFile(None, _placeholder(document), links, document)
        return ReadResult(unusable, problems=in_line_order(problems))
    return ReadResult(DistrictFile(district, None, links, document), tuple(_assumptions(district)))


def _first_year(document: Document) -> int | None:
    """Return the year in which the school year begins, for dates without a year; None if it is not said."""
    year = str(document.data.get("year", ""))
    return int(year[:4]) if re.fullmatch(r"\d{4}-\d{2}", year) else None


def _link(document: Document, key: str, usual: str | None) -> Link | None:
    if document.data.get(key) is None:
        return None if usual is None else Link(usual)
    target = document.data[key]
    if isinstance(target, bool) or not isinstance(target, str | int | float):
        return None  # the model reports what is wrong with it
    return Link(str(target), document.file, document.line_of((key,)))


def _state_problems(document: Document) -> list[Problem]:
    """Return a Problem for an unknown state; checked here, so that the message can list the states."""
    state = document.data.get("state")
    if state is None or state in states():
        return []
    by_name = {entry.name.lower(): code for code, entry in states().items()}
    word = str(state).strip()
    code = word.upper() if word.upper() in states() else by_name.get(word.lower())
    maybe = f"Maybe you meant '{code}'." if code else None
    return [document.problem(("state",), "there is no such state", state, ", ".join(states()), maybe)]


def _fire_code_problems(document: Document) -> list[Problem]:
    """Return Problems for unknown model fire codes; checked here, so that the message can list them."""
    codes = document.data.get("fire_codes", [])
    allowed = f"{', '.join(FIRE_CODES)}, as a list"
    if not isinstance(codes, list):
        maybe = f"Maybe write 'fire_codes: [{codes}]'." if isinstance(codes, str) else None
        return [document.problem(("fire_codes",), "fire_codes is not a list", codes, allowed, maybe)]
    problems = []
    for position, code in enumerate(codes):
        path = ("fire_codes", position)
        if code not in FIRE_CODES:
            maybe = maybe_meant(str(code), FIRE_CODES)
            problems.append(document.problem(path, "there is no such model fire code", code, allowed, maybe))
        elif code in codes[:position]:
            problems.append(document.problem(path, "this fire code is named twice", code, "each code once"))
    return problems


def _agency_problems(document: Document, district: District) -> list[Problem]:
    problems = []
    first_line: dict[str, int | None] = {}
    for position, agency in enumerate(district.agencies):
        path = ("agencies", position)
        line = document.line_of((*path, "agency_id"))
        if agency.agency_id in first_line:
            problems.append(
                document.problem(
                    (*path, "agency_id"),
                    f"two agencies have one id (first on line {first_line[agency.agency_id]})",
                    agency.agency_id,
                    "a different agency_id for each agency",
                )
            )
        first_line.setdefault(agency.agency_id, line)
        start, end = agency.available_from, agency.available_until
        if start and end and end <= start:
            problems.append(
                document.problem(
                    (*path, "available_until"),
                    f"the agency '{agency.agency_id}' would stop before it starts at {start:%H:%M}",
                    f"{end:%H:%M}",
                    "a time after available_from",
                )
            )
        if not agency.weekdays:
            problems.append(
                document.problem(
                    (*path, "weekdays"),
                    f"the agency '{agency.agency_id}' can come on no day of the week",
                    "[]",
                    "at least one weekday, or no 'weekdays' at all for Monday to Friday; or take the agency out "
                    "of the list",
                )
            )
    return problems


def _site_problems(document: Document, district: District) -> list[Problem]:
    problems = []
    first_line: dict[str, int | None] = {}
    for position, site in enumerate(district.sites):
        path = ("sites", position, "site_id")
        if site.site_id in first_line:
            message = f"two sites have one id (first on line {first_line[site.site_id]})"
            problems.append(document.problem(path, message, site.site_id, "a different site_id for each site"))
        first_line.setdefault(site.site_id, document.line_of(path))
    return problems


def _attend_problems(document: Document, district: District) -> Iterator[Problem]:
    """Yield Problems for agencies that are not listed, and for two entries about one kind of agency and drill."""
    known = {agency.kind.value: None for agency in district.agencies}
    known |= {agency.agency_id: None for agency in district.agencies}
    first_line: dict[tuple[AgencyKind, DrillType], int | None] = {}
    for position, chosen in enumerate(district.attend):
        agency = district.wanted_agency(chosen.agency)
        if agency is None:
            yield document.problem(
                ("attend", position, "agency"),
                "'attend' names an agency that 'agencies' does not list",
                chosen.agency,
                ", ".join(known) or "nothing: 'agencies' lists none",
                maybe_meant(chosen.agency, known)
                or "Maybe add it to 'agencies', with when and how often it can come.",
            )
            continue
        year = date(district.first_year, 7, 1), date(district.first_year + 1, 6, 30)
        if chosen.from_ is not None and not year[0] <= chosen.from_ <= year[1]:
            expected = f"a day from {year[0]} to {year[1]}, or no 'from' for the whole year"
            message = "the day is not in the school year"
            yield document.problem(("attend", position, "from"), message, chosen.from_, expected)
        for place, drill_type in enumerate(chosen.drills):
            path = ("attend", position, "drills", place)
            if (agency.kind, drill_type) in first_line:
                line = first_line[agency.kind, drill_type]
                message = f"'attend' has {agency.kind.replace('_', ' ')} at {drill_type.phrase}s twice"
                expected = f"each drill once for each kind of agency (first on line {line})"
                yield document.problem(path, message, drill_type.value, expected)
            first_line.setdefault((agency.kind, drill_type), document.line_of(path))


def _vocabulary_problems(document: Document, district: District) -> list[Problem]:
    """Return Problems for words that would mean two response actions: nobody would know what to do."""
    problems = []
    for language in district.vocabulary.languages:
        by_word: dict[str, str] = {}
        for action in ACTIONS:
            word = district.vocabulary.words_for(action, language).word
            other = by_word.setdefault(word.casefold(), action)
            if other != action:
                named = next(name for name in (action, other) if name in document.data["vocabulary"])
                message = f"'{other}' and '{action}' would have one word, so nobody knew what to do"
                problems.append(document.problem(("vocabulary", named), message, word, "a word for each action"))
    return problems


def _placeholder(document: Document) -> District | None:
    try:
        return District(name="?", state="XX", timezone="UTC", year=document.data.get("year", ""))
    except ValidationError:
        return None


def _assumptions(district: District) -> list[str]:
    sentences = []
    if district.planned_on is None:
        sentences.append(
            f"{DISTRICT_FILE} gives no 'planned_on': the plan counts as made on {district.stamp_date.isoformat()}."
        )
    if district.calendar_namespace is None:
        sentences.append(
            f"{DISTRICT_FILE} gives no 'calendar_namespace': calendar entries are numbered from state, name and "
            "year, so two districts with the same three would share numbers."
        )
    if not district.agencies:
        sentences.append(
            f"{DISTRICT_FILE} names no agencies: nobody can be booked, so a duty that wants police or fire "
            "present cannot be met."
        )
    return sentences

"""The people of a OneRoster export: adults for ``staff.csv``, and students as numbers.

Of a student nothing but id, school and grades is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.schools.campus_table import is_identifier
from drillplanner.intake.schools.school_list import CampusImport, slug
from drillplanner.model import Frozen, StaffMember

_FILE = "oneroster_words.yaml"


class OneRosterRole(Frozen):
    """What a role of the export is called here, and whether it holds a class."""

    title: str
    teaches: bool = False


class OneRosterWords(Frozen):
    """The table of ``oneroster_words.yaml``."""

    staff: dict[str, OneRosterRole]
    students: tuple[str, ...]
    families: tuple[str, ...]
    grades: dict[str, str]


@cache
def oneroster_words() -> OneRosterWords:
    """The words of roles and grades."""
    return parse_as(OneRosterWords, read_document(Path(__file__).with_name(_FILE), _FILE))


@dataclass
class Students:
    """Students of a school: how many, and how many of each grade."""

    number: int = 0
    grades: Counter[str] = field(default_factory=Counter)


def active_rows(table: Table, told: CampusImport) -> tuple[TableRow, ...]:
    """The rows that are not to be deleted, each id once; what is left out is said."""
    deleted = [row.line for row in table.rows if row.get("status").lower() == "tobedeleted"]
    if deleted:
        told.not_placed.append(f"{table.file}: left out as 'tobedeleted': lines {listed(map(str, deleted))}.")
    kept: list[TableRow] = []
    first: dict[str, int] = {}
    for row in table.rows:
        own = row.get("sourcedid")
        if row.get("status").lower() == "tobedeleted":
            continue
        if own and own in first:
            told.not_placed.append(
                f"{table.file}, line {row.line}: the id is that of line {first[own]}; the row is left out."
            )
            continue
        first[own] = row.line
        kept.append(row)
    return tuple(kept)


def campus_id_of(school: TableRow) -> str:
    """The id of a school's campus: its sourcedId where that can be one."""
    own = school.get("sourcedid")
    return own if is_identifier(own) else slug(own)


def _posts(
    tables: Mapping[str, Table], users: tuple[TableRow, ...], told: CampusImport
) -> Iterator[tuple[TableRow, str, str, str]]:
    """Each user with a role, a school's id, and the place that says so: a table in 1.2, two columns in 1.1."""
    if "roles.csv" not in tables:
        file = tables["users.csv"].file
        for user in users:
            for org in cells.list_items(user.get("orgsourcedids").replace(",", ";")):
                yield user, user.get("role"), org, f"{file}, line {user.line}"
        return
    by_id = {user.get("sourcedid"): user for user in users}
    deleted = {row.get("sourcedid") for row in tables["users.csv"].rows} - set(by_id)
    roles = tables["roles.csv"]
    # A person's main role counts before any other.
    for row in sorted(active_rows(roles, told), key=lambda one: one.get("roletype").lower() != "primary"):
        owner = row.get("usersourcedid")
        if owner in by_id:
            yield by_id[owner], row.get("role"), row.get("orgsourcedid"), f"{roles.file}, line {row.line}"
        elif owner not in deleted:
            told.not_placed.append(f"{roles.file}, line {row.line}: users.csv has no such person; left out.")


@dataclass
class People:
    """Adults with a school, students by their school, and what is to be said of all others."""

    staff: list[StaffMember] = field(default_factory=list)
    students: dict[str, Students] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    elsewhere: dict[str, str] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    unknown: dict[str, list[str]] = field(default_factory=dict)


def read_people(tables: Mapping[str, Table], schools: Mapping[str, TableRow], told: CampusImport) -> People:
    """The staff and the numbers of students of the ``schools``, which are rows of orgs.csv by id."""
    people = People()
    users = tables.get("users.csv")
    if users is None:
        told.not_placed.append("The export has no users.csv: nobody counts its students or names its staff.")
        return people
    org_ids = {row.get("sourcedid") for row in tables["orgs.csv"].rows}
    words = oneroster_words()
    seen: set[tuple[str, str]] = set()
    for user, role, org, place in _posts(tables, active_rows(users, told), told):
        own, word = user.get("sourcedid"), role.lower().replace(" ", "").replace("_", "")
        if word in words.families:
            continue
        if not own:
            told.not_placed.append(f"{place}: the person has no sourcedId; the row is left out.")
        elif word not in words.students and word not in words.staff:
            people.unknown.setdefault(role, []).append(place)
        elif org not in org_ids:
            told.not_placed.append(f"{place}: there is no organisation '{org}'; the entry is left out.")
        elif user.get("enableduser").lower() == "false":
            people.disabled.add(own)
        elif org not in schools:
            if word in words.staff:
                people.elsewhere.setdefault(own, place)
        elif (own, org) not in seen:
            seen.add((own, org))
            _place(people, user, words.staff.get(word), org, schools[org])
    _list_unplaced_people(people, users, told)
    return people


def _place(people: People, user: TableRow, role: OneRosterRole | None, org: str, school: TableRow) -> None:
    """Count a student (no ``role``), or put an adult at the first school that names the person."""
    if role is None:
        counted = people.students.setdefault(org, Students())
        counted.number += 1
        counted.grades.update(cells.list_items(user.get("grades").replace(",", ";")))
    elif user.get("sourcedid") not in people.placed:
        people.placed.add(user.get("sourcedid"))
        people.staff.append(_member(user, role, school))


def _list_unplaced_people(people: People, users: Table, told: CampusImport) -> None:
    outside = [place for own, place in people.elsewhere.items() if own not in people.placed]
    if outside:
        told.not_placed.append(f"Adults of no school are not in staff.csv: {listed(outside)}.")
    if people.disabled:
        number, off = len(people.disabled), "whose account is switched off"
        left = counted(number, f"person {off} is", f"people {off} are")
        told.not_placed.append(f"{users.file}: {left} left out.")
    for role, places in people.unknown.items():
        told.not_placed.append(f"The role '{role}' is not known; its people are left out: {listed(places)}.")


def _member(user: TableRow, role: OneRosterRole, school: TableRow) -> StaffMember:
    name = " ".join(part for part in (user.get("givenname"), user.get("familyname")) if part)
    return StaffMember(
        staff_id=user.get("sourcedid"),
        name=name or "Unnamed",
        campus_id=campus_id_of(school),
        title=role.title,
        phone=user.get("phone"),
        teaches=role.teaches,
    )

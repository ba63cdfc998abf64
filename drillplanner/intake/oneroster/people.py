"""The people of a OneRoster export: adults for ``staff.csv``, and students as numbers.

For a student, only id, school, and grades are read.
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
    """A role of the export: its title in ``staff.csv``, and whether it teaches a class."""

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
    """Return the words for roles and grades."""
    return parse_as(OneRosterWords, read_document(Path(__file__).with_name(_FILE), _FILE))


@dataclass
class Students:
    """The number of students of a school, in total and by grade."""

    number: int = 0
    grades: Counter[str] = field(default_factory=Counter)


def active_rows(table: Table, result: CampusImport) -> tuple[TableRow, ...]:
    """Return the rows that are not to be deleted, each id once; report the rows that are skipped."""
    deleted = [row.line for row in table.rows if row.get("status").lower() == "tobedeleted"]
    if deleted:
        result.not_placed.append(f"{table.file}: left out as 'tobedeleted': lines {listed(map(str, deleted))}.")
    rows: list[TableRow] = []
    first_line: dict[str, int] = {}
    for row in table.rows:
        source_id = row.get("sourcedid")
        if row.get("status").lower() == "tobedeleted":
            continue
        if source_id and source_id in first_line:
            result.not_placed.append(
                f"{table.file}, line {row.line}: the id is that of line {first_line[source_id]}; "
                "the row is left out."
            )
            continue
        first_line[source_id] = row.line
        rows.append(row)
    return tuple(rows)


def campus_id_of(school: TableRow) -> str:
    """Return the id of a school's campus: its sourcedId if that is a valid id."""
    source_id = school.get("sourcedid")
    return source_id if is_identifier(source_id) else slug(source_id)


def _roles_of_people(
    tables: Mapping[str, Table], users: tuple[TableRow, ...], result: CampusImport
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
    for row in sorted(active_rows(roles, result), key=lambda role: role.get("roletype").lower() != "primary"):
        owner = row.get("usersourcedid")
        if owner in by_id:
            yield by_id[owner], row.get("role"), row.get("orgsourcedid"), f"{roles.file}, line {row.line}"
        elif owner not in deleted:
            result.not_placed.append(f"{roles.file}, line {row.line}: users.csv has no such person; left out.")


@dataclass
class People:
    """The people of an export as far as they are placed.

    ``placed`` are the ids of adults in ``staff``; ``elsewhere`` are adults of no listed school, with the line that
    names them; ``disabled`` are ids of people whose account is off; ``unknown`` holds the lines of each unknown
    role.
    """

    staff: list[StaffMember] = field(default_factory=list)
    students: dict[str, Students] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    elsewhere: dict[str, str] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    unknown: dict[str, list[str]] = field(default_factory=dict)


def read_people(tables: Mapping[str, Table], schools: Mapping[str, TableRow], result: CampusImport) -> People:
    """Return the staff and the numbers of students of the ``schools``, which are rows of orgs.csv by id."""
    people = People()
    users = tables.get("users.csv")
    if users is None:
        result.not_placed.append("The export has no users.csv: nobody counts its students or names its staff.")
        return people
    org_ids = {row.get("sourcedid") for row in tables["orgs.csv"].rows}
    words = oneroster_words()
    seen: set[tuple[str, str]] = set()
    for user, role, org, place in _roles_of_people(tables, active_rows(users, result), result):
        source_id, word = user.get("sourcedid"), role.lower().replace(" ", "").replace("_", "")
        if word in words.families:
            continue
        if not source_id:
            result.not_placed.append(f"{place}: the person has no sourcedId; the row is left out.")
        elif word not in words.students and word not in words.staff:
            people.unknown.setdefault(role, []).append(place)
        elif org not in org_ids:
            result.not_placed.append(f"{place}: there is no organisation '{org}'; the entry is left out.")
        elif user.get("enableduser").lower() == "false":
            people.disabled.add(source_id)
        elif org not in schools:
            if word in words.staff:
                people.elsewhere.setdefault(source_id, place)
        elif (source_id, org) not in seen:
            seen.add((source_id, org))
            _place(people, user, words.staff.get(word), org, schools[org])
    _list_unplaced_people(people, users, result)
    return people


def _place(people: People, user: TableRow, role: OneRosterRole | None, org: str, school: TableRow) -> None:
    """Count a student (no ``role``), or place an adult at the first school that names the person."""
    if role is None:
        counted = people.students.setdefault(org, Students())
        counted.number += 1
        counted.grades.update(cells.list_items(user.get("grades").replace(",", ";")))
    elif user.get("sourcedid") not in people.placed:
        people.placed.add(user.get("sourcedid"))
        people.staff.append(_member(user, role, school))


def _list_unplaced_people(people: People, users: Table, result: CampusImport) -> None:
    outside = [place for source_id, place in people.elsewhere.items() if source_id not in people.placed]
    if outside:
        result.not_placed.append(f"Adults of no school are not in staff.csv: {listed(outside)}.")
    if people.disabled:
        number, off = len(people.disabled), "whose account is switched off"
        skipped = counted(number, f"person {off} is", f"people {off} are")
        result.not_placed.append(f"{users.file}: {skipped} left out.")
    for role, places in people.unknown.items():
        result.not_placed.append(f"The role '{role}' is not known; its people are left out: {listed(places)}.")


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

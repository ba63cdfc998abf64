"""``site.yaml``: what each school writes down once about its place, for its papers.

A workspace need not have it. A value that is left empty counts as not written, so that a template can be filled in
bit by bit. The file decides no date, so it does not count among the inputs of a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.file_heads import JPEG_HEAD, PDF_HEAD, PNG_HEAD
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult, in_line_order, maybe_meant
from drillplanner.files.reading.bounded import read_head
from drillplanner.files.yaml_document import Document, parse_as, parse_document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.model import SchoolSite, SiteFile

SITE_FILE = "site.yaml"
_EVERY, _SCHOOLS = "every_school", "schools"
_MAP_HEADS = (PNG_HEAD, JPEG_HEAD, PDF_HEAD)
_HEAD_BYTES = max(map(len, _MAP_HEADS))
#: A map stands in the papers of many drills, so a large picture would make all of them large.
MOST_MAP_BYTES = 2_000_000
_MAP_ALLOWED = (
    f"a picture (.png, .jpg) or a PDF of at most {MOST_MAP_BYTES // 1_000_000} MB in the workspace's folder"
)


def read_site_file(files: InputFolder, campus_ids: tuple[str, ...] | None) -> ReadResult[dict[str, SchoolSite]]:
    """Return the facts of each school's place by campus id; without a file there are none.

    ``campus_ids`` are the ids of all campuses (None: not known now). Problems of values are in the result.

    Raises InputError: the file is not YAML.
    """
    link = Link(SITE_FILE)
    if not files.exists(link):
        return ReadResult({})
    document = parse_document(files.read(link), SITE_FILE)
    filled = Document(SITE_FILE, _filled(document.data), document.lines)
    if filled.data is None:
        return ReadResult({})
    try:
        site = parse_as(SiteFile, filled)
    except InputError as error:
        return ReadResult({}, problems=error.problems)
    problems = tuple(_map_problems(document, site, files))
    usual = filled.data.get(_EVERY, {})
    own = {str(key): facts for key, facts in filled.data.get(_SCHOOLS, {}).items()}  # an id of digits is a number
    merged = {
        campus_id: SchoolSite.model_validate({**usual, **own.get(campus_id, {})})
        for campus_id in (site.schools if campus_ids is None else campus_ids)
        if usual or campus_id in site.schools
    }
    unknown = () if campus_ids is None else tuple(_unknown_schools(site, campus_ids))
    return ReadResult(merged, unknown, in_line_order(problems))


def map_names(document: Document) -> tuple[str, ...]:
    """Return the names of the maps in a ``site.yaml``, whatever else it says."""
    data = document.data if isinstance(document.data, dict) else {}
    schools = data.get(_SCHOOLS)
    entries = (data.get(_EVERY), *(schools.values() if isinstance(schools, dict) else ()))
    names = (entry.get("map") for entry in entries if isinstance(entry, dict))
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


def _filled(data: object) -> Any:  # noqa: ANN401 (data of any shape)
    """Return the data without keys that have no value and empty entries at the end of lists; None if all is."""
    if isinstance(data, list):
        entries = [_filled(entry) for entry in data]
        while entries and entries[-1] is None:
            entries.pop()
        return entries or None
    if not isinstance(data, dict):
        return data
    kept = {key: value for key, written in data.items() if (value := _filled(written)) is not None}
    return kept or None


def _unknown_schools(site: SiteFile, campus_ids: tuple[str, ...]) -> Iterator[str]:
    """Yield a sentence on each school that the campus list does not have: misspelled, or closed in the year."""
    for campus_id in site.schools:
        if campus_id not in campus_ids:
            meant = maybe_meant(campus_id, campus_ids)
            yield (
                f"{SITE_FILE}: the campus list has no school '{campus_id}', so its places are on no paper."
                f"{f' {meant}' if meant else ''}"
            )


def _map_problems(document: Document, site: SiteFile, files: InputFolder) -> Iterator[Problem]:
    """Yield a problem for each map that is missing, too large, or neither a picture nor a PDF.

    Of each map the head alone is read: papers read the rest when they print it.
    """
    places: list[tuple[KeyPath, str]] = [((_EVERY, "map"), site.every_school.map)]
    places += [((_SCHOOLS, campus_id, "map"), school.map) for campus_id, school in site.schools.items()]
    for path, name in places:
        if name:
            link = Link(name, SITE_FILE, document.line_of(path))
            try:
                yield from _problems_of_map(link, files)
            except InputError as error:
                yield from error.problems


def _problems_of_map(link: Link, files: InputFolder) -> Iterator[Problem]:
    """Raises InputError: the path is outside the workspace, or its file cannot be read."""
    file = files.path_of(link)
    if not file.exists():
        yield link.problem("there is no such file", _MAP_ALLOWED, files.closest_name_hint(link))
        return
    head, size = read_head(file, _HEAD_BYTES, link.problem)
    if not head.startswith(_MAP_HEADS):
        yield link.problem("the map is neither a picture nor a PDF", _MAP_ALLOWED)
    elif size > MOST_MAP_BYTES:
        yield link.problem(
            f"the map is too large: {size:,} bytes", _MAP_ALLOWED, "Maybe save it again as a smaller picture."
        )

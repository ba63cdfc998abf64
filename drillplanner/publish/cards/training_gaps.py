"""Training that is not on record, for the coordinator alone: it names staff and belongs on no wall."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind
from drillplanner.incident_command.year.organize_district import CampusCharts
from drillplanner.publish.cards.card_page import CardPage
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.typst.pdf import Template

TEMPLATE = Template("cards/training_gaps.typ", "training-gaps")


@dataclass(frozen=True)
class TrainingGap:
    """A person with the courses that are not on record, the posts they are for, and the day of the first drill."""

    name: str
    posts: str
    courses: str
    by: str


@dataclass(frozen=True)
class CampusGaps:
    """The gaps of one school, the earliest first; ``has_staff`` if the staff list has anyone of the school."""

    campus: str
    gaps: tuple[TrainingGap, ...]
    has_staff: bool


def campus_gaps(year: CampusCharts, campus: str, has_staff: bool) -> CampusGaps:
    """Return what people of a school should take, a row for each person."""
    titles = {post.position_id: post.short for chart in year.charts for post in (*chart.posts, *chart.on_call)}
    remedies = [remedy for remedy in year.remedies if remedy.kind is RemedyKind.TRAIN and remedy.name]
    by_person: dict[str, list[Remedy]] = {}
    for remedy in sorted(remedies, key=lambda one: (one.by is None, one.by, one.name)):
        by_person.setdefault(remedy.staff_id or remedy.name, []).append(remedy)
    return CampusGaps(campus, tuple(_gap(person, titles) for person in by_person.values()), has_staff)


def _gap(remedies: list[Remedy], titles: Mapping[str, str]) -> TrainingGap:
    posts = dict.fromkeys(titles.get(post, post) for remedy in remedies for post in remedy.position_ids)
    courses = dict.fromkeys(course for remedy in remedies for course in remedy.courses)
    first = remedies[0].by
    return TrainingGap(remedies[0].name, ", ".join(posts), ", ".join(courses), form_date(first) if first else "")


def training_gaps_content(campuses: Iterable[CampusGaps], page: CardPage) -> str:
    """Return the JSON text that ``templates/cards/training_gaps.typ`` reads."""
    values = {**page.values(), "campuses": [asdict(one) for one in campuses]}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)

"""What an incident commander and a principal found wrong with old papers, counted on finished papers, old and new.

    python -m benchmarks.paper_findings --old OLD --new NEW

Both are workspaces that were planned and published with ``sheets``, ``forms``, ``packets``, ``notices``, and
``exercises``; OLD by the last version before papers had tiers (commit 26224b11). Each check reads pages, tables,
and the staff list alone, so that it can be run on papers of any version. It prints a table, and writes it into
docs/outputs.md. ``--keep FILE CAMPUS`` keeps the papers of one school of OLD for the tests.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.finished_papers import DrillPapers, SchoolPapers, campus_ids, keep, leaders, school_papers
from benchmarks.page import write_between
from drillplanner.publish.agreement.stated_values import statements_in

PAGE = Path(__file__).parent.parent / "docs" / "outputs.md"
#: Most pages of a fire drill's papers, and of a school's packet.
ROUTINE_PAGES, PACKET_PAGES = 2, 119
#: Words of its own that a page has at least, beyond what all pages of its drill share.
_OWN_WORDS = 25
#: Posts by the words of the command post sheet.
_COMMANDER, _CRISIS = "School incident commander", "Emotional support leader"
_CARE = ("counselor", "psychologist", "social worker")
_RESPONDERS = re.compile(r"[Cc]ommand passes to|[Uu]nified command|[Ss]hares? command|keeps command")
_NAMED_PLACE = re.compile(r"Command post: ?\w")
_OFFICE_WORDS = re.compile(r"To be sent on|Asked for by|Fill in the lines|DRAFTS")
#: Pages that say who has which post: command post sheet, ICS 207, ICS 203.
_CHART = re.compile(r"Post Name Radio|3\. Organization Chart|ASSIGNMENT LIST \(ICS 203\)")
_EXERCISE_STAFF = re.compile(r"(?:Controller|Evaluator|Facilitator):? (Sample [A-Z]\w+)")
#: ICS 204 and 214: the blocks that say whom the leader has.
_RESOURCES = re.compile(r"(?:5|6)\. Resources Assigned:(.*?)(?:6\. Work Assignments:|7\. Activity Log:)")
#: ICS 206: the block of hospitals, and what it has where nobody wrote a name down.
_HOSPITALS = re.compile(r"Trauma Center Burn Center Helipad (.*?) ?6\. Special Medical")
#: The mission areas of the National Preparedness Goal, as HSEEP 2020 names them.
_MISSION_AREAS = re.compile(r"Mission areas? (.{1,80}?) (?:Threat|Objective|Target|Core)")
_KNOWN_AREAS = {"Prevention", "Protection", "Mitigation", "Response", "Recovery"}
#: On ICS 207: posts on call for which no one is named, in short; and these posts on the command post sheet.
_UNNAMED = re.compile(r"no one named for ([A-Z][A-Za-z ,]*?) C Command")
_SHORT = {
    "Accounting": "Student and staff accounting",
    "Emotional support": _CRISIS,
    "Liaison": "Contact for police, fire and others",
    "Operations": "Operations chief",
    "Public information": "Family and media messages",
    "Radios": "Radios and messages",
    "Student care": "Assembly or shelter area leader",
}
_NAMED_RESOURCE = re.compile(r"Sample [A-Z]\w+|\d+ (?:teachers|adults|people)")

#: (how many are wrong, of how many) in the papers of one school.
Check = Callable[[SchoolPapers], tuple[int, int]]


def _of(items: Iterable[object], wrong: Iterable[object]) -> tuple[int, int]:
    return len(list(wrong)), len(list(items))


def _drills(school: SchoolPapers, *drill_types: str) -> list[DrillPapers]:
    return [drill for drill in school.drills if not drill_types or drill.row["drill_type"] in drill_types]


def long_fire_drills(school: SchoolPapers) -> tuple[int, int]:
    """Count fire drills with more pages than a routine drill needs."""
    fires = _drills(school, "fire_evacuation")
    return _of(fires, (drill for drill in fires if len(drill.paper) > ROUTINE_PAGES))


def thick_packets(school: SchoolPapers) -> tuple[int, int]:
    """Count packets of a school that nobody carries."""
    return int(school.packet_pages > PACKET_PAGES), 1


def pages_of_lines(school: SchoolPapers) -> tuple[int, int]:
    """Count pages that say almost nothing beyond what all pages of the drill share."""
    found = pages = 0
    for drill in school.drills:
        words = [set(re.findall(r"[A-Za-z]{3,}", page)) for page in drill.paper]
        shared = set.intersection(*words) if words else set()
        pages += len(words)
        found += sum(len(page - shared) < _OWN_WORDS for page in words)
    return found, pages


def first_pages_that_do_not_lead(school: SchoolPapers) -> tuple[int, int]:
    """Count first pages that do not say who commands, who is next, who counts, and how to stop."""
    read = [drill for drill in school.drills if drill.printed]
    return _of(read, (drill for drill in read if not all(words in drill.printed[0] for words in _to_lead(drill))))


def _to_lead(drill: DrillPapers) -> tuple[str, ...]:
    """Return what the first page says; in a talk, where nobody moves, nobody is counted."""
    is_talk = drill.row["format"] in {"lesson", "tabletop"}
    return ("In command:", "Then:", "To stop") + (() if is_talk else ("Counts people:",))


def training_on_papers(school: SchoolPapers) -> tuple[int, int]:
    """Count drills whose papers show who lacks which training."""
    marked = (drill for drill in school.drills if re.search("†|Training still open", " ".join(drill.paper)))
    return _of(school.drills, marked)


def lists_for_nobody(school: SchoolPapers) -> tuple[int, int]:
    """Count assignment lists and activity logs of leaders who have nobody; the scribe's is the log of all."""
    found = lists = 0
    for page in (page for drill in school.drills for page in drill.paper):
        if not re.search(r"ASSIGNMENT LIST \(ICS 204\)|ACTIVITY LOG \(ICS 214\):", page):
            continue
        block = _RESOURCES.search(page)
        lists += 1
        if block is None or "Documentation Unit" in page[:300]:
            continue
        people = _NAMED_RESOURCE.findall(block[1].partition("Alternates")[0])
        found += len(people) < (2 if "ICS 204" in page else 1)
    return found, lists


def crisis_leaders_beside_a_counselor(school: SchoolPapers) -> tuple[int, int]:
    """Count crisis posts that somebody else leads although the school has a counselor who leads nothing."""
    titles = {person["name"]: person["title"] for person in school.staff}
    found = posts = 0
    for drill in school.drills:
        led = leaders(_first_sheet(drill), {"command": _COMMANDER, "crisis": _CRISIS})
        if "crisis" not in led or not any(_cares(title) for title in titles.values()):
            continue
        posts += 1
        found += not _cares(titles.get(led["crisis"], ""))
    return found, posts


def _cares(title: str) -> bool:
    return any(word in title.casefold() for word in _CARE)


def _first_sheet(drill: DrillPapers) -> str:
    return next((page for page in (*drill.paper, *drill.forms) if "Post Name Radio" in page), "")


def posts_without_anybody_beside_an_idle_adult(school: SchoolPapers) -> tuple[int, int]:
    """Count drills with a post for which no one is named, though an adult who leads it elsewhere has no post."""
    without_class = {person["name"] for person in school.staff if person["teaches"] == "no"}
    drills = [drill for drill in school.drills if drill.row["format"] not in {"lesson", "tabletop"}]
    led = [leaders(_first_sheet(drill), _SHORT) for drill in drills]
    found = charts = 0
    for drill in drills:
        chart = next((page for page in (*drill.paper, *drill.forms) if "3. Organization Chart" in page), "")
        charts += bool(chart)
        unnamed = [post for names in _UNNAMED.findall(chart) for post in names.split(", ")]
        opened = _first_sheet(drill).partition("On call")[0], chart.partition("On call")[0]
        idle = {name for name in without_class if not any(_leads(name, page) for page in opened)}
        found += any(posts.get(post) in idle for post in unnamed for posts in led)
    return found, charts


def _leads(name: str, page: str) -> bool:
    """Check whether a person stands on a page as anything but an alternate ("2nd", "3rd")."""
    return re.search(rf"(?<!2nd )(?<!3rd ){re.escape(name)}", page) is not None


def silent_on_responders(school: SchoolPapers) -> tuple[int, int]:
    """Count drills that an agency attends whose papers do not say who commands once it is there."""
    drills = [drill for drill in school.drills if drill.row["agencies"]]
    return _of(drills, (drill for drill in drills if not _RESPONDERS.search(" ".join(drill.paper))))


def places_by_pen(school: SchoolPapers) -> tuple[int, int]:
    """Count drills whose papers do not name the command post."""
    unnamed = (drill for drill in school.drills if not _NAMED_PLACE.search(" ".join(drill.paper)))
    return _of(school.drills, unnamed)


def hospitals_by_pen(school: SchoolPapers) -> tuple[int, int]:
    """Count medical plans (ICS 206) that name no hospital."""
    plans = [block for drill in school.drills for page in drill.paper for block in _HOSPITALS.findall(page)]
    return _of(plans, (block for block in plans if block.startswith("☐")))


def invented_mission_areas(school: SchoolPapers) -> tuple[int, int]:
    """Count exercise papers with a mission area that the National Preparedness Goal does not have."""
    stated = [area for drill in school.drills for page in drill.exercise for area in _MISSION_AREAS.findall(page)]
    return _of(stated, (areas for areas in stated if not set(re.split(", | and ", areas)) <= _KNOWN_AREAS))


def telephones_by_pen(school: SchoolPapers) -> tuple[int, int]:
    """Count letters with a line for the telephone of the office."""
    blank = re.compile(r"Telephone of the school office: (?!\(?\d)")
    return _of(school.letters, (page for page in school.letters if blank.search(page)))


def papers_that_differ(school: SchoolPapers) -> tuple[int, int]:
    """Count drills of which two papers state different days, minutes, or words."""
    differ = 0
    for drill in school.drills:
        stated: dict[str, set[str]] = {}
        for page in (*drill.printed, *drill.forms, *drill.exercise):
            for value, words in statements_in(page):
                if value.id != "commander":
                    stated.setdefault(value.id, set()).add(words)
        differ += any(len(values) > 1 for values in stated.values())
    return differ, len(school.drills)


def targets_as_long_as_the_drill(school: SchoolPapers) -> tuple[int, int]:
    """Count fire drills whose target to account for everyone is the length of the drill."""
    fires = [drill for drill in _drills(school, "fire_evacuation") if drill.exercise]
    return _of(fires, (drill for drill in fires if _minutes(drill) in _targets(drill)))


def _targets(drill: DrillPapers) -> set[int]:
    pattern = r"Account for all students, staff and visitors within (\d+) minutes"
    return {int(number) for page in drill.exercise for number in re.findall(pattern, page)}


def _minutes(drill: DrillPapers) -> int:
    begins, ends = (
        60 * int(hour) + int(minute) for hour, minute in (drill.row[name].split(":") for name in ("start", "end"))
    )
    return ends - begins


def players_who_conduct(school: SchoolPapers) -> tuple[int, int]:
    """Count drills whose evaluator, controller, or facilitator is also on the chart, in a post or next for one."""
    found = charts = 0
    for drill in school.drills:
        conduct = set(_EXERCISE_STAFF.findall(" ".join(drill.exercise)))
        chart = " ".join(page for page in (*drill.paper, *drill.forms) if _CHART.search(page))
        charts += bool(conduct and chart)
        found += any(re.search(rf"{name}\b", chart) for name in conduct)
    return found, charts


def letters_with_an_office_box(school: SchoolPapers) -> tuple[int, int]:
    """Count letters to families that have notes for the office on them."""
    return _of(school.letters, (page for page in school.letters if _OFFICE_WORDS.search(page)))


def letters_before_talks_of_adults(school: SchoolPapers) -> tuple[int, int]:
    """Count letters that announce a talk of adults at a table, which no law asks for."""
    talks = (page for page in school.letters if "Discussion of an emergency on" in page and "coming up" in page)
    return _of(school.letters, talks)


def meetings_for_drills(school: SchoolPapers) -> tuple[int, int]:
    """Count drills and lessons (no tabletop, no exercise) with more than two meetings and reports."""
    number = Counter(row["drill_id"] for row in school.meetings if row["type"] in {"drill", "seminar"})
    return sum(meetings > 2 for meetings in number.values()), len(number)


def meetings_born_late(school: SchoolPapers) -> tuple[int, int]:
    """Count meetings that are past when they are planned."""
    return _of(school.meetings, (row for row in school.meetings if row.get("late") == "yes"))


def hard_first_fire_drills(school: SchoolPapers) -> tuple[int, int]:
    """Count schools whose first fire drill is not from the classroom; by the fire escape, a law asks for it."""
    fires = sorted(_drills(school, "fire_evacuation"), key=lambda drill: drill.row["date"])
    row = fires[0].row
    easy = row["route"] == "fire_escape" or (row["route"] == "primary" and "instruction" in row["period_tags"])
    return int(not easy), 1


#: The findings in the order of the issue they came from: what is counted, and the check.
FINDINGS: tuple[tuple[str, Check], ...] = (
    ("fire drills with more than 2 pages", long_fire_drills),
    ("schools with a packet of 120 pages or more", thick_packets),
    ("pages of lines alone", pages_of_lines),
    (
        "first pages without who commands, who is next, who counts, how to stop",
        first_pages_that_do_not_lead,
    ),
    ("drills whose papers show who lacks training", training_on_papers),
    ("ICS 204 and 214 for somebody who supervises nobody", lists_for_nobody),
    ("crisis teams led by no counselor at a school that has one", crisis_leaders_beside_a_counselor),
    (
        "drills with a post that no one has, beside an idle adult who leads it in other drills",
        posts_without_anybody_beside_an_idle_adult,
    ),
    ("drills with an agency, silent on who commands then", silent_on_responders),
    ("drills whose papers do not name the command post", places_by_pen),
    ("medical plans (ICS 206) without a hospital", hospitals_by_pen),
    ("letters with a line for the office's telephone", telephones_by_pen),
    ("drills of which two papers differ (day, minutes, words)", papers_that_differ),
    ("fire drills with their own length as target", targets_as_long_as_the_drill),
    ("drills whose exercise staff is on the chart", players_who_conduct),
    ("letters with a box for the office", letters_with_an_office_box),
    ("letters that announce a talk of adults", letters_before_talks_of_adults),
    ("exercise papers with an invented mission area", invented_mission_areas),
    ("drills and lessons with more than two meetings", meetings_for_drills),
    ("meetings that are late when they are planned", meetings_born_late),
    ("schools whose first fire drill is not from the classroom", hard_first_fire_drills),
)


def counted(schools: Iterable[SchoolPapers]) -> dict[str, tuple[int, int]]:
    """Return for each finding how many are wrong, of how many, over all schools."""
    totals = {what: (0, 0) for what, _ in FINDINGS}
    for school in schools:
        for what, check in FINDINGS:
            wrong, of = check(school)
            totals[what] = totals[what][0] + wrong, totals[what][1] + of
    return totals


def table(old: dict[str, tuple[int, int]], new: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| counted on finished papers of the example | old | today |"
    yield "| --- | ---: | ---: |"
    for what, _ in FINDINGS:
        (was, of_old), (now, of_new) = old[what], new[what]
        yield f"| {what} | {was:,} of {of_old:,} | {now:,} of {of_new:,} |"


def main() -> None:
    """Count, print the table, and write it into docs/outputs.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--old", type=Path, required=True)
    parser.add_argument("--new", type=Path)
    parser.add_argument("--keep", nargs=2, metavar=("FILE", "CAMPUS"))
    options = parser.parse_args()
    if options.keep:
        keep(school_papers(options.old, options.keep[1]), Path(options.keep[0]))
    if options.new:
        old, new = (
            counted(school_papers(folder, campus_id) for campus_id in campus_ids(folder))
            for folder in (options.old, options.new)
        )
        text = "\n".join(table(old, new))
        print(text)
        write_between(PAGE, "findings", text)


if __name__ == "__main__":
    main()

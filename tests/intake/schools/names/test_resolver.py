"""The school that a name means: every usual short form, and never one of two that fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.intake.schools.names.known_school import TextOfName
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import Campus, LeftOutSchool, parse_grades

#: A district of invented schools whose names have the shapes of real lists.
SCHOOLS = {
    "sshs": ("Saddle Springs High School", "9-12"),
    "lakeave": ("Lake Avenue Elementary School", "K-5"),
    "caroline": ("Caroline Street Elementary School", "K-5"),
    "maple": ("Maple Avenue Middle School", "6-8"),
    "mlk": ("Dr. Martin Luther King, Jr. Elementary School", "K-5"),
    "jfk": ("John F. Kennedy High School", "9-12"),
    "mtp": ("Mount Pleasant Jr.-Sr. High School", "7-12"),
    "stmary": ("St. Mary's School", "PK-8"),
    "lincoln-es": ("Lincoln Elementary School", "K-5"),
    "lincoln-ms": ("Lincoln Middle School", "6-8"),
    "ps12": ("P.S. 012 Harbor View", "K-5"),
    "wedge": ("Westedge Jr High", "7-9"),
    "north-hs": ("North High School", "9-12"),
    "northpark": ("North Park Elementary School", "K-5"),
    "elc": ("Riverbend Early Learning Center", "PK"),
}


def campus(campus_id: str, name: str, grades: str, also_called: tuple[str, ...] = ()) -> Campus:
    return Campus(campus_id=campus_id, name=name, grades=parse_grades(grades), also_called=also_called)


CAMPUSES = tuple(campus(campus_id, *of) for campus_id, of in SCHOOLS.items())
NAMES = SchoolNames(CAMPUSES)


@pytest.mark.parametrize(
    ("text", "school_id"),
    [
        ("SSHS", "sshs"),
        ("sshs", "sshs"),
        ("Saddle Springs HS", "sshs"),
        ("Saddle Spgs. H.S.", "sshs"),
        ("SADDLE SPRINGS HIGH", "sshs"),
        ("Lake Avenue ES", "lakeave"),
        ("Lake Ave", "lakeave"),
        ("Lake Ave. Elem. School", "lakeave"),
        ("LAES", "lakeave"),
        ("Caroline St", "caroline"),
        ("Caroline St. Elementary", "caroline"),
        ("Maple Ave MS", "maple"),
        ("MLK", "mlk"),
        ("MLK Elementary", "mlk"),
        ("King ES", "mlk"),
        ("M. L. King", "mlk"),
        ("Martin Luther King Jr Elementary", "mlk"),
        ("JFK", "jfk"),
        ("JFKHS", "jfk"),
        ("Kennedy High", "jfk"),
        ("J.F. Kennedy HS", "jfk"),
        ("John Fitzgerald Kennedy High School", "jfk"),
        ("Mt. Pleasant", "mtp"),
        ("Mt Pleasant Jr/Sr High", "mtp"),
        ("Mount Pleasant Junior Senior High School", "mtp"),
        ("MPJSHS", "mtp"),
        ("Saint Mary's", "stmary"),
        ("St Marys", "stmary"),
        ("Lincoln ES", "lincoln-es"),
        ("Lincoln Middle", "lincoln-ms"),
        ("PS 12", "ps12"),
        ("P.S. 12", "ps12"),
        ("Harbor View", "ps12"),
        ("Westedge Junior High School", "wedge"),
        ("West Edge JHS", "wedge"),
        ("Riverbend ELC", "elc"),
        ("North High", "north-hs"),
    ],
)
def test_a_sure_short_form_is_taken(text: str, school_id: str) -> None:
    assert NAMES.meant(text).school_id == school_id


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Lincoln", {"lincoln-es", "lincoln-ms"}),
        ("North", {"north-hs", "northpark"}),
        ("Park", {"northpark"}),
        ("LHS", set()),
        ("Lincoln High", {"lincoln-es", "lincoln-ms"}),
        ("Kennedy Middle", {"jfk"}),
        ("Elementary", {"lakeave", "caroline", "mlk", "lincoln-es", "northpark", "ps12", "stmary"}),
        ("Carolyn Street Elementary School", {"caroline"}),
        ("King Middle", {"mlk"}),
    ],
)
def test_an_unsure_short_form_is_asked(text: str, choices: set[str]) -> None:
    meant = NAMES.meant(text)
    assert meant.school_id is None
    assert choices <= set(meant.choices)


def test_initials_of_two_schools_are_asked_with_how_to_answer() -> None:
    names = SchoolNames((campus("a", "Lowell High School", "9-12"), campus("b", "Lakeside High School", "9-12")))
    meant = names.meant("LHS")
    assert (meant.school_id, meant.choices) == (None, ("a", "b"))
    assert names.question(meant) == (
        "Which school? a (Lowell High School), b (Lakeside High School). Write its id, or give it this nickname "
        "for good: drillplanner answer DIR also_called=LHS --campus a"
    )


def test_a_nickname_settles_it() -> None:
    names = SchoolNames(
        (campus("a", "Lowell High School", "9-12", ("LHS",)), campus("b", "Lakeside High School", "9-12"))
    )
    assert names.meant("lhs").school_id == "a"


def test_a_school_left_out_keeps_a_name_unsure() -> None:
    closed = LeftOutSchool(name="Lowell Hill School", reason="closed", campus_id="c")
    names = SchoolNames((campus("a", "Lowell High School", "9-12"),), (closed,))
    assert names.meant("Lowell").school_id is None
    assert names.meant("Lowell HS").school_id == "a"


def test_the_name_of_the_district_alone_is_no_school() -> None:
    schools = (campus("a", "Saddle Springs High School", "9-12"), campus("b", "Oak Elementary School", "K-5"))
    names = SchoolNames(schools, (), "Saddle Springs City School District")
    assert names.meant("Saddle Springs").school_id is None
    assert names.meant("Saddle Springs High").school_id == "a"


def test_elm_is_a_tree_and_no_short_form_of_elementary() -> None:
    names = SchoolNames((campus("a", "Elm Elementary School", "K-5"), campus("b", "Oak Elementary School", "K-5")))
    assert names.meant("Elm").school_id == "a"
    assert names.meant("Elm ES").school_id == "a"


def test_other_ids_are_ids() -> None:
    school = campus("oak", "Oak Elementary School", "K-5").model_copy(
        update={"other_ids": ("340867003214", "0040")}
    )
    names = SchoolNames((school, campus("elm", "Elm School", "K-5")))
    assert names.meant("340867003214").school_id == "oak"
    assert names.meant("40").school_id == "oak"


def test_several_schools_in_a_cell() -> None:
    read = NAMES.all_meant("Lake Avenue ES / Caroline St; SSHS")
    assert [meant.school_id for meant in read] == ["lakeave", "caroline", "sshs"]
    assert [meant.school_id for meant in NAMES.all_meant("King, Martin Luther")] == ["mlk"]


def test_what_was_taken_is_told() -> None:
    assert NAMES.reading_sentence(NAMES.meant("SSHS ")) == ""
    assert (
        NAMES.reading_sentence(NAMES.meant("LAES")) == "'LAES' is read as Lake Avenue Elementary School (lakeave)"
    )


_OWN = st.sampled_from(
    [
        "Oak",
        "Elm",
        "Lake",
        "Lake Avenue",
        "North Park",
        "North",
        "Park",
        "M. L. King",
        "King",
        "St. Mary",
        "Oak Hill",
    ]
)
_KIND = st.sampled_from(
    ["School", "Elementary School", "Elementary", "Middle School", "High School", "Jr. High",
     "Jr.-Sr. High School", "Academy", ""]
)  # fmt: skip
_GRADES = st.sampled_from(["K-5", "6-8", "9-12", "K-8", "7-12", "K-12"])
_NAME = st.builds(lambda own, kind: f"{own} {kind}".strip(), _OWN, _KIND)
_DISTRICTS = st.lists(st.tuples(_NAME, _GRADES), min_size=1, max_size=5, unique_by=lambda school: school[0])
_TEXTS = st.one_of(
    _NAME,
    _OWN,
    st.builds(lambda own, level: f"{own} {level}", _OWN, st.sampled_from(["ES", "MS", "HS", "Elem.", "Jr High"])),
    st.sampled_from(["OES", "EHS", "LAES", "NPES", "MLK", "High School", "ES", "Oak Hill ES", "PK", "OHS", "NHS"]),
)


def _schools(district: list[tuple[str, str]]) -> tuple[Campus, ...]:
    return tuple(campus(f"s{number}", *school) for number, school in enumerate(district))


@given(_DISTRICTS, _TEXTS)
def test_a_name_never_means_one_of_two_that_fit(district: list[tuple[str, str]], text: str) -> None:
    """Two schools with one name are never told apart, whatever the others are."""
    schools = _schools(district)
    meant = SchoolNames(schools).meant(text)
    if meant.school_id is not None:
        chosen = next(school for school in schools if school.campus_id == meant.school_id)
        twin = chosen.model_copy(update={"campus_id": "twin"})
        again = SchoolNames((*schools, twin)).meant(text)
        assert again.school_id is None
        assert {chosen.campus_id, "twin"} <= set(again.choices)


@given(_DISTRICTS, _TEXTS, _NAME, _GRADES)
def test_a_school_that_is_added_gets_only_what_is_its_own_name(
    district: list[tuple[str, str]], text: str, name: str, grades: str
) -> None:
    """Adding a school never turns an unsure name into another school, and never moves a sure one elsewhere."""
    schools = _schools(district)
    before = SchoolNames(schools).meant(text)
    added = SchoolNames((*schools, campus("new", name, grades)))
    after = added.meant(text)
    if before.choices and not before.is_alike and after.school_id is not None:
        assert after.school_id == "new"
        assert SchoolNames((campus("new", name, grades),)).meant(text).school_id == "new"
        assert _own_name(text, name)
    if before.school_id is not None and after.school_id not in (None, before.school_id):
        assert after.school_id == "new"
        assert _own_name(text, name)


def _own_name(text: str, name: str) -> bool:
    """Check whether a text is a name with nothing but the usual abbreviations."""
    spelled = []
    for words in (text, name):
        plain = f" {words.lower().replace('.', ' ').replace('-', ' ')} "
        for short, long in (
            (" es ", " elementary "), (" ms ", " middle "), (" hs ", " high "), (" elem ", " elementary "),
            (" jr ", " junior "), (" sr ", " senior "), (" school ", " "),
        ):  # fmt: skip
            plain = plain.replace(short, long)
        spelled.append("".join(plain.split()))
    return spelled[0] == spelled[1]


@given(st.permutations(list(SCHOOLS)), st.sampled_from(["Lincoln", "MLK", "North", "Lake Ave", "Oak", "St. Mary"]))
def test_the_order_of_the_list_decides_nothing(order: list[str], text: str) -> None:
    reordered = SchoolNames(tuple(campus(campus_id, *SCHOOLS[campus_id]) for campus_id in order))
    assert reordered.meant(text).school_id == NAMES.meant(text).school_id
    assert set(reordered.meant(text).choices) == set(NAMES.meant(text).choices)


@given(_DISTRICTS, _TEXTS)
def test_looking_schools_up_finds_all_that_a_name_fits(district: list[tuple[str, str]], text: str) -> None:
    """The index leaves out no school that looking at each of them would find."""
    names = SchoolNames(_schools(district))
    read = TextOfName(text)
    fitting = [
        school
        for school in names._schools
        if school.is_exactly(read) or school.is_full_name(read) or school.may_be_named(read)
    ]
    assert [school for school in names._possible(read) if school in fitting] == fitting


def test_two_schools_in_a_cell_are_no_nickname_of_one() -> None:
    meant = NAMES.meant("Lake Ave & Caroline St")
    assert meant.school_id is None
    assert NAMES.question(meant) == "These are several schools: write a row for each."

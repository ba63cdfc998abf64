"""Everyday titles and certificates as staff lists spell them."""

from __future__ import annotations

import pytest

from drillplanner.incident_command.positions.training import load_training
from tests.incident_command.people import person


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("Principal", "principal"),
        ("PRINCIPAL, GRADES K–5", "principal"),
        ("Assistant Principal", "assistant_principal"),
        ("Vice Principal", "assistant_principal"),
        ("Secretary to the Principal", "secretary"),
        ("Principal's Secretary", "secretary"),
        ("Principal’s Secretary", "secretary"),
        ("School Nurse (RN)", "nurse"),
        ("Custodians", "custodian"),
        ("Teacher, Grade 2", "teacher"),
        ("Special Education Teacher", "special_services"),
        ("Supervisor of Science", "supervisor"),
        ("Media Specialist", "librarian"),
        ("Paraprofessional", "aide"),
        ("Principality", None),
        ("", None),
    ],
)
def test_a_title_belongs_to_the_family_of_its_longest_phrase(title: str, family: str | None) -> None:
    assert load_training().family_of(title) == family


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("IS-100", {"IS-100"}),
        ("IS-100.C", {"IS-100"}),
        ("is-100.SCa", {"IS-100"}),
        ("IS 00700", {"IS-700"}),
        ("ICS-200", {"IS-200"}),
        ("G-300", {"ICS-300"}),
        ("First Aid/CPR/AED", {"FIRST_AID", "CPR_AED"}),
        ("first_aid", {"FIRST_AID"}),
        ("psychological_first_aid", {"PFA"}),
        ("Youth Mental Health First Aid", {"PFA"}),
        ("Registered Nurse", {"FIRST_AID"}),
        ("RN, BLS", {"FIRST_AID", "CPR_AED"}),
        ("certified teacher", set()),
        ("CERT", {"SEARCH"}),
    ],
)
def test_certificates_are_read_however_they_are_spelled(written: str, codes: set[str]) -> None:
    assert load_training().codes_held_by(person("a", "Teacher", certifications=(written,))) == codes

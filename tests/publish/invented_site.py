"""The place of Oak, an invented school: everything that ``site.yaml`` can say."""

from __future__ import annotations

from drillplanner.model import SchoolSite

SITE = SchoolSite.model_validate(
    {
        "command_post": "Main office",
        "second_command_post": "Bus garage office",
        "assembly": "North field",
        "second_assembly": "Staff parking",
        "storm_shelter": "Inner halls of wings A and B",
        "bad_air_shelter": "Classrooms, windows shut",
        "relocation": {
            "place": "Town gymnasium",
            "address": "12 Hill Road",
            "telephone": "555-0155",
            "how": "on foot",
        },
        "reunification": {
            "place": "Town gymnasium",
            "telephone": "555-0155",
            "families_enter": "Front door",
            "students_wait": "Upper hall",
            "students_leave": "Side door",
        },
        "staging": "Bus loop",
        "shut_offs": {"gas": "Outside wall by the kitchen", "water": "Boiler room"},
        "aeds": ["Front hall", "Gym, by the doors"],
        "first_aid": ["Nurse's office", "Gym office"],
        "rescue_medicine": "Nurse's office, locked cabinet",
        "ambulance_door": "Door 1, front circle",
        "ambulance": {
            "name": "Town Ambulance (invented)",
            "location": "Station 2, 40 Main Street",
            "telephone": "911",
            "advanced_life_support": True,
        },
        "hospitals": [
            {
                "name": "General Hospital (invented)",
                "address": "1 Hospital Way",
                "telephone": "555-0150",
                "minutes_by_road": 9,
                "trauma_level": "II",
                "burn_center": False,
                "helipad": True,
            },
            {"name": "Children's Hospital (invented)", "minutes_by_road": 24, "trauma_level": "none"},
        ],
        "telephones": [{"who": "Police and fire dispatch", "number": "911"}],
        "radio_channels": [
            {
                "name": "Ch 1",
                "function": "Command",
                "assignment": "Command post and team leaders",
                "frequency": "462.5625",
                "tone": "CSQ",
                "mode": "A",
            },
            {"name": "Ch 9", "function": "Support", "assignment": "Buses and traffic"},
        ],
        "letters_signed_by": {"name": "Sample Alder", "title": "Principal", "telephone": "555-0101"},
        "doors": [
            {
                "room": "Wing A, rooms 1 to 8",
                "way_out": "Door 3, at the end of the hall",
                "second_way_out": "Main doors",
                "shelter": "Inner hall",
            },
            {"room": "Gym", "way_out": "Door 7, to the field"},
        ],
    }
)

"""Screening of descriptions in free text: what do the words say that a rule forbids or asks for?"""

from drillplanner.appropriateness.text.input.descriptions import (
    Context,
    Description,
    description_of_text,
    descriptions_in,
)
from drillplanner.appropriateness.text.screening import screen_description

__all__ = ["Context", "Description", "description_of_text", "descriptions_in", "screen_description"]

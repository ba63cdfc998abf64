"""Screening of free-text descriptions of drills by a lexicon of phrases and a small trained network."""

from drillplanner.appropriateness.text.input.descriptions import (
    Context,
    Description,
    description_of_text,
    descriptions_in,
)
from drillplanner.appropriateness.text.screening import screen_description

__all__ = ["Context", "Description", "description_of_text", "descriptions_in", "screen_description"]

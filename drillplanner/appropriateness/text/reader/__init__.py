"""The reader: a small trained network, its tokens, and what it makes of a description."""

from drillplanner.appropriateness.text.reader.inference import (
    Impression,
    Impressions,
    impression_of,
    impressions_of,
)

__all__ = ["Impression", "Impressions", "impression_of", "impressions_of"]

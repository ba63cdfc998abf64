"""The reader: a small trained network, its tokens, and what it makes of a description."""

from drillplanner.appropriateness.text.reader.impression import Impression, impression_of

__all__ = ["Impression", "impression_of"]

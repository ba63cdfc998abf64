"""A plan made anew from a day on: what is past, recorded or filed stays, and few drills move."""

from drillplanner.replanning.change import Change

__all__ = ["Change"]

"""A plan made anew from a day on: what is past, recorded or filed stays, and few drills move."""

from drillplanner.workflow.replan.request import Change

__all__ = ["Change"]

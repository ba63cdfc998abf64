"""Our own check of calendar files before they are written.

It reads the bytes back and shares no code with what wrote them, except the look-up of a time zone by its name. The
rules are those of RFC 5545, 7986 and 9074 for what our calendars use, and stricter if some program is known to
misread what they allow (docs/calendar-clients.md).
"""

from drillplanner.publish.calendars.outgoing_check.file import OutgoingCheck

__all__ = ["OutgoingCheck"]

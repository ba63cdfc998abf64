"""Our own check of calendar files on their way out: reads the bytes back and shares no code with what wrote
them but the look-up of a time zone by its name.

The rules are those of RFC 5545, 7986 and 9074 as far as a calendar of ours may use them, and stricter where a
program is known to stumble over what they allow (docs/calendar-clients.md).
"""

from drillplanner.publish.calendars.outgoing_check.file import OutgoingCheck

__all__ = ["OutgoingCheck"]

"""Folders on network drives, on which SQLite can lose what it was told is safe, and locks may keep nobody out."""

from __future__ import annotations

from pathlib import Path

from drillplanner.files.errors import InputError, Problem

#: Names of file systems that reach another machine, as Linux, macOS, and Windows call them.
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "afs", "ceph", "glusterfs"}
    | {"fuse.sshfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "macfuse", "osxfuse"}
)


def refuse_network_drive(file: Path) -> None:
    """Refuse a file whose folder is known to be on a network drive; one that cannot be told passes.

    Raises InputError: it is, with what to do.
    """
    kind = network_drive_of(file)
    if kind is not None:
        message = f"this folder is on a network drive ({kind}), where a database of one file can lose entries"
        hint = (
            "Move the district's folder to a disk of this computer, or keep records in PostgreSQL: "
            "set DRILLPLANNER_RECORDS to its address."
        )
        raise InputError(Problem(str(file), None, message, maybe=hint))


def network_drive_of(path: Path) -> str | None:
    """Return what kind of network drive a file or folder is on; None if it is on none that can be told."""
    place = path.resolve()
    # Windows names a shared folder by its server; psutil lists only those that have a letter.
    return "shared folder" if is_shared_folder(str(place)) else _network_file_system(place)


def is_shared_folder(place: str) -> bool:
    """Check whether Windows names a folder by its server; a long name of a disk begins like one."""
    return place.startswith("\\\\?\\UNC\\") or (place.startswith("\\\\") and not place.startswith("\\\\?\\"))


def _network_file_system(place: Path) -> str | None:
    """Return the kind of network drive that a path is on, or None."""
    import psutil

    mounts = {Path(mount.mountpoint): mount for mount in psutil.disk_partitions(all=True)}
    mounted = next((mounts[parent] for parent in (place, *place.parents) if parent in mounts), None)
    if mounted is None:
        return None
    is_remote = mounted.fstype.lower() in NETWORK_FILE_SYSTEMS or "remote" in mounted.opts.split(",")
    return mounted.fstype or "remote" if is_remote else None

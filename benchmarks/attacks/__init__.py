"""Attacks on a workspace: damaged files, kills, commands side by side, full and read-only disks."""

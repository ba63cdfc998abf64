"""Permissions and tasks."""

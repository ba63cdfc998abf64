"""The type of an option that names a file of the district: a path, maybe with a sheet, and never a link."""

from __future__ import annotations

from pathlib import Path

import click


class GivenFile(click.Path):
    """A file that exists; "schools.xlsx#Staff" names a sheet of it, and a link to the web is refused."""

    def __init__(self, file: bool = True, folder: bool = False) -> None:
        """Take a ``file``, a ``folder``, or both."""
        super().__init__(exists=True, file_okay=file, dir_okay=folder, path_type=Path)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path with its sheet. Raises InputError: it is a link; BadParameter: there is no such file."""
        from drillplanner.files.errors import InputError
        from drillplanner.files.sheet_names import split_sheet
        from drillplanner.files.web_links import web_link_problem

        text, given_as = str(value), "an option" if param is None else param.opts[0]
        if not Path(text).exists():
            if (problem := web_link_problem(text, given_as)) is not None:
                raise InputError(problem)
            file, sheet = split_sheet(text)
            if sheet is not None:
                super().convert(file, param, ctx)
                return Path(text)
        super().convert(text, param, ctx)
        return Path(text)

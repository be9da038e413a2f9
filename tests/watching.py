"""A state of `catalog watch`, for tests of what readers see of it."""

from __future__ import annotations

from datetime import date

from catalog.paths import Project
from catalog.watch.changes import ChangeKind
from catalog.watch.state import UpstreamChange, WatchState, write_state

NOTICED = date(2026, 11, 20)


def note(project: Project, *changes: tuple[str, ChangeKind, str, str, str]) -> None:
    """Write that these works changed: work, kind, day, before, after."""
    noted = (
        UpstreamChange(work=work, kind=kind, day=date.fromisoformat(day), noticed=NOTICED, before=before, after=after)
        for work, kind, day, before, after in changes
    )
    write_state(project, WatchState(checked=NOTICED, changes=tuple(noted)))

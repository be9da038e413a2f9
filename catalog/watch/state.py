"""`data/watch.json`: what `catalog watch` saw the last time, what has changed, and what was told.

The file is written by `catalog watch` and `catalog refresh`, each its own parts, and committed, so that readers of the
website and the next run know the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, ValidationError

from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.escape import printable
from catalog.paths import Project, file_content, write_file
from catalog.watch.changes import ChangeKind

FILE = "watch.json"
_MAX_BYTES = 20_000_000
_HINT = "take it from the version before, or delete it: then the next `catalog watch --write` begins anew"

Day = Annotated[date, PlainSerializer(lambda day: day.isoformat(), return_type=str)]
"""A day, `2026-11-26` in the file."""
MAX_WORK = 2000
"""Characters of the key of a work."""
Work = Annotated[str, Field(min_length=1, max_length=MAX_WORK)]
"""What `work_at` says of an address: `arxiv:2101.00001`, `github:owner/name`, `example.org/page`."""
Line = Annotated[str, Field(max_length=500)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class SeenWork(_Model):
    """What a service said of a paper, repository, model or page."""

    day: Day
    """Since when it says so."""
    values: dict[Line, Line]
    """What it said: `version` → `2`."""


class UpstreamChange(_Model):
    """One thing that changed."""

    work: Work
    kind: ChangeKind
    day: Day
    """When it happened; where no service says, when it was noticed."""
    noticed: Day
    before: Line = ""
    after: Line = ""

    @property
    def sentence(self) -> str:
        """What happened, as the end of a sentence."""
        return self.kind.sentence(printable(self.before), printable(self.after))


class WatchState(_Model):
    """The content of the file."""

    version: int = Field(1, ge=1, le=1)
    checked: Day | None = None
    """When the command ran to its end and something was new, or at most some weeks before the last run."""
    works: dict[Work, SeenWork] = Field(default_factory=dict)
    changes: tuple[UpstreamChange, ...] = ()
    """In the order of their days."""
    offered: dict[Work, Day] = Field(default_factory=dict)
    """News that has been shown to the maintainers, and when: never shown as new again."""
    proposed: dict[Work, dict[Line, Day]] = Field(default_factory=dict)
    """What `catalog refresh` proposed or asked, and when: record, service and place → value → day."""


def read_state(project: Project) -> WatchState:
    """Return the content of the file; an empty one where there is none.

    Raises:
        DataError: the file is damaged.
    """
    file = project.data / FILE
    if not file.exists():
        return WatchState()
    try:
        return WatchState.model_validate_json(file_content(file, _MAX_BYTES, within=project.data))
    except UnreadableFileError as error:
        message, hint = error.message, error.hint
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))[:200]
        message = "this is not what `catalog watch` writes" + (f": see {place}" if place else "")
        hint = _HINT
    raise DataError([Problem(project.display_path(file), 0, 0, "", message, hint, "watch")])


def days_to_come(state: WatchState, last: date) -> list[str]:
    """Return the places of days after `last`: no reading can be later, they would stand for ever."""
    days = {f"changes.{number}.day": change.day for number, change in enumerate(state.changes)}
    days |= {f"changes.{number}.noticed": change.noticed for number, change in enumerate(state.changes)}
    days |= {f"works.{work}.day": seen.day for work, seen in state.works.items()}
    days |= {f"offered.{work}": day for work, day in state.offered.items()}
    days |= {"checked": state.checked} if state.checked else {}
    return [place for place, day in days.items() if day > last]


def known_state(project: Project) -> WatchState:
    """Return the content of the file; nothing where it is damaged, which `catalog check` reports."""
    try:
        return read_state(project)
    except DataError:
        return WatchState()


def write_state(project: Project, state: WatchState) -> bool:
    """Write the file, sorted and with a line for each work and change, so that versions merge; whether it changed."""
    return write_file(project.data / FILE, as_text(state))


def as_text(state: WatchState) -> str:
    """Return the text of the file."""
    content = state.model_dump(mode="json", exclude_defaults=True)
    content["works"] = dict(sorted(content.get("works", {}).items()))
    content["changes"] = sorted(content.get("changes", ()), key=lambda each: (each["day"], each["work"], each["kind"]))
    content["offered"] = dict(sorted(content.get("offered", {}).items()))
    told = sorted(content.get("proposed", {}).items())
    content["proposed"] = {key: dict(sorted(values.items())) for key, values in told}
    parts = [f'"version": {state.version}']
    parts += [f'"checked": {_line(content["checked"])}'] if "checked" in content else []
    parts += [
        f'"{name}": {_block(content[name])}' for name in ("works", "changes", "offered", "proposed") if content[name]
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _block(content: Mapping[str, Any] | list[Any]) -> str:
    if isinstance(content, list):
        return "[\n" + ",\n".join(map(_line, content)) + "\n]"
    return "{\n" + ",\n".join(f"{_line(key)}: {_line(value)}" for key, value in content.items()) + "\n}"


def _line(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)

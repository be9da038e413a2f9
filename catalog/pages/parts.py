"""What the pages show but do not make: charts, drawings, references, corrections, history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.catalog import Catalog
from catalog.history.releases import Release
from catalog.values import Record, Term

Drawing = Callable[[Record], str]
ChartDrawing = Callable[[Catalog, Any, str, str], Any]


@dataclass(frozen=True)
class Parts:
    """Every part has a module of its own elsewhere; those that are left out are not shown."""

    chart: ChartDrawing
    drawing: Drawing | None = None
    thumbnail: Drawing | None = None
    reference: Callable[[Record], str] = field(default=lambda _: "")
    corrections: Sequence[tuple[Term, Sequence[Any]]] = ()
    files: Callable[[], Sequence[tuple[str, str, str]]] = tuple
    health: Any = None
    citation: Sequence[tuple[str, str]] = ()
    changes: Sequence[Any] = ()
    history: Callable[[Record], Sequence[Any]] = field(default=lambda _: ())
    updated: Mapping[str, str] = field(default_factory=dict)
    modified: str = ""
    pasts: Sequence[Release] = ()
    dataset: Mapping[str, Any] = field(default_factory=dict)
    article: Callable[[Record], Mapping[str, Any]] = field(default=lambda _: {})
    feed: Callable[[Record], str] = field(default=lambda _: "")

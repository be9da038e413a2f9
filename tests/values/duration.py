"""Spans of time: `320 ms`, `1.5 s`, `2 min`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from catalog.values import Value, ValueType
from catalog.values.invalid import described, invalid

_WRITTEN = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|min)", re.ASCII)
_SECONDS = {"ms": 0.001, "s": 1, "min": 60}


@dataclass(frozen=True, slots=True)
class Duration(Value):
    """A span of time, written as `320 ms`, `1.5 s` or `2 min`; exports hold seconds."""

    seconds: float

    @classmethod
    def read(cls, raw: Any) -> Duration:
        """Return the duration that text with a unit, or a number of seconds, stands for."""
        if type(raw) in (int, float) and 0 <= raw < float("inf"):
            return cls(float(raw))
        match = _WRITTEN.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if match is None:
            found = repr(raw[:40]) if isinstance(raw, str) else described(raw)
            raise invalid(f"found {found} where a duration belongs", "write a number with ms, s or min: `320 ms`")
        return cls(float(match["number"]) * _SECONDS[match["unit"]])

    def __str__(self) -> str:
        return f"{self.seconds * 1000:g} ms" if self.seconds < 1 else f"{self.seconds:g} s"


class DurationType(ValueType[Duration]):
    """Spans of time, plotted in seconds."""

    name = "duration"
    example = "320 ms"
    scales = ("log", "linear")
    unit = "s"
    has_note = True

    def long(self, value: Duration, unit: str = "") -> str:
        """`0.32 seconds`."""
        return f"{value.seconds:g} seconds"

    def raw(self, value: Duration) -> float:
        """Seconds."""
        return value.seconds

    def yaml(self, value: Duration) -> str:
        """With its unit."""
        return str(value)

    def json_schema(self) -> dict[str, Any]:
        """Text with a unit, or seconds."""
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": _WRITTEN.pattern}]}


Duration.type = DurationType(Duration)

"""What a stand-in is asked and what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.standins.clock import SimulatedClock
from tests.standins.world import World


@dataclass
class Asked:
    """One request; `moment` is the simulated time at which it arrived."""

    service: str
    target: str
    headers: dict[str, str]
    moment: float
    address: str = ""
    """Of the stand-in that was asked."""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    def first(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.query if key == name), default)

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass
class Said:
    """One response; with `cut`, its connection ends within the body, and after `delay` real seconds it begins."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    delay: float = 0.0


def as_json(content: Any, status: int = 200, **headers: str) -> Said:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(status, json.dumps(content, ensure_ascii=False).encode(), headers=named)


def as_xml(text: str, status: int = 200, kind: str = "application/atom+xml; charset=utf-8") -> Said:
    return Said(status, text.encode(), kind)


Answering = Callable[[World, Asked, SimulatedClock], Said]
"""What a service answers."""
Fault = Callable[[Asked], Said]
"""What it answers instead."""

"""Legends: what the markers and forms of a chart mean, linked to the marks so that scripts can highlight them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from catalog.charts.marks import TEXT
from catalog.drawings import svg
from catalog.values import Bound

LegendEntry = tuple[Markup, str]
"""A symbol drawn around (0, 0), and what it means."""


def legend(entries: Sequence[LegendEntry], top: float, width: float) -> tuple[list[Markup], float]:
    """Return the entries of a legend in rows from `top`, and the lower end."""
    labels = [svg.truncate(text, 300, TEXT) for _, text in entries]
    widths = [18 + svg.text_width(label, TEXT) for label in labels]
    positions, bottom = svg.Flow(left=8.0, right=width, gap=20.0, line=18.0).place(widths, top)
    parts = [
        legend_entry(
            index,
            text,
            svg.element("g", symbol, transform=f"translate({x:.1f} {y:.1f})"),
            svg.label(x + 16, y + 4, label, TEXT),
        )
        for index, ((symbol, text), label, (x, y)) in enumerate(zip(entries, labels, positions, strict=True))
    ]
    return parts, bottom


def legend_entry(index: int, text: str, *parts: str) -> Markup:
    """Return an entry of a legend; the marks it is about have its index among their `data-keys`."""
    return svg.element("g", *parts, class_="key", data_key=index, data_name=text)


def legend_keys(entries: Sequence[LegendEntry], *texts: str) -> str:
    """Return the indexes of the entries with these texts, for the `data-keys` of a mark."""
    return " ".join(str(index) for index, (_, text) in enumerate(entries) if text in texts)


def bound_legend(bounds: Iterable[Bound], sample: Callable[[Bound], Markup]) -> list[LegendEntry]:
    """Return an entry for each of the bounds."""
    return [(sample(bound), bound_label(bound)) for bound in sorted(set(bounds), key=list(Bound).index)]


def bound_label(bound: Bound) -> str:
    """Return the legend's text for a bound."""
    return "exact" if bound is Bound.EXACT else str(bound)

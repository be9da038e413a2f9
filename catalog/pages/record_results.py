"""The measurements of a record as a table: best explained by all others of their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.pages.evidence import EvidenceWriter
from catalog.pages.measurements import MeasurementRow
from catalog.pages.ranks import Ranks
from catalog.pages.render import NO_HTML, filled, html_joined
from catalog.pages.signs import word_sign
from catalog.values import Fact, short

_TABLE = (
    '<div class="scroll" tabindex="0" role="region" aria-label="Results{}"><table class="results">\n<thead><tr>{}</tr>'
    "</thead>\n<tbody>\n{}</tbody></table></div>\n{}"
)
_LEGEND = (
    '<p class="unchecked">Each dot is the best number of one model in the catalogue, on a log scale; the {}, the '
    "better. The large dot is this one.</p>"
)
_HEAD = '<th scope="col"{}>{}</th>'
_NUMBER = Markup(' class="k-amount"')
_ROW = (
    '<tr><th scope="row">{}{}</th>\n<td class="k-amount"><b>{}</b>{}</td>\n'
    '<td class="dots">{}</td><td class="rank">{}</td>\n{}{}<td class="origin">{}</td></tr>\n'
)
_LINK = '<a href="../../{}"{}><bdi>{}</bdi></a> '
_PLAIN = "<span{}><bdi>{}</bdi></span> "
_APART = '<td class="apart"{}>{} {}</td>'
_RIVAL = '<div class="rival"><span class="or">or</span> <b>{}</b>{}</div>'


@dataclass(frozen=True)
class ResultsTable:
    """Writes measurements of one record; `places` says where each stands."""

    catalog: Catalog
    places: Ranks
    evidence: EvidenceWriter

    def html(self, lines: Sequence[MeasurementRow], title: str) -> Markup:
        """A table with a row for each of these measurements, which are called `title`."""
        first, has_variants = lines[0], any(line.item.variant for line in lines)
        heads = ["Among all", "Rank", *first.apart_heads, *(["Variant"] if has_variants else []), "Source"]
        amount = filled(_HEAD, _NUMBER, first.value_label)
        head = html_joined([_FIRST_HEAD, amount, *(filled(_HEAD, "", words) for words in heads)])
        strips = [place.strip if place else NO_HTML for place in (self.places.of(line.item) for line in lines)]
        rows = [self._row(line, strip, has_variants=has_variants) for line, strip in zip(lines, strips, strict=True)]
        legend = filled(_LEGEND, first.better) if any(strips) else ""
        return filled(_TABLE, f": {title}" if title else "", head, html_joined(rows), legend)

    def _row(self, line: MeasurementRow, strip: Markup, *, has_variants: bool) -> Markup:
        fact, place, details = line.item.value, self.places.of(line.item), line.details
        board = self.places.boards_by_item.get(line.identity)
        return filled(
            _ROW,
            _measured(board.path if board else "", tuple(line.measured)),
            filled("<small><bdi>{}</bdi></small>", " · ".join(details)) if details else "",
            line.text,
            f" {line.unit}" if fact.value and line.unit else "",
            strip,
            place.rank if place else "",
            html_joined(_apart(self.catalog, word, text, meaning) for word, (text, meaning, _) in line.apart_words),
            filled('<td class="of"><bdi>{}</bdi></td>', line.item.variant) if has_variants else "",
            self._claims(fact),
        )

    def _claims(self, fact: Fact[Any]) -> Markup:
        """Where a number is from, and its rivals."""
        rivals = [filled(_RIVAL, _number(rival), self._origin(rival)) for rival in fact.instead]
        return html_joined([self._origin(fact), *rivals])

    def _origin(self, fact: Fact[Any]) -> Markup:
        return html_joined((self.evidence.origin(fact), self.evidence.note(fact)))


_FIRST_HEAD = filled(_HEAD, "", "Measured on")


def _number(fact: Fact[Any]) -> str:
    return short(fact.value) if fact.value else str(fact.blank)


@lru_cache(4096)
def _measured(path: str, measured: tuple[tuple[str, str, str], ...]) -> Markup:
    """What was measured on what; the first of it leads to the leaderboard at `path`, if there is one."""
    parts: list[Markup] = []
    for text, meaning, _ in measured:
        title = filled(' title="{}"', meaning) if meaning else NO_HTML
        parts.append(filled(_LINK, path, title, text) if path and not parts else filled(_PLAIN, title, text))
    return html_joined(parts)


def _apart(catalog: Catalog, word: Any, text: str, meaning: str) -> Markup:
    """A word that keeps a measurement apart from others, with its sign."""
    title = filled(' title="{}"', meaning) if meaning else NO_HTML
    return filled(_APART, title, word_sign(catalog, word), text)

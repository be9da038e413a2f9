"""The works that records are about, such as papers, as the survey's settings say where to find them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.values import Record, type_of


def citable(catalog: Catalog, record: Record) -> Mapping[str, tuple[Any, ...]]:
    """The known ones of the settings of `cite`, each with its values; of several dates, the earliest comes first."""
    cite = catalog.settings.cite
    paths = {name: path for name, path in (cite.model_dump() if cite else {}).items() if path}
    columns = {name: catalog.by_path[path] for name, path in paths.items()}
    if "date" in columns and not columns["date"].type.is_date:
        del columns["date"]  # the settings may name any field; nothing but a date has a year
    values = {name: catalog.values(column, record) for name, column in columns.items()}
    if "date" in values:
        values["date"] = tuple(sorted(values["date"], key=columns["date"].type.bounds))
    return {name: found for name, found in values.items() if found}


def has_works(catalog: Catalog) -> bool:
    """Return whether any record is about a work that can be cited."""
    return catalog.settings.cite is not None and any("title" in citable(catalog, record) for record in catalog.records)


def kind(work: Mapping[str, Sequence[Any]]) -> str:
    """Return the word for the kind of a work, in the setting `kind`; empty where it is not known."""
    return str(work.get("kind", ("",))[0])


def year(work: Mapping[str, Sequence[Any]]) -> int | None:
    """Return the year of a work: that in the name of its venue, `ICLR 2024`, else that of its date."""
    of_venue = re.search(r"\b(?:19|20)\d\d\b", str(work.get("venue", ("",))[0])) if kind(work) else None
    date = work.get("date", (None,))[0]
    return int(of_venue[0]) if of_venue else date and date.year


def work_url(work: Mapping[str, Sequence[Any]]) -> str:
    """Return the address of a work: its abstract on arXiv, else its own link; empty where neither is known."""
    value = next(iter((*work.get("arxiv", ()), *work.get("link", ()))), "")
    return type_of(value).address(value) or str(value)


def is_others(text: str) -> bool:
    """Return True for the words that stand for authors who are not named."""
    return text.casefold().removeprefix("and ") in ("others", "et al.")

"""Which fields of a proposed survey say what paper, repository or model a record is, and which a service can fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from catalog.importing.proposals.samples import Samples
from catalog.services.works import work_at

if TYPE_CHECKING:
    from catalog.importing.proposals.survey import ProposedField

_LINKED = ("github", "huggingface")


def fill_for(fields: Sequence[ProposedField], columns: Mapping[str, Samples]) -> dict[str, dict[str, str]]:
    """Return `fill:` of `data/survey.yml` for fields; `columns` are the samples by heading."""
    found = {"arxiv": next((item.path for item in fields if item.kind.type == "arxiv"), "")}
    found |= {service: _linking(service, fields, columns) for service in _LINKED}
    licence = next((item.path for item in fields if item.kind.type == "licence"), "")
    fill: dict[str, dict[str, str]] = {}
    for service, identifier in found.items():
        if identifier:
            # One field holds one licence: that of the code, where there is any.
            has_licence = licence and service != "arxiv" and not any(names.get("licence") for names in fill.values())
            fill[service] = {"identifier": identifier} | ({"licence": licence} if has_licence else {})
    return fill


def _linking(service: str, fields: Sequence[ProposedField], columns: Mapping[str, Samples]) -> str:
    """The path of the field with most addresses of a service; empty where no field has any."""
    counts = {
        item.path: sum(
            work_at(address).startswith(f"{service}:")
            for cell in columns[item.heading].cells
            for address in cell.addresses
        )
        for item in fields
        if item.kind.type == "link" and item.heading in columns
    }
    best = max(counts, key=lambda path: counts[path], default="")
    return best if best and counts[best] else ""

"""Which field of a record is filled by which service, as `fill:` of the settings says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.contribute.stated import ROLES, SERVICES
from catalog.load.records import Definition
from catalog.settings import SurveySettings
from catalog.watch.roles import arxiv_path

Filling = Mapping[str, Mapping[str, str]]
"""Service → what it states → path of the field; `identifier` is the field that names the work."""
_IDENTIFIERS = {"github": "repository", "huggingface": "weights", "modelscope": "weights"}


def filling(definition: Definition) -> Filling:
    """Return the fields that services fill; without `fill:`, those of `cite` and `download`."""
    survey = definition.settings
    cited = survey.cite.model_dump() if survey.cite else {}
    downloads = survey.download.model_dump() if survey.download else {}
    identifiers = {
        "arxiv": arxiv_path(definition),
        "crossref": cited.get("doi") or cited.get("link", ""),
        **{service: downloads.get(role, "") for service, role in _IDENTIFIERS.items()},
    }
    chosen = _written(survey) if survey.fill else _derived(cited | downloads)
    found = {}
    for service, fields in chosen.items():
        paths = {name: path for name, path in fields.items() if path}
        if identifier := paths.get("identifier") or identifiers[service]:
            found[service] = paths | {"identifier": identifier}
    return found


def _written(survey: SurveySettings) -> dict[str, Any]:
    sections = {service: getattr(survey.fill, service) for service in SERVICES}
    return {service: section.model_dump() for service, section in sections.items() if section}


def _derived(roles: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {service: {name: roles.get(role, "") for name, role in names.items()} for service, names in ROLES.items()}

"""The works that a record names in its fields, and what the services say of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from catalog.contribute import stated
from catalog.contribute.refresh.filling import Filling
from catalog.contribute.stated import SERVICES, Stated
from catalog.model.node import Path, written_facts
from catalog.services import fetch, github, huggingface, modelscope
from catalog.services.asking.client import BudgetError, NotFoundError, ServiceClient, ServiceError, StoppedError
from catalog.services.works import paper_in, work_at
from catalog.values import Record, type_of

WorkKey = tuple[str, str]
"""Service and name there, in small letters."""
_MODULES = {"github": github, "huggingface": huggingface, "modelscope": modelscope}
_KINDS = {"github": "", "huggingface": "", "modelscope": "models"}


@dataclass(frozen=True, slots=True)
class NamedWork:
    """A work that a field of a record names: the thing itself, whose facts belong to the record or to a variant."""

    key: WorkKey
    above: Path
    """Empty for the record, `("variants", 0)` for its first variant."""
    path: Path
    """Where the file names it."""
    url: str
    folder: str = ""
    """The part of a repository that is named."""
    name: str = ""
    """As the record writes it."""


def named_works(record: Record, fields: Filling) -> list[NamedWork]:
    """The works that the identifying fields of a record name; those of a variant are no longer the record's."""
    works = [work for path, fact in written_facts(record) for work in _in_fact(path, fact.values, fields)]
    of_variants = {work.key for work in works if work.above}
    return [work for work in works if work.above or work.key not in of_variants]


def split_path(path: Path) -> tuple[Path, str]:
    """The variant in which a fact stands, empty for the record, and the dotted path of its field."""
    above = path[:2] if len(path) > 1 and path[0] == "variants" and isinstance(path[1], int) else ()
    return above, ".".join(str(step) for step in path[len(above) :] if not isinstance(step, int))


def _in_fact(path: Path, values: Iterable[Any], fields: Filling) -> Iterator[NamedWork]:
    above, dotted = split_path(path)
    services = [service for service, names in fields.items() if names["identifier"] == dotted]
    for value in values if services else ():
        url = type_of(value).address(value) or str(value)
        for service in services:
            name, folder = identified(service, url)
            if name:
                yield NamedWork((service, name.casefold()), above, path, url, folder, name)


def identified(service: str, url: str) -> tuple[str, str]:
    """What a service calls the work at an address, and the folder in it; empty where it is not one of its own."""
    if service == "arxiv":
        return paper_in(url), ""
    if service == "crossref":
        host, _, name = work_at(url if "://" in url else f"https://doi.org/{url}").partition(":")
        return (name, "") if host == "doi" else ("", "")
    if not work_at(url).startswith(f"{service}:"):
        return "", ""
    address = _MODULES[service].read_path(urlsplit(url).path.rstrip("/"))
    return (address.name, address.path) if address and address.kind == _KINDS[service] else ("", "")


@dataclass(slots=True)
class ServiceAnswers:
    """What the services say of works."""

    stated: dict[WorkKey, Stated] = field(default_factory=dict)
    missing: set[WorkKey] = field(default_factory=set)
    failures: dict[WorkKey, str] = field(default_factory=dict)
    """Why there is no usable answer, in a sentence."""


async def ask_services(client: ServiceClient, works: Iterable[NamedWork]) -> ServiceAnswers:
    """Ask each service once for each of its works; the services at the same time."""
    answers = ServiceAnswers()
    names: dict[str, dict[str, str]] = {service: {} for service in SERVICES}
    for work in works:
        names[work.key[0]].setdefault(work.key[1], work.name)
    tasks = [_ask_arxiv(client, list(names["arxiv"].values()), answers)]
    tasks += [_ask_each(client, service, list(names[service].values()), answers) for service in _ASKED]
    await asyncio.gather(*tasks)
    return answers


async def _ask_arxiv(client: ServiceClient, names: Sequence[str], answers: ServiceAnswers) -> None:
    if not names:
        return
    try:
        found = await fetch.fetch_papers(client, names)
    except ServiceError as error:
        answers.failures.update({("arxiv", name): str(error) for name in names})
        return
    answers.stated.update({("arxiv", name): stated.of_paper(paper) for name, paper in found.papers.items()})
    answers.missing.update(("arxiv", name) for name in found.missing)
    answers.failures.update({("arxiv", name): reason for name, reason in found.unanswered.items()})


Ask = Callable[[ServiceClient, str], Awaitable[Stated]]


async def _ask_each(client: ServiceClient, service: str, names: Sequence[str], answers: ServiceAnswers) -> None:
    stopped = ""
    for name in names:
        key = (service, name.casefold())
        if stopped:
            answers.failures[key] = stopped
            continue
        try:
            answers.stated[key] = await _ASKED[service](client, name)
        except NotFoundError:
            answers.missing.add(key)
        except ServiceError as error:
            answers.failures[key] = str(error)
            stopped = str(error) if isinstance(error, StoppedError | BudgetError) else ""


async def _work(client: ServiceClient, name: str) -> Stated:
    return stated.of_work(await fetch.fetch_work(client, name), name)


async def _repository(client: ServiceClient, name: str) -> Stated:
    return stated.of_repository(await fetch.fetch_repository(client, name), name)


async def _model(client: ServiceClient, name: str) -> Stated:
    return stated.of_model(await fetch.fetch_model(client, name), name)


async def _modelscope(client: ServiceClient, name: str) -> Stated:
    return stated.of_modelscope(await fetch.fetch_modelscope(client, name))


_ASKED: Mapping[str, Ask] = {
    "crossref": _work,
    "github": _repository,
    "huggingface": _model,
    "modelscope": _modelscope,
}

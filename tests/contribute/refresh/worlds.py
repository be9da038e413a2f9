"""What the services would have to say of the records if all that is written were so, as data for the stand-ins."""

from __future__ import annotations

from catalog.contribute.refresh.asked import NamedWork, named_works
from catalog.contribute.refresh.filling import filling
from catalog.load.records import Definition
from catalog.values import Record
from tests.standins.world import HubEntry, ModelScopeEntry, Paper, Repository, Work, World


def world_of(definition: Definition) -> World:
    """A world in which every work that a record names exists, and agrees with the first record that names it."""
    world, seen = World(), set()
    fields = filling(definition)
    for loaded in definition.read_all():
        record = loaded.value
        for work in named_works(record, fields) if record else ():
            if work.key not in seen:
                seen.add(work.key)
                _add(world, record, work, len(seen))
    return world


def _add(world: World, record: Record, work: NamedWork, number: int) -> None:
    service, _ = work.key
    if service == "arxiv":
        world.papers.append(_paper(record, work.name))
    if service == "crossref":
        world.works.append(Work(work.name, title=_title(record), authors=_authors(record), venue=_venue(record)))
    if service == "github":
        world.repositories.append(Repository(work.name, number, licence=_licence(record.code.licence)))
    if service == "huggingface":
        world.hub.append(_model(record, work))
    if service == "modelscope":
        world.modelscope.append(ModelScopeEntry(work.name, licence=_licence(record.code.weights_licence) or ""))


def _paper(record: Record, identifier: str) -> Paper:
    authors = [str(name) for name in record.paper.authors.value or () if str(name) != "others"]
    day = str(record.dates.paper.value or "")
    return Paper(
        identifier,
        title=_title(record),
        authors=authors,
        submitted=f"{day}-01-01"[:10] if day else "",
        journal=_venue(record),
        doi=str(record.paper.doi.value or ""),
    )


def _title(record: Record) -> str:
    return str(record.paper.title.value or record.name)


def _venue(record: Record) -> str:
    return str(record.paper.venue.value or "")


def _authors(record: Record) -> list[tuple[str, str]]:
    names = [str(name).rpartition(" ") for name in record.paper.authors.value or () if str(name) != "others"]
    return [(given, family) for given, _, family in names]


def _licence(fact: object) -> str | None:
    value = getattr(fact, "value", None)
    return str(value) if value else None


def _model(record: Record, work: NamedWork) -> HubEntry:
    part = getattr(record, str(work.above[0]))[work.above[1]] if work.above else record
    licence = _licence(part.code.weights_licence) or _licence(record.code.weights_licence) or ""
    gated = part.code.gated.value if part.code.gated.value is not None else bool(record.code.gated.value)
    size = part.parameters.value or record.parameters.value
    parameters = {"BF16": round(size.number)} if size else {}
    return HubEntry(work.name, licence=licence, gated="auto" if gated else False, parameters=parameters)

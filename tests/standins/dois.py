"""Crossref, DataCite and doi.org: what is known of a DOI."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Asked, Said, as_json
from tests.standins.world import Work, World


def _find(world: World, doi: str, agency: str = "") -> Work | None:
    return next((work for work in world.works if work.doi.lower() == doi.lower() and agency in {"", work.agency}), None)


def crossref(world: World, asked: Asked, _: SimulatedClock) -> Said:
    """Crossref; who gives an address is in the polite pool."""
    pool = "polite" if "mailto" in asked.target or "(+" in asked.headers.get("user-agent", "") else "public"
    headers = {
        "x-rate-limit-limit": "10" if pool == "polite" else "5",
        "x-rate-limit-interval": "1s",
        "x-concurrency-limit": "3",
        "x-api-pool": f"{pool}-single",
    }
    work = _find(world, asked.path.removeprefix("/works/"), "Crossref") if asked.path.startswith("/works/") else None
    if work is None:
        return Said(404, b"Resource not found.", "text/plain", headers)
    return as_json({"status": "ok", "message-type": "work", "message": _message(work)}, **headers)


def _message(work: Work) -> dict[str, Any]:
    people = [{"given": g, "family": f, "affiliation": []} if g else {"name": f} for g, f in work.authors]
    message: dict[str, Any] = {
        "DOI": work.doi, "type": work.kind, "title": [work.title], "subtitle": [],
        "container-title": [work.venue] if work.venue else [], "author": people, "publisher": work.publisher,
        "issued": {"date-parts": [list(map(int, work.published.split("-")))]}, "relation": {},
        "URL": f"https://doi.org/{work.doi}",
    }  # fmt: skip
    if work.retracts:
        message["update-to"] = [{"type": "retraction", "DOI": work.retracts}]
    return message


def datacite(world: World, asked: Asked, _: SimulatedClock) -> Said:
    """DataCite, in the form of JSON:API."""
    work = _find(world, asked.path.removeprefix("/dois/"), "DataCite")
    if work is None:
        return as_json({"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}, 404)
    creators = [
        {"name": f"{f}, {g}", "nameType": "Personal", "givenName": g, "familyName": f} if g else {"name": f}
        for g, f in work.authors
    ]
    attributes = {
        "doi": work.doi, "titles": [{"title": work.title}], "creators": creators, "publisher": work.publisher,
        "publicationYear": int(work.published[:4]), "dates": [{"date": work.published, "dateType": "Issued"}],
        "types": {"resourceTypeGeneral": "Preprint"}, "version": "1", "state": "findable",
    }  # fmt: skip
    return as_json({"data": {"id": work.doi, "type": "dois", "attributes": attributes}})


def doi_org(world: World, asked: Asked, _: SimulatedClock) -> Said:
    """The resolver: a registered DOI leads to another host, any other is not found."""
    doi = asked.path.removeprefix("/")
    if _find(world, doi) is None:
        return Said(404, b"<html><title>Error: DOI Not Found</title></html>", "text/html")
    return Said(302, headers={"Location": f"https://publisher.example/{quote(doi)}"})

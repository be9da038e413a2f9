"""GitHub: the REST API with its limits, conditional requests and redirects of renamed repositories."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Asked, Said, as_json
from tests.standins.limits import Limits
from tests.standins.world import Release, Repository, World

_HOUR, _MINUTE = 3600, 60
_DOCUMENTS = "https://docs.github.com/rest"


class GitHub:
    """The API; one object counts the requests of one address."""

    def __init__(self) -> None:
        self._limits = Limits()

    def __call__(self, world: World, asked: Asked, clock: SimulatedClock) -> Said:
        if asked.token and asked.token not in world.tokens:
            return as_json({"message": "Bad credentials", "documentation_url": _DOCUMENTS}, 401)
        said = _answer(world, asked)
        if said.status == 200 and asked.headers.get("if-none-match") == (etag := _etag(said.body)):
            return Said(304, headers={"ETag": etag, **self._headers(world, asked, clock, free=True)[0]})
        headers, allowed = self._headers(world, asked, clock)
        if not allowed:
            message = "API rate limit exceeded for 127.0.0.1. (But here's the good news: see the documentation.)"
            return as_json({"message": message, "documentation_url": _DOCUMENTS}, 403, **headers)
        said.headers |= headers | ({"ETag": _etag(said.body)} if said.status == 200 else {})
        return said

    def _headers(
        self, world: World, asked: Asked, clock: SimulatedClock, *, free: bool = False
    ) -> tuple[dict[str, str], bool]:
        is_search = asked.path.startswith("/search/")
        limit = (30 if asked.token else 10) if is_search else world.github_per_hour or (5000 if asked.token else 60)
        name, seconds = ("search", _MINUTE) if is_search else ("core", _HOUR)
        if free:
            limit_left, allowed = self._limits.spend(f"{name} 304", 10**9, seconds, clock)
            left = limit
        else:
            limit_left, allowed = self._limits.spend(name, limit, seconds, clock)
            left = limit_left.left
        return {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(left),
            "x-ratelimit-reset": str(round(limit_left.reset)),
            "x-ratelimit-resource": name,
        }, allowed


def _etag(body: bytes) -> str:
    return f'W/"{hashlib.sha256(body).hexdigest()}"'


def _answer(world: World, asked: Asked) -> Said:
    if asked.path == "/search/repositories":
        return _search(world, asked)
    match = re.fullmatch(r"/(?:repos/([^/]+/[^/]+)|repositories/(\d+))(/.*)?", asked.path)
    if not match:
        return _not_found()
    name, number, rest = match.groups()
    for repository in world.repositories:
        if repository.is_private:
            continue
        if (name and repository.name.lower() == name.lower()) or number == str(repository.identifier):
            return _part(repository, rest or "", asked)
    moved = next((r for r in world.repositories if name in r.former), None)
    if moved is None:
        return _not_found()
    location = f"{asked.address}/repositories/{moved.identifier}{rest or ''}"
    body = {"message": "Moved Permanently", "url": location, "documentation_url": _DOCUMENTS}
    return as_json(body, 301, Location=location)


def _part(repository: Repository, rest: str, asked: Asked) -> Said:
    if not rest:
        return as_json(description(repository))
    if rest == "/readme" and repository.readme:
        if "raw" in asked.headers.get("accept", ""):
            return Said(200, repository.readme.encode(), "application/vnd.github.raw+json; charset=utf-8")
        return as_json({"name": "README.md", "path": "README.md", "encoding": "base64", "content": ""})
    if rest == "/releases/latest":
        public = [release for release in repository.releases if not (release.is_draft or release.is_prerelease)]
        return as_json(_release(public[-1])) if public else _not_found()
    if rest == "/releases":
        return as_json([_release(release) for release in reversed(repository.releases) if not release.is_draft])
    if rest == "/commits":
        date = {"date": f"{repository.pushed}T08:00:00Z"}
        sha = hashlib.sha256(f"{repository.name}{repository.pushed}".encode()).hexdigest()[:40]
        return as_json([{"sha": sha, "commit": {"message": "Weave", "author": date, "committer": date}}])
    return _not_found()


def _not_found() -> Said:
    return as_json({"message": "Not Found", "documentation_url": _DOCUMENTS, "status": "404"}, 404)


def _release(release: Release) -> dict[str, Any]:
    return {
        "tag_name": release.tag, "name": release.name or None, "draft": release.is_draft,
        "prerelease": release.is_prerelease, "created_at": f"{release.published}T07:00:00Z",
        "published_at": f"{release.published}T08:00:00Z",
    }  # fmt: skip


def description(repository: Repository) -> dict[str, Any]:
    """A repository as the API describes it."""
    names = {"NOASSERTION": ("other", "Other"), "Apache-2.0": ("apache-2.0", "Apache License 2.0")}
    licence = repository.licence
    key, name = names.get(licence or "", ((licence or "").lower(), licence))
    return {
        "id": repository.identifier, "node_id": "R_kgDO", "name": repository.name.partition("/")[2],
        "full_name": repository.name, "private": False, "html_url": f"https://github.com/{repository.name}",
        "description": repository.description, "fork": repository.is_fork, "is_template": False,
        "created_at": f"{repository.created}T08:00:00Z", "updated_at": "2026-11-20T01:02:03Z",
        "pushed_at": f"{repository.pushed}T08:00:00Z", "homepage": repository.homepage,
        "license": licence and {"key": key, "name": name, "spdx_id": licence, "url": None, "node_id": "MDc6"},
        "topics": repository.topics, "archived": repository.is_archived, "disabled": repository.is_disabled,
        "visibility": "public", "default_branch": "main",
        "owner": {"login": repository.name.partition("/")[0], "type": "Organization"},
    }  # fmt: skip


def _search(world: World, asked: Asked) -> Said:
    query = asked.first("q")
    if not query or len(query) > 256 or len(re.findall(r"\b(?:AND|OR|NOT)\b", query)) > 5:
        return as_json({"message": "Validation Failed", "documentation_url": _DOCUMENTS}, 422)
    found = [r for r in world.repositories if not r.is_private and all(_matches(r, word) for word in query.split())]
    size, page = int(asked.first("per_page", "30")), int(asked.first("page", "1"))
    if asked.first("sort") == "updated":
        found.sort(key=lambda repository: repository.pushed, reverse=True)
    items = [description(repository) | {"score": 1.0} for repository in found[(page - 1) * size : page * size]]
    incomplete = not world.search_is_complete
    return as_json({"total_count": len(found), "incomplete_results": incomplete, "items": items})


def _matches(repository: Repository, word: str) -> bool:
    name, _, value = word.partition(":")
    if name == "topic":
        return value in repository.topics
    if name in {"created", "pushed"}:
        day, limit = getattr(repository, name), value.lstrip("<>=")
        return (day > limit or (day == limit and "=" in value)) if value.startswith(">") else day[: len(limit)] == limit
    if name in {"archived", "fork", "is", "in", "language", "stars"}:
        return True
    return word.strip('"').lower() in json.dumps([repository.name, repository.description]).lower()

"""Hugging Face: descriptions, listings with a cursor, files of the resolver, papers; limits on every answer."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any
from urllib.parse import urlencode

from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Asked, Said, as_json
from tests.standins.limits import Limits
from tests.standins.world import HubEntry, World

_WINDOW = 300
_EXPANDABLE = {
    "author", "baseModels", "cardData", "config", "createdAt", "disabled", "downloads", "gated", "gguf", "inference",
    "lastModified", "library_name", "likes", "model-index", "pipeline_tag", "private", "safetensors", "sha",
    "siblings", "spaces", "tags", "transformersInfo", "trendingScore", "usedStorage",
}  # fmt: skip
_DEFAULT = _EXPANDABLE - {"baseModels", "config", "downloads", "likes", "safetensors"}
_LISTED = {"private", "tags", "pipeline_tag", "library_name", "createdAt"}


class HuggingFace:
    """The Hub; one object counts the requests of one address."""

    def __init__(self) -> None:
        self._limits = Limits()

    def __call__(self, world: World, asked: Asked, clock: SimulatedClock) -> Said:
        if asked.token and asked.token not in world.tokens:
            return _error(401, "Invalid credentials in Authorization header")
        api = asked.path.startswith("/api/")
        name, limit = ("api", 1000 if asked.token else 500) if api else ("resolvers", 3000)
        window, allowed = self._limits.spend(name, world.hub_per_window or limit, _WINDOW, clock)
        said = _answer(world, asked) if allowed else _error(429, "We had to rate limit you", "")
        seconds = max(0, round(window.reset - clock.time()))
        said.headers["RateLimit"] = f'"{name}";r={window.left};t={seconds}'
        said.headers["RateLimit-Policy"] = f'"fixed window";"{name}";q={window.limit};w={_WINDOW}'
        return said


def _error(status: int, message: str, code: str = "") -> Said:
    headers = {"X-Error-Message": message} | ({"X-Error-Code": code} if code else {})
    return as_json({"error": message}, status, **headers)


def _missing(asked: Asked) -> Said:
    """Anonymously, missing and private are alike."""
    if asked.token:
        return _error(404, "Repository not found", "RepoNotFound")
    return _error(401, "Invalid username or password.")


def _answer(world: World, asked: Asked) -> Said:
    if match := re.fullmatch(r"/api/(models|datasets|spaces)", asked.path):
        return _listing(world, asked, match[1])
    if match := re.fullmatch(r"/api/papers/([^/]+)", asked.path):
        return _paper(world, match[1])
    if match := re.fullmatch(r"/api/(models|datasets|spaces)/([^/]+/[^/]+)(?:/revision/([^/]+))?", asked.path):
        entry = _find(world, match[1], match[2])
        return entry if isinstance(entry, Said) else _description(world, entry, asked, match[2], match[3] or "main")
    if match := re.fullmatch(r"/(?:(datasets|spaces)/)?([^/]+/[^/]+)/(?:resolve|raw)/([^/]+)/(.+)", asked.path):
        return _file(_find(world, match[1] or "models", match[2]), asked, match[3], match[4])
    return _error(404, "Not found")


def _find(world: World, kind: str, name: str) -> HubEntry | None:
    names = name.lower()
    public = [entry for entry in world.hub if entry.kind == kind and not entry.is_private]
    return next((e for e in public if e.name.lower() == names), None) or next(
        (e for e in public if name in e.former), None
    )


def _description(world: World, entry: HubEntry | None, asked: Asked, name: str, revision: str) -> Said:
    if entry is None:
        return _missing(asked)
    if entry.name != name:
        query = f"?{urlencode(asked.query)}" if asked.query else ""
        return Said(307, headers={"Location": f"/api/{entry.kind}/{entry.name}{query}"})
    if revision not in {"main", entry.sha}:
        return _error(404, f"Invalid rev id: {revision}", "RevisionNotFound")
    expand = asked.every("expand[]") + asked.every("expand")
    if unknown := [field for field in expand if field not in _EXPANDABLE]:
        return _error(400, f"Invalid option {unknown[0]!r}: expected one of {', '.join(sorted(_EXPANDABLE))}")
    return as_json(_fields(entry, set(expand) or _DEFAULT))


def _fields(entry: HubEntry, wanted: set[str]) -> dict[str, Any]:
    own = description(entry)
    return {name: value for name, value in own.items() if name in wanted | {"_id", "id"}}


def description(entry: HubEntry) -> dict[str, Any]:
    """Everything that the API may say of a repository."""
    languages = [entry.languages] if isinstance(entry.languages, str) else entry.languages
    tags = [entry.library, *languages, *entry.tags, *(f"arxiv:{paper}" for paper in entry.papers)]
    tags += [f"base_model:{base}" for base in entry.base_models]
    tags += [f"license:{entry.licence}"] if entry.licence else []
    body: dict[str, Any] = {
        "_id": entry.identifier, "id": entry.name, "author": entry.name.partition("/")[0], "sha": entry.sha,
        "lastModified": f"{entry.modified}T00:00:00.000Z", "createdAt": f"{entry.created}T10:00:00.000Z",
        "private": False, "disabled": entry.is_disabled, "gated": entry.gated, "pipeline_tag": entry.task,
        "library_name": entry.library, "tags": [*tags, "region:us"],
        "siblings": [{"rfilename": name} for name in entry.files],
    }  # fmt: skip
    if entry.licence:
        card = {"license": entry.licence, "license_name": entry.licence_name, "language": entry.languages}
        card["base_model"] = entry.base_models
        body["cardData"] = {name: value for name, value in card.items() if value}
    if entry.base_models:
        models = [{"_id": "67", "id": base} for base in entry.base_models]
        body["baseModels"] = {"relation": entry.base_relation, "models": models}
    if entry.parameters:
        total = sum(entry.parameters.values()) if entry.total is None else entry.total
        body["safetensors"] = {"parameters": entry.parameters, "total": total}
    return body


def _listing(world: World, asked: Asked, kind: str) -> Said:
    if asked.first("sort") == "trending":
        return _error(400, "Invalid sort parameter")
    found = [e for e in world.hub if e.kind == kind and not e.is_private and _matches(e, asked)]
    keys = {"createdAt": "created", "lastModified": "modified"}
    found.sort(key=lambda entry: (getattr(entry, keys.get(asked.first("sort"), "name")), entry.name), reverse=True)
    start = int(base64.b64decode(asked.first("cursor", "MA==")))
    size = int(asked.first("limit", "1000"))
    wanted = set(asked.every("expand[]")) or ({*_LISTED, "cardData", "siblings"} if asked.first("full") else _LISTED)
    said = as_json([_fields(entry, wanted) for entry in found[start : start + size]])
    if start + size < len(found):
        cursor = base64.b64encode(str(start + size).encode()).decode()
        query = urlencode([*((k, v) for k, v in asked.query if k != "cursor"), ("cursor", cursor)])
        said.headers["Link"] = f'<{asked.address}{asked.path}?{query}>; rel="next"'
    return said


def _matches(entry: HubEntry, asked: Asked) -> bool:
    tags = set(description(entry)["tags"]) | {entry.task}
    tests = (
        asked.first("pipeline_tag") in {"", entry.task},
        asked.first("author") in {"", entry.name.partition("/")[0]},
        asked.first("search").lower() in entry.name.lower(),
        tags.issuperset(tag for text in asked.every("filter") for tag in text.split(",")),
    )
    return all(tests)


def _file(entry: HubEntry | None, asked: Asked, revision: str, path: str) -> Said:
    if entry is None:
        return _missing(asked)
    if entry.gated and path != "README.md":
        return _error(401, f"Access to model {entry.name} is restricted.", "GatedRepo")
    if revision not in {"main", entry.sha}:
        return _error(404, f"Invalid rev id: {revision}", "RevisionNotFound")
    if path not in entry.files:
        return _error(404, "Entry not found", "EntryNotFound")
    etag = f'"{hashlib.sha256(entry.files[path]).hexdigest()[:40]}"'
    headers = {"ETag": etag, "X-Repo-Commit": entry.sha}
    if asked.headers.get("if-none-match") == etag:
        return Said(304, headers=headers)
    return Said(200, entry.files[path], "text/plain; charset=utf-8", headers)


def _paper(world: World, identifier: str) -> Said:
    paper = next((paper for paper in world.papers if paper.identifier == identifier), None)
    if paper is None:
        return _error(404, "Paper not found")
    linked = [{"id": entry.name} for entry in world.hub if identifier in entry.papers and entry.kind == "models"]
    return as_json({
        "id": identifier, "title": paper.title, "summary": paper.abstract,
        "publishedAt": f"{paper.submitted}T18:59:59.000Z", "authors": [{"name": name} for name in paper.authors],
        "linkedModels": linked, "numTotalModels": len(linked), "upvotes": 1,
        **({"githubRepo": f"https://github.com/{world.repositories[0].name}"} if world.repositories else {}),
    })  # fmt: skip

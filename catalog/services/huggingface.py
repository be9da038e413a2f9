"""Hugging Face: addresses of repositories and papers, the Hub API and its replies.

The API has five times the allowance of the pages, answers to a renamed repository with a redirect, and distinguishes a
gated model from a missing one by a header, though both answer 401.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from catalog.services import arxiv, repositories
from catalog.services.replies import clean_text, clean_texts, member, read_count, read_day
from catalog.services.repositories import RepositoryAddress

HOME = "https://huggingface.co"
HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
_KINDS = frozenset({"datasets", "spaces"})
_NOT_OWNERS = frozenset({
    "api", "blog", "brand", "changelog", "chat", "collections", "docs", "enterprise", "inference",
    "inference-endpoints", "inference-providers", "jobs", "join", "learn", "login", "logout", "models", "new",
    "notifications", "oauth", "organizations", "papers", "posts", "pricing", "search", "settings", "support", "tasks",
    "tokenizers", "transformers", *_KINDS,
})  # fmt: skip
_PAGES = frozenset(
    {
        "activity",
        "blob",
        "collections",
        "commit",
        "commits",
        "datasets",
        "discussions",
        "followers",
        "following",
        "likes",
        "models",
        "papers",
        "raw",
        "resolve",
        "spaces",
        "tree",
    }
)
"""Pages below an owner, and below the few models that have none."""
_EXPANDED = (
    "author", "baseModels", "cardData", "config", "createdAt", "disabled", "gated", "lastModified", "library_name",
    "pipeline_tag", "private", "safetensors", "sha", "siblings", "tags",
)  # fmt: skip
"""What a description has only if it is asked for; one name that the API does not know is an error."""
PAGE_SIZE = 100
_FLOATS = frozenset({"F64", "F32", "F16", "BF16"})
"""Types of which one element is one weight; the others are packed or quantised."""
_BUFFERS = frozenset({"I64", "BOOL"})
"""Types of what a model computes with and does not learn: positions, masks."""
_SHARD = re.compile(r"-\d{5}-of-(?!00001)\d{5}\.safetensors$", re.ASCII)
_BAD_TOKEN = re.compile("invalid credentials", re.IGNORECASE)
_NEXT = re.compile(r"<([^<>]{1,4000})>\s*;\s*rel=\"?(\w+)", re.ASCII)
_GATES = {"auto": "auto", "manual": "manual", "true": "manual"}
_MIN_SHARDED = 50_000_000  # weights: files of fewer are not split
_MAX_WEIGHTS = 10**14


def read_path(path: str) -> RepositoryAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is not in a model, data set or space."""
    return repositories.read_path(path, _KINDS, _NOT_OWNERS, _PAGES)


def page_url(name: str, kind: str = "", home: str = HOME) -> str:
    """The page of a repository that a reader would open."""
    return f"{home}/{kind}/{name}" if kind else f"{home}/{name}"


def repository_url(name: str, kind: str = "", home: str = HOME) -> str:
    """Address of the API for a repository."""
    return f"{home}/api/{kind or 'models'}/{name}"


def expanded_url(name: str, home: str = HOME) -> str:
    """Address of the API for all that is read of a model."""
    return f"{repository_url(name, home=home)}?{urlencode([('expand[]', each) for each in _EXPANDED], safe='[]')}"


def search_url(tags: Sequence[str], task: str, cursor: str = "", home: str = HOME) -> str:
    """Address of the API for a page of the models with all tags and the task, the newest first."""
    asked = [("filter", tag) for tag in tags] + [("pipeline_tag", task)] * bool(task)
    asked += [("sort", "createdAt"), ("limit", str(PAGE_SIZE)), *(("expand[]", each) for each in _EXPANDED)]
    return f"{home}/api/models?{urlencode(asked + [('cursor', cursor)] * bool(cursor), safe='[]:')}"


def next_cursor(headers: Mapping[str, str]) -> str:
    """Where the next page of a list begins, by the header `Link`; empty after the last."""
    for address, relation in _NEXT.findall(headers.get("link", "")):
        if relation.lower() == "next":
            return next(iter(parse_qs(urlsplit(address).query).get("cursor", [])), "")
    return ""


def file_url(address: RepositoryAddress, home: str = HOME) -> str:
    """Address of the resolver for a file, which has six times the allowance of the API."""
    page = page_url(address.name, address.kind, home)
    return f"{page}/resolve/{quote(address.revision)}/{quote(address.path)}"


def is_gated(headers: Mapping[str, str]) -> bool:
    """True if an answer says that the repository exists and its files need the owner's permission."""
    return headers.get("x-error-code") == "GatedRepo"


def is_missing(status: int, headers: Mapping[str, str]) -> bool:
    """True if an answer says that there is no such public repository: 401 where the asker gives no token.

    The refusal of a token is 401, too: it says nothing of the repository.
    """
    denied = status in {401, 404} and headers.get("x-error-code", "") in {"", "RepoNotFound"}
    return denied and not _BAD_TOKEN.search(headers.get("x-error-message", ""))


def missing_part(headers: Mapping[str, str]) -> str:
    """What an answer 404 of the resolver says is missing: `revision` or `file`."""
    return "revision" if headers.get("x-error-code") == "RevisionNotFound" else "file"


@dataclass(frozen=True, slots=True)
class HubRepository:
    """A model, data set or space as the API describes it."""

    identifier: str
    """The one that it keeps under every name."""
    name: str
    """`owner/name` as it is called now."""
    author: str
    revision: str
    """The newest commit."""
    modified: str
    created: str
    """Days as YYYY-MM-DD; `created` is 2022-03-02 for all that is older."""
    licence: str
    """The Hub's tag, or the name that the card gives a licence of its own; empty if no licence is stated."""
    papers: tuple[str, ...]
    """arXiv identifiers that the card links to: its own paper, and any other."""
    gated: str
    """`auto` or `manual`, as the owner grants access; empty where it is free."""
    is_disabled: bool
    languages: tuple[str, ...]
    """Of the data, as the card gives them: mostly codes."""
    tags: tuple[str, ...]
    task: str
    library: str
    parameters: int | None
    """Weights in the files; None where the Hub's number cannot be trusted."""
    base_models: tuple[str, ...]
    base_relation: str
    """`finetune`, `quantized`, `adapter` or `merge`; empty if it is not said."""
    files: tuple[str, ...]

    @property
    def is_gated(self) -> bool:
        """True if readers must ask for access to the files."""
        return bool(self.gated)


def read_repository(reply: Mapping[str, Any]) -> HubRepository | None:
    """The repository a reply describes; None if it describes none."""
    name = repositories.full_name(reply.get("id"))
    if not name:
        return None
    tags = clean_texts(reply.get("tags"))
    card = member(reply, "cardData")
    base_models, base_relation = _bases(member(reply, "baseModels"), card)
    gated = reply.get("gated")
    return HubRepository(
        identifier=clean_text(reply.get("_id")),
        name=name,
        author=clean_text(reply.get("author")) or name.partition("/")[0],
        revision=clean_text(reply.get("sha")),
        modified=read_day(reply.get("lastModified")),
        created=read_day(reply.get("createdAt")),
        licence=_licence(tags, card),
        papers=tuple(dict.fromkeys(filter(None, map(arxiv.read_identifier, _tagged(tags, "arxiv:"))))),
        gated=_GATES.get(str(gated).lower(), ""),
        is_disabled=reply.get("disabled") is True,
        languages=clean_texts(card.get("language")),
        tags=tags,
        task=clean_text(reply.get("pipeline_tag")),
        library=clean_text(reply.get("library_name")),
        parameters=read_parameters(reply),
        base_models=base_models,
        base_relation=base_relation,
        files=clean_texts([file.get("rfilename") for file in _objects(reply.get("siblings"))]),
    )


def is_model_asked_for(repository: HubRepository, address: str) -> bool:
    """Whether a description is of the repository at the address of the API at which it was found."""
    name = "/".join(urlsplit(address).path.split("/")[-2:])
    return unquote(name).casefold() == repository.name.casefold()


def _tagged(tags: Iterable[str], prefix: str) -> list[str]:
    return [tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix)]


def _objects(values: Any) -> list[Mapping[str, Any]]:
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []


def _licence(tags: Sequence[str], card: Mapping[str, Any]) -> str:
    licence = next(iter([*_tagged(tags, "license:"), *clean_texts(card.get("license"))]), "")
    return clean_text(card.get("license_name")) or licence if licence == "other" else licence


def _bases(known: Mapping[str, Any], card: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The models that this one was made of, and how: by the Hub's reading of the card, else by the card."""
    names = clean_texts([model.get("id") for model in _objects(known.get("models"))])
    relation = clean_text(known.get("relation")) or clean_text(card.get("base_model_relation"))
    return tuple(filter(None, map(repositories.full_name, names or clean_texts(card.get("base_model"))))), relation


def read_parameters(reply: Mapping[str, Any]) -> int | None:
    """The weights in the files that a reply describes; None where they are packed, quantised or not plausible.

    The total is wrong where the index declares it, so the larger of it and the sum over types counts.
    """
    known = member(reply, "safetensors")
    counts = {kind: read_count(count) for kind, count in member(known, "parameters").items()}
    is_packed = not _FLOATS.issuperset(counts.keys() - _BUFFERS) or -1 in counts.values()
    if is_packed or member(reply, "config").get("quantization_config"):
        return None
    weights = max(sum(counts.values()), read_count(known.get("total")))
    is_sharded = any(_SHARD.search(str(file.get("rfilename"))) for file in _objects(reply.get("siblings")))
    return weights if _MIN_SHARDED * is_sharded < weights < _MAX_WEIGHTS else None


def read_paper_code(reply: Mapping[str, Any]) -> str:
    """The address of the GitHub repository that the page of a paper links to; empty if it links to none."""
    return clean_text(reply.get("githubRepo"))

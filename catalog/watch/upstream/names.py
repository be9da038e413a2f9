"""Parts of the key of a work in a repository: `github:owner/name:path`, `huggingface:datasets/owner/name`."""

from __future__ import annotations


def whole_of(work: str) -> str:
    """The repository in which a file is: `github:owner/name:path` → `github:owner/name`; else the work itself."""
    service, _, rest = work.partition(":")
    return f"{service}:{rest.partition(':')[0]}"


def path_of(work: str) -> str:
    """The path of a file in its repository; empty for the repository itself."""
    return work.partition(":")[2].partition(":")[2]


def name_of(work: str) -> tuple[str, str]:
    """Folder of the host (`datasets`, mostly empty) and `owner/name`."""
    *folders, owner, name = whole_of(work).partition(":")[2].split("/")[-3:]
    return "".join(folders), f"{owner}/{name}"

"""Part of the links only: what a change touches, or one machine's share."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from catalog.errors import SetupError
from catalog.links import urls
from catalog.links.results import LinkTarget

_FILE = re.compile(r"\+\+\+ (?:b/)?(.+)")
_LINES = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def since(targets: Iterable[LinkTarget], revision: str, root: Path) -> list[LinkTarget]:
    """The links written on lines that were added or changed after `revision`, with those occurrences only.

    Raises:
        SetupError: git cannot compare.
    """
    changed = _changed(revision, root)
    kept = []
    for target in targets:
        occurrences = tuple(
            occurrence
            for occurrence in target.occurrences
            if occurrence.line in changed.get(occurrence.file.as_posix(), ())
        )
        if occurrences:
            kept.append(replace(target, occurrences=occurrences))
    return kept


def _changed(revision: str, root: Path) -> dict[str, set[int]]:
    """File (relative to `root`) to the numbers of its new lines."""
    if revision.startswith("-"):
        raise SetupError(f"{revision} is no revision")
    base = _git(root, "merge-base", revision, "HEAD", missing=revision).strip()
    # Files git does not know yet are changes too.
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".").split("\0")
    lines: dict[str, set[int]] = defaultdict(set)
    for name in filter(None, new):
        text = (root / name).read_bytes()
        lines[name] = set(range(1, text.count(b"\n") + 2))
    file = ""
    options = ("--unified=0", "--no-color", "--no-ext-diff", "--relative", "--src-prefix=a/", "--dst-prefix=b/")
    for line in _git(root, "-c", "core.quotePath=off", "diff", *options, base, "--", ".").splitlines():
        if found := _FILE.fullmatch(line):
            file = found[1]
        elif (found := _LINES.match(line)) and file:
            start, count = int(found[1]), int(found[2] or 1)
            lines[file] |= set(range(start, start + count))
    return lines


def _git(root: Path, *words: str, missing: str = "") -> str:
    import subprocess  # noqa: PLC0415 - most runs compare nothing

    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise SetupError(f"git cannot be run: {error.strerror}") from error
    if done.returncode and missing:
        # Without a common ancestor (a shallow clone) the revision itself is compared with.
        return _git(root, "rev-parse", "--verify", f"{missing}^{{commit}}")
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise SetupError(f"git {words[0]} failed: {said[0] if said else done.returncode}")
    return done.stdout.decode(errors="replace")


def shard(targets: Iterable[LinkTarget], number: int, count: int) -> list[LinkTarget]:
    """The share of machine `number` of `count`: whole hosts, so that each is asked from one place only."""
    return [target for target in targets if zlib.crc32(_host(target.url).encode()) % count == number - 1]


def _host(url: str) -> str:
    try:
        return urls.parse(url).host or ""
    except (urls.UnsupportedSchemeError, urls.InvalidUrlError):
        return ""

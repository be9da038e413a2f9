"""The sites that have an adapter."""

from __future__ import annotations

import os
from collections.abc import Mapping

from catalog.links.sites import Site
from catalog.links.sites.arxiv import Arxiv
from catalog.links.sites.doi import Doi
from catalog.links.sites.github import Github
from catalog.links.sites.huggingface import HuggingFace
from catalog.links.sites.modelscope import ModelScope

UNANCHORED = frozenset({"github.com", "gitlab.com", "gitee.com", "modelscope.cn"})
"""Hosts whose anchors a script draws."""


def known_sites(environment: Mapping[str, str] = os.environ) -> tuple[Site, ...]:
    """Every adapter; the first one that claims a URL is asked. The GitHub token is taken from the environment."""
    token = environment.get("GITHUB_TOKEN") or environment.get("GH_TOKEN") or ""
    return (Arxiv(), Doi(), HuggingFace(), ModelScope(), Github(token))

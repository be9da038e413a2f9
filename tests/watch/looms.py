"""The records of a generated survey: looms, each with a paper, a repository, weights and a page."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from catalog.values import UNCHECKED, Amount, ArxivId, Fact, Link, Record, Show, Text, When


class Loom(Record):
    """One loom."""

    released: Annotated[Fact[When], Show("Released", scale="time"), Field(examples=["2024-01-15"])] = UNCHECKED
    """When it was first described."""
    paper: Annotated[Fact[Text], Show("Paper"), Field(examples=["Weaving"])] = UNCHECKED
    """Title of the paper."""
    arxiv: Annotated[Fact[ArxivId], Show("arXiv"), Field(examples=["2401.00001"])] = UNCHECKED
    """The paper on arXiv."""
    threads: Annotated[Fact[Amount], Show("Threads", scale="log"), Field(examples=[100])] = UNCHECKED
    """How many there are."""
    shuttle: Annotated[Fact[Text], Show("Shuttle"), Field(examples=["wood"])] = UNCHECKED
    """What it is made of."""
    code: Annotated[Fact[Link], Show("Code"), Field(examples=["https://github.com/owner/name"])] = UNCHECKED
    """Where its plans are."""
    weights: Annotated[Fact[Link], Show("Weights"), Field(examples=["https://huggingface.co/owner/name"])] = UNCHECKED
    """Where its weights are."""
    size: Annotated[Fact[Amount], Show("Size", scale="log"), Field(examples=["7B"])] = UNCHECKED
    """How many numbers its weights are."""

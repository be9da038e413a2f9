"""Licences: one way to write each, and many ways to mean it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from catalog.format.fix import fix_yaml
from catalog.model.node import Node
from catalog.surveys.asr.record import System
from catalog.values import Licence, Show
from catalog.values.spelling import spelling

SAME = {
    "Apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "The Apache License 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "mit": "MIT",
    "The MIT Licence": "MIT",
    "BSD 3-Clause": "BSD-3-Clause",
    "GPLv3": "GPL-3.0",
    "GNU GPL v3": "GPL-3.0",
    "GNU AGPLv3 or later": "AGPL-3.0-or-later",
    "AGPL-3.0+": "AGPL-3.0-or-later",
    "GNU Lesser General Public License v2.1 only": "LGPL-2.1-only",
    "MPLv2": "MPL-2.0",
    "CC BY 4": "CC-BY-4.0",
    "CC BY 4.0": "CC-BY-4.0",
    "cc-by-nc-sa-4.0": "CC-BY-NC-SA-4.0",
    "CC BY-NC 4.0 International": "CC-BY-NC-4.0",
    "Creative Commons Attribution-NonCommercial 4.0 International": "CC-BY-NC-4.0",
}
OWN = (
    "Tongyi Qianwen License Agreement",
    "NVIDIA OneWay Noncommercial",
    "Apache-2.0 AND MIT",
    "gemma",
    "Apache-1.1",
    "BSD",
)


@pytest.mark.parametrize(("written", "identifier"), SAME.items())
def test_another_spelling_is_refused_with_the_identifier_and_understood_in_tables_and_forms(written, identifier):
    with pytest.raises(PydanticCustomError) as refused:
        Licence.read(written)
    assert refused.value.context["hint"] == f"write `{identifier}`"
    assert Licence.type.from_cell(written, Show(""), {}) == Licence.read(identifier) == identifier


@pytest.mark.parametrize("name", OWN)
def test_a_licence_without_an_identifier_keeps_its_name(name):
    assert Licence.read(name) == Licence.type.from_cell(name, Show(""), {}) == name


def test_no_spelling_means_two_licences():
    meanings = defaultdict(set)
    for name, licence in Licence.type.spellings({}):
        meanings[spelling(name)].add(licence)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_a_fix_writes_the_identifier_and_leaves_other_names_alone():
    text = "slug: it\nname: It\ncode:\n  licence: {value: apache 2.0, source: survey}\n  weights_licence: gemma\n"
    fixed, fixes = fix_yaml(Path("it.yml"), text.encode(), Node.of(System), {})
    assert fixed == text.replace("apache 2.0", "Apache-2.0")
    assert [(fix.field, fix.before, fix.after) for fix in fixes] == [("code.licence.value", "apache 2.0", "Apache-2.0")]

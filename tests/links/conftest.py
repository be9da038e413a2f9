from __future__ import annotations

from pathlib import Path

import pytest

from catalog.paths import Project

HERE = "http://127.0.70.1:1"
SURVEY = """\
title: Toys
description: Toys by where they are sold.
record: tests.links.toy:Toy
folder: toys
newest: made
columns: [made]
cite: {title: texts.heading, arxiv: texts.preprint}
address: https://toys.example/site/
"""
BEAR = """\
slug: bear
name: Bear
sources:
  shop: https://127.0.70.1:1/source
texts:
  heading: {value: On bears, source: shop, instead: [{value: About bears, source: shop}]}
  preprint: "2402.08846"
  shops:
    value: ["http://127.0.70.1:1/bear", "http://127.0.70.1:1/shared"]
    source: shop
"""
CAR = """\
slug: car
name: Car
texts:
  shops: ["http://127.0.70.1:1/shared"]
"""
PAGE = """\
# About

A [link](http://127.0.70.1:1/inline "title"), <http://127.0.70.1:1/bare>, and [relative](catalogue.md).

`http://127.0.70.1:1/code`, <a href="http://127.0.70.1:1/html">x</a>

```
[no](http://127.0.70.1:1/fence)
```

[ref]: http://127.0.70.1:1/reference
"""


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's own proxies, which know nothing of the servers of the tests, are not asked."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def survey(tmp_path: Path) -> Project:
    """A survey of two toys with six kinds of places where links stand."""
    files = {
        "data/survey.yml": SURVEY,
        "data/toys/bear.yml": BEAR,
        "data/toys/car.yml": CAR,
        "data/materials.yml": f"wood: {{name: Wood, meaning: What trees are made of., link: '{HERE}/material'}}\n",
        "site/about.md": PAGE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Project(tmp_path)

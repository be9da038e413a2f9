"""Makes surveys of any size for benchmarks: plausible records of the committed survey's class.

Names, titles and constructions differ from record to record, words of vocabularies are as unequally frequent as
real ones, and some records have blanks, notes, rivals, variants, siblings, leaderboard results or predecessors.
Record `i` is the same in every survey that has it, and on every machine.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import yaml

from catalog.paths import Project
from tests.benchmarks import words
from tests.pages import copy_pages

ROOT = Path(__file__).resolve().parent.parent.parent
_FIRST, _DAYS = date(2019, 1, 7), 2800
_BLANK = "not reported"
_STATES = ("frozen", "frozen", "trained", "trained", "LoRA", "partly trained")


def survey(folder: Path, count: int) -> Project:
    """A survey of `count` records below `folder`, with the committed settings, vocabularies and pages."""
    records = folder / "data" / "systems"
    records.mkdir(parents=True)
    for file in (ROOT / "data").glob("*.yml"):
        shutil.copy(file, folder / "data")
    copy_pages(folder / "site")
    for i in range(count):
        (records / f"{slug(i)}.yml").write_text(record(i), encoding="utf-8")
    return Project(folder)


def name(i: int) -> str:
    """The name of record `i`, such as `Kalozu-Audio`."""
    syllables = words.SYLLABLES
    size = len(syllables)
    turn, place = divmod(i, size**3)
    place = place * 7919 % size**3  # neighbours have little in common
    stem = syllables[place % size] + syllables[place // size % size] + syllables[place // size**2]
    return f"{stem.capitalize()}{turn or ''}{words.SUFFIXES[i * 31 % len(words.SUFFIXES)]}"


def slug(i: int) -> str:
    """The slug of record `i`."""
    return name(i).lower().replace(" ", "-")


def title(i: int) -> str:
    """The title of the paper of record `i`."""
    return f"{name(i)}: {_sentence(Random(-i - 1), words.TITLE)}"


def released(i: int) -> date:
    """The day on which record `i` appeared; one number after the other spreads over all years."""
    return _FIRST + timedelta(days=i * 1731 % _DAYS)


def record(i: int) -> str:
    """The YAML of record `i`."""
    return _Record(i).text()


@cache
def _vocabulary(file: str) -> tuple[list[tuple[str, dict[str, Any]]], list[int]]:
    """The words of a vocabulary with their entries, and how often the committed records have each."""
    entries = yaml.load((ROOT / "data" / f"{file}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return list(entries.items()), [_written()[word] + 1 for word in entries]


@cache
def _written() -> Counter[str]:
    texts = (file.read_text(encoding="utf-8") for file in (ROOT / "data" / "systems").glob("*.yml"))
    return Counter(word for text in texts for word in re.findall(r"[\w.-]+", text))


def _sentence(chance: Random, parts: tuple[tuple[str, ...], ...]) -> str:
    return " ".join(chance.choice(part) for part in parts)


class _Record:
    """One record on its way to YAML; all that is drawn comes from its own chance."""

    def __init__(self, i: int) -> None:
        self.i, self.chance = i, Random(i)
        self.day = released(i)
        self.home = f"https://example.org/{slug(i)}"
        self.sizes: list[str] = []
        if self.chance.random() < 0.25:
            self.sizes = ["Mini", "Base", "Large"][: self.chance.choice((2, 2, 3))]

    def text(self) -> str:
        """Its file; a source that no fact uses is left out."""
        body = "\n".join(self._body())
        sources = [line for key, line in self._sources() if f"source: {key}" in body]
        return "\n".join([f"slug: {slug(self.i)}", f"name: {name(self.i)}", "sources:", *sources, body, ""])

    def _body(self) -> Iterator[str]:
        yield from self._listing()
        yield from self._paper()
        yield from self._code()
        yield from self._design()
        yield from self._training()
        yield from self._abilities()
        yield from self._relations()
        yield from self._variants()
        yield from self._results()

    def fact(self, value: object, *, note: str = "", **more: str) -> str:
        """A value with its evidence: a place of its own, now and then a blank or a note."""
        chance = self.chance
        source = more.pop("source", chance.choice(("paper", "paper", "paper", "readme")))
        where = f"{chance.choice(words.PLACES)} {chance.randint(1, 9)}"
        grade = chance.choice(("primary", "primary", "primary", "secondary", "derived"))
        if not note and chance.random() < 0.15:
            note = f"{_sentence(chance, words.NOTE)}."
        extra = "".join(f", {key}: {text}" for key, text in more.items())
        if note:
            extra += f", note: {json.dumps(note)}"
        return f"{{value: {json.dumps(value)}, source: {source}, where: {where}, verified: {grade}{extra}}}"

    def maybe(self, share: float, key: str, value: object, indent: str = "  ") -> Iterator[str]:
        """The line of a field in a share of the records; of the rest half say that it is not reported."""
        chance = self.chance.random()
        if chance < share:
            yield f"{indent}{key}: {self.fact(value)}"
        elif chance < share + (1 - share) / 2:
            yield f"{indent}{key}: {self.fact(_BLANK)}"

    def word(self, vocabulary: str) -> tuple[str, dict[str, Any]]:
        """A word with its entry, as frequent as among the committed records."""
        return self.chance.choices(*_vocabulary(vocabulary))[0]

    def _sources(self) -> Iterator[tuple[str, str]]:
        yield "paper", f'  paper: {{url: "{self.home}/paper", title: Paper, date: {self.day}}}'
        yield "readme", f'  readme: {{url: "{self.home}/readme", title: README of {name(self.i)}}}'
        yield "leaderboard", f'  leaderboard: {{url: "https://example.org/leaderboard/{self.day:%Y-%m}"}}'

    def _listing(self) -> Iterator[str]:
        chance = self.chance
        yield f"method: {self.fact(name(self.i))}"
        institutes = list(dict.fromkeys(self.word("institutes")[0] for _ in range(chance.choice((1, 1, 1, 2, 3)))))
        yield f"institutes: {self.fact(institutes)}"
        if chance.random() < 0.08:
            yield f"scope: {self.fact('contrast', note=f'{_sentence(chance, words.NOTE)}.')}"
        yield from self.maybe(0.95, "asr_only", chance.random() < 0.4, "")

    def _paper(self) -> Iterator[str]:
        chance = self.chance
        authors = [f"{chance.choice(words.FORENAMES)} {chance.choice(words.SURNAMES)}" for _ in range(4)]
        yield "paper:"
        yield f"  title: {self.fact(title(self.i), source='paper')}"
        yield f"  arxiv: {self.fact(f'{self.day:%y%m}.{self.i:05}', source='paper')}"
        yield f"  kind: {self.fact(chance.choice(('preprint', 'preprint', 'conference', 'journal')), source='paper')}"
        yield f"  authors: {self.fact([*dict.fromkeys(authors), 'others'], source='paper')}"
        yield f"released: {self.fact(str(self.day), source='paper')}"
        yield f"released_with: {self.fact('paper', source='paper')}"

    def _code(self) -> Iterator[str]:
        chance = self.chance
        yield "code:"
        if chance.random() < 0.65:
            yield f"  repository: {self.fact(f'{self.home}/code', source='readme')}"
            yield from self.maybe(0.8, "licence", chance.choice(("MIT", "Apache-2.0", "Apache-2.0", "CC-BY-NC-4.0")))
        else:
            yield f"  repository: {self.fact(_BLANK)}"
        if chance.random() > 0.45:
            yield f"  weights: {self.fact(_BLANK)}"
        else:
            yield f"  weights: {self.fact([f'{self.home}/weights'], source='readme')}"
            yield from self.maybe(0.7, "weights_licence", chance.choice(("Apache-2.0", "MIT", "CC-BY-4.0")))

    def _design(self) -> Iterator[str]:
        chance = self.chance
        rate, factor = chance.choice((12.5, 25, 50, 50, 50)), chance.choice((2, 4, 4, 5, 8))
        yield "encoders:"
        for encoder, entry in dict([self.word("encoders") for _ in range(chance.choice((1, 1, 1, 1, 2)))]).items():
            yield f"  - name: {self.fact(encoder)}"
            yield f"    kind: {self.fact(entry.get('kind', 'SFT'))}"
            yield from self.maybe(0.6, "frame_rate", rate, "    ")
        yield "connector:"
        yield f"  family: {self.fact(self.word('connectors')[0])}"
        yield from self.maybe(0.9, "construction", self._construction(factor))
        yield from self.maybe(0.5, "downsampling", factor)
        if not self.sizes:
            yield from self._llm("")
        yield from self.maybe(0.95, "llm_input", chance.choice(("continuous",) * 8 + ("discrete",)), "")

    def _construction(self, factor: int) -> str:
        chance, widths = self.chance, [str(256 * self.chance.randint(1, 20)) for _ in range(3)]
        layers = f"Linear from {widths[0]} to {widths[1]}, {chance.choice(('ReLU', 'GELU', 'SiLU'))}, "
        ending = chance.choice((f"Linear to {widths[2]}", f"layer norm and Linear to {widths[2]}", "dropout"))
        return f"{factor} frames {chance.choice(words.SHORTENED)}, {layers}{ending}"

    def _llm(self, indent: str) -> Iterator[str]:
        llm, entry = self.word("llms")
        yield f"{indent}llms:"
        yield f"{indent}  - name: {self.fact(llm)}"
        if "parameters" in entry:
            number, unit = re.findall(r"([\d.]+)([MB]?)", entry["parameters"])[0]
            yield from self.maybe(0.4, "parameters", f"{number}{unit}", f"{indent}    ")
            yield from self.maybe(0.3, "parameters", f"{float(number) * 1.1:.{2 if unit else 0}f}{unit}", indent)

    def _training(self) -> Iterator[str]:
        chance = self.chance
        yield "training:"
        yield from self.maybe(0.85, "encoder", chance.choice(_STATES))
        yield from self.maybe(0.9, "connector", "trained")
        yield from self.maybe(0.85, "llm", chance.choice(_STATES))
        yield from self.maybe(0.4, "compute", f"{chance.choice((8, 16, 32, 64))} {chance.choice(words.HARDWARE)}")
        hours = chance.choice((chance.randint(80, 990), f"{chance.randint(1, 90)}K", f"{chance.randint(1, 90)}.5K+"))
        if chance.random() < 0.15:
            rivals = {"instead": f"[{{value: {chance.randint(1, 99)}.3K, source: leaderboard, where: column 7}}]"}
            yield f"hours:\n  asr: {self.fact(hours, source='paper', **rivals)}"
        else:
            yield f"hours:\n  asr: {self.fact(hours if chance.random() < 0.7 else _BLANK)}"

    def _abilities(self) -> Iterator[str]:
        chance = self.chance
        spoken = chance.sample(words.LANGUAGES, min(int(20 * chance.random() ** 2) + 1, len(words.LANGUAGES)))
        yield "abilities:"
        yield f"  languages: {self.fact(len(spoken))}"
        yield from self.maybe(0.6, "language_names", ", ".join(spoken))
        yield from self.maybe(0.45, "streaming", chance.random() < 0.3)
        yield from self.maybe(0.4, "context", chance.random() < 0.5)

    def _relations(self) -> Iterator[str]:
        """One record in five succeeds an older one with a lower number."""
        other = self.i - 1 - int(50 * self.chance.random())
        if other >= 0 and released(other) < self.day and self.chance.random() < 0.4:
            yield f"relations:\n  successor_of: {self.fact([slug(other)], source='readme')}"

    def _variants(self) -> Iterator[str]:
        if not self.sizes:
            return
        yield "variants:"
        for size in self.sizes:
            yield f"  - name: {size}"
            yield from self._llm("    ")
            yield f"    detail: {self.fact(_sentence(self.chance, words.NOTE))}"
        if self.chance.random() < 0.2:
            yield "  - name: Service"
            yield f"    scope: {{value: sibling, note: {json.dumps(_sentence(self.chance, words.NOTE))}}}"

    def _results(self) -> Iterator[str]:
        chance = self.chance
        yield "results:"
        runners = ["authors", *(runner for runner in ("others", "leaderboard") if chance.random() < 0.1)]
        for split, runner in product(("test-clean", "test-other"), runners):
            rate = round(1.2 + (5 if split == "test-clean" else 9) * chance.random(), 2)
            yield self._result("librispeech", split, "WER", rate, runner)
        for test_set, entry in dict([self.word("test-sets") for _ in range(int(6 * chance.random() ** 2))]).items():
            split, metric = chance.choice(entry.get("splits", ("",))), entry.get("metric", "WER")
            if test_set == "librispeech":
                continue
            runner = chance.choice(("authors", "authors", "others", "leaderboard"))
            yield self._result(test_set, split, metric, round(2 + 20 * chance.random(), 2), runner)

    def _result(self, test_set: str, split: str, metric: str, rate: float, runner: str) -> str:
        more = {"test_set": test_set, "metric": metric, "run_by": runner, "as_of": f"{self.day:%Y-%m}"}
        if split:
            more["split"] = f'"{split}"'
        if self.sizes:
            more["variant"] = self.chance.choice(self.sizes)
        source = "leaderboard" if runner == "leaderboard" else "paper"
        return f"  - {self.fact(rate, source=source, **more)}"

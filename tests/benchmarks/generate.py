"""Makes surveys of any size for benchmarks: plausible records of the committed survey's class."""

from __future__ import annotations

import shutil
from pathlib import Path

from catalog.paths import Project

ROOT = Path(__file__).resolve().parent.parent.parent
_RECORD = """\
slug: system-{i}
name: System {i}
sources:
  paper: https://example.org/paper/{i}
  readme: https://example.org/readme/{i}
method: {{value: System {i}, source: paper, where: title, verified: primary}}
released: {{value: 202{year}-0{month}-1{day}, source: paper, where: header, verified: secondary}}
institutes: {{value: [{institute}, nvidia], source: paper, where: author block, verified: primary}}
asr_only: {{value: {asr_only}, source: paper, where: Section 1, verified: primary}}
paper:
  title: {{value: A generated title about recogniser {i}, source: paper, where: title, verified: primary}}
  arxiv: {{value: "{arxiv}", source: paper, where: header, verified: primary}}
code:
  repository: {{value: "https://example.org/code/{i}", source: readme, where: README, verified: primary}}
  licence: {{value: MIT, source: readme, where: LICENSE, verified: primary}}
encoders:
  - name: {{value: {encoder}, source: paper, where: Section 3.1, verified: primary}}
    kind: {{value: {kind}, source: paper, where: Section 3.1, verified: primary}}
    frame_rate: {{value: 50, source: paper, where: Section 3.2, verified: derived}}
connector:
  family: {{value: {connector}, source: paper, where: Section 3.3, verified: primary}}
  construction: {{value: "5 frames stacked, Linear, ReLU, Linear", source: paper, where: Figure 2, verified: primary}}
llms:
  - name: {{value: {llm}, source: paper, where: Section 3.4, verified: primary}}
llm_input: {{value: continuous, source: paper, where: Figure 2, verified: primary}}
training:
  encoder: {{value: {encoder_state}, source: paper, where: Section 4, verified: primary}}
  connector: {{value: trained, source: paper, where: Section 4, verified: primary}}
  llm: {{value: {llm_state}, source: readme, where: config, verified: derived}}
hours:
  asr: {{value: {hours}K+, source: paper, where: Table 1, verified: primary, instead: [{{value: 3K, source: readme}}]}}
results:
  - {{test_set: librispeech, split: test-clean, metric: WER, value: {clean}, source: paper, where: Table 3,
     verified: primary, as_of: 2026-01, run_by: authors}}
  - {{test_set: librispeech, split: test-other, metric: WER, value: {other}, source: paper, where: Table 3,
     verified: primary, as_of: 2026-01, run_by: authors}}
"""


def survey(folder: Path, count: int) -> Project:
    """A survey of `count` records below `folder`, with the committed settings, vocabularies and pages."""
    records = folder / "data" / "systems"
    records.mkdir(parents=True)
    for file in (ROOT / "data").glob("*.yml"):
        shutil.copy(file, folder / "data")
    shutil.copytree(ROOT / "site", folder / "site")
    for i in range(count):
        (records / f"system-{i}.yml").write_text(_RECORD.format(**_values(i)), encoding="utf-8")
    return Project(folder)


def _values(i: int) -> dict[str, object]:
    return {
        "i": i,
        "year": i % 6,
        "month": i % 9 + 1,
        "day": i % 9,
        "institute": ("alibaba", "bytedance", "google", "meta", "microsoft")[i % 5],
        "asr_only": ("true", "false")[i % 2],
        "arxiv": f"2{i % 6}0{i % 9 + 1}.{i:05d}",
        "encoder": ("whisper-large-v2", "whisper-large-v3", "beats", "wavlm-large")[i % 4],
        "kind": ("Whisper", "Whisper", "SSL", "SSL")[i % 4],
        "connector": ("mlp", "linear", "q-former", "conv")[i // 3 % 4],
        "llm": ("vicuna-7b-v1.5", "qwen3-1.7b", "qwen3-0.6b")[i % 3],
        "encoder_state": ("frozen", "trained")[i // 2 % 2],
        "llm_state": ("frozen", "LoRA", "trained")[i // 4 % 3],
        "hours": i % 97 + 1,
        "clean": 1 + i % 40 / 10,
        "other": 2 + i % 70 / 10,
    }

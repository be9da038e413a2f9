"""`fill:` names fields that can hold what services state; without it, `cite` and `download` say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from catalog.contribute.refresh.filling import filling
from catalog.contribute.stated import FIELDS, ROLES
from catalog.load.records import open_survey
from catalog.paths import Project
from catalog.settings.watch import ArxivFill, CrossrefFill, GithubFill, HubFill, ModelScopeFill
from tests.conftest import ROOT


def survey(folder: Path, fill: str) -> Project:
    """The real survey with other settings under `fill`."""
    skipped = shutil.ignore_patterns("systems", "archive", "*.json")
    shutil.copytree(ROOT / "data", folder / "data", ignore=skipped)
    (folder / "data" / "systems").mkdir()
    file = folder / "data" / "survey.yml"
    before, _, rest = file.read_text(encoding="utf-8").partition("\nfill:\n")
    lines = rest.splitlines()
    after = [line for number, line in enumerate(lines) if not all(each.startswith(" ") for each in lines[: number + 1])]
    file.write_text("\n".join([before, *([fill] if fill else []), *after]) + "\n", encoding="utf-8")
    return Project(folder)


@pytest.mark.parametrize(
    ("fill", "message", "hint"),
    [
        ("{arxiv: {title: paper.titel}}", "there is no column `paper.titel`", "did you mean `paper.title`?"),
        ("{arxiv: {submitted: paper.title}}", "`paper.title` is not a date", "released"),
        ("{huggingface: {parameters: paper.title}}", "`paper.title` is not a number that files have", "parameters"),
        ("{huggingface: {gated: paper.title}}", "`paper.title` is not a field of yes and no", "code.gated"),
        (
            "{huggingface: {licence: code.availability}}",
            "is not a field that files have",
            "code.licence",
        ),
        ("{huggingface: {parameters: llms.parameters}}", "`llms.parameters` belongs to entries of a list", "itself"),
        ("{results: catalog.surveys.asr.nothing:results}", "catalog.surveys.asr.nothing", "a coroutine function"),
        ("{results: catalog.surveys.asr.record:System}", "is not a coroutine function", "package.module:function"),
        ("{results: results}", "which is not an import path", "package.module:Name"),
        ("{gitlab: {licence: code.licence}}", "gitlab", "github"),
    ],
)
def test_a_wrong_field_is_told_with_what_is_allowed(tmp_path: Path, fill: str, message: str, hint: str) -> None:
    from catalog.rules import check

    problems = [problem for problem in check(survey(tmp_path, f"fill: {fill}")) if problem.field.startswith("fill")]
    assert len(problems) == 1
    assert message in problems[0].message
    assert hint in problems[0].hint


def test_without_fill_the_fields_of_cite_and_download_are_filled(tmp_path: Path) -> None:
    found = filling(open_survey(survey(tmp_path, "")))
    assert found["arxiv"]["identifier"] == "paper.arxiv"
    assert found["arxiv"]["submitted"] == "released"
    assert found["crossref"]["identifier"] == "paper.doi"
    assert found["github"] == {"identifier": "code.repository", "licence": "code.licence", "homepage": "code.page"}
    assert found["huggingface"] == {"identifier": "code.weights", "licence": "code.weights_licence"}


def test_a_service_that_is_left_out_is_not_asked(tmp_path: Path) -> None:
    found = filling(open_survey(survey(tmp_path, "fill: {github: {licence: code.licence}}")))
    assert found == {"github": {"licence": "code.licence", "identifier": "code.repository"}}


def test_the_settings_and_the_table_of_what_is_stated_have_the_same_names() -> None:
    sections = {
        "arxiv": ArxivFill,
        "crossref": CrossrefFill,
        "github": GithubFill,
        "huggingface": HubFill,
        "modelscope": ModelScopeFill,
    }
    for service, section in sections.items():
        assert {*FIELDS[service], "identifier"} == set(section.model_fields), service
        assert set(ROLES[service]) <= set(FIELDS[service])

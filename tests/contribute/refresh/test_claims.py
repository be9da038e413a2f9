"""A blank is filled, a value that differs gets a rival or a question, and nothing else happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from catalog.contribute import stated
from catalog.contribute.refresh.asked import ServiceAnswers, identified, named_works
from catalog.contribute.refresh.claims import RecordClaims
from catalog.contribute.refresh.filling import filling
from catalog.contribute.refresh.keys import SourceKeys
from catalog.load.records import Definition, open_survey
from catalog.paths import Project
from catalog.services.arxiv import ArxivPaper
from catalog.services.crossref import read_work
from catalog.services.github import read_repository
from catalog.services.huggingface import read_repository as read_model
from catalog.services.modelscope import ModelScopeRepository
from catalog.values import Grade
from tests.conftest import ROOT
from tests.standins.github import description
from tests.standins.world import Repository

TODAY = date(2026, 11, 28)
SHA = "0123456789abcdef0123456789abcdef01234567"
PAPER = ArxivPaper("2411.07777", 2, "LoomASR: Weaving Encoders", ("Ada Weaver", "Bea Dyer"), "2024-11-12")
HEAD = 'slug: loom\nname: LoomASR\nsources: {paper: {url: "https://example.org/loom.pdf", title: Paper}}\n'
ON_ARXIV = HEAD + 'paper:\n  arxiv: {value: "2411.07777", source: paper, where: title page}\n'
WITH_WEIGHTS = (
    HEAD + 'code:\n  weights: {value: ["https://huggingface.co/loom-lab/loom"], source: paper, where: abstract}\n'
)


@pytest.fixture(scope="module")
def definition() -> Definition:
    return open_survey(Project(ROOT))


def model(name: str = "loom-lab/loom", **values: object) -> stated.Stated:
    reply = {"_id": "67", "id": name, "sha": SHA, "gated": False, "tags": [], "cardData": {}} | values
    found = read_model(reply)
    assert found
    return stated.of_model(found, name)


def of_licence(licence: str, **values: object) -> stated.Stated:
    return model(tags=[f"license:{licence}"], cardData={"license": licence}, **values)


def repository(name: str, asked: str = "loom-lab/loom", **values: object) -> stated.Stated:
    found = read_repository(description(Repository(name, 7, **values)))
    assert found
    return stated.of_repository(found, asked)


def work(**message: object) -> stated.Stated:
    said = {"DOI": "10.1109/x", "title": ["LoomASR: Weaving Encoders"], "type": "proceedings-article"} | message
    found = read_work({"message": said})
    assert found
    return stated.of_work(found, "10.1109/x")


def claims(definition: Definition, text: str, answers: dict[tuple[str, str], stated.Stated]) -> RecordClaims:
    loaded = definition.read(definition.folder / "loom.yml", text.encode())
    assert loaded.value, loaded.problems
    record = loaded.value
    worked = RecordClaims(
        definition, record, filling(definition), ServiceAnswers(stated=answers), SourceKeys(record.sources, TODAY)
    )
    worked.work_out()
    return worked


def of_paper(definition: Definition, text: str, paper: ArxivPaper = PAPER) -> RecordClaims:
    return claims(definition, text, {("arxiv", "2411.07777"): stated.of_paper(paper)})


def of_model(definition: Definition, text: str, answer: stated.Stated) -> RecordClaims:
    return claims(definition, text, {("huggingface", "loom-lab/loom"): answer})


def fills(worked: RecordClaims) -> dict[str, object]:
    return {".".join(map(str, each.path)): each.fill.value for each in worked.proposals if each.fill}


def rivals(worked: RecordClaims) -> dict[str, list[object]]:
    return {
        ".".join(map(str, each.path)): [rival.value for rival in each.rivals]
        for each in worked.proposals
        if each.rivals
    }


def questions(worked: RecordClaims) -> list[str]:
    return [question.text for question in worked.questions]


def test_blanks_are_filled_with_version_place_and_grade(definition: Definition) -> None:
    worked = of_paper(definition, ON_ARXIV)
    assert fills(worked) == {
        "paper.title": "LoomASR: Weaving Encoders",
        "paper.authors": ["Ada Weaver", "Bea Dyer"],
        "dates.paper": "2024-11-12",
    }
    claim = worked.proposals[0].claims[0]
    assert (claim.source.url, claim.grade) == ("https://arxiv.org/abs/2411.07777v2", Grade.PRIMARY)
    assert claim.where == "abstract page"
    assert worked.questions == []


def test_a_value_that_says_the_same_is_left(definition: Definition) -> None:
    text = ON_ARXIV + (
        "  title: {value: LOOMASR, source: paper, where: title page}\n"
        "  authors: {value: [A. Weaver, others], source: paper, where: title page}\n"
        "dates: {paper: {value: 2024-11, source: paper, where: title page}}\n"
    )
    worked = of_paper(definition, text)
    assert (worked.proposals, worked.questions) == ([], [])


def test_a_value_that_differs_gets_a_rival_and_stays(definition: Definition) -> None:
    text = ON_ARXIV + "  title: {value: Weaving Loom Models, source: paper, where: title page}\n"
    worked = of_paper(definition, text)
    assert rivals(worked) == {"paper.title": ["LoomASR: Weaving Encoders"]}
    assert "paper.title" not in fills(worked)


def test_a_rival_that_is_there_is_not_added_again_even_where_people_moved_it(definition: Definition) -> None:
    title = (
        "  title: {value: %s, source: paper, where: title page, instead: [{value: %s, source: paper, where: page 2}]}\n"
    )
    for names in (
        ("Weaving Loom Models", '"LoomASR: Weaving Encoders"'),
        ('"LoomASR: Weaving Encoders"', "Weaving Loom Models"),
    ):
        assert rivals(of_paper(definition, ON_ARXIV + title % names)) == {}


def test_the_publisher_comes_before_arxiv_and_what_differs_becomes_a_rival_of_the_new_value(
    definition: Definition,
) -> None:
    text = ON_ARXIV + "  doi: {value: 10.1109/x, source: paper, where: title page}\n"
    answers = {
        ("arxiv", "2411.07777"): stated.of_paper(replace(PAPER, journal="Journal of Looms 2025")),
        ("crossref", "10.1109/x"): work(**{"container-title": ["Proc. Weavers 2025"]}),
    }
    worked = claims(definition, text, answers)
    assert fills(worked)["paper.venue"] == "Proc. Weavers 2025"
    assert rivals(worked) == {"paper.venue": ["Journal of Looms 2025"]}
    assert len([each for each in worked.proposals if each.path == ("paper", "title")]) == 1


def test_not_applicable_is_a_question(definition: Definition) -> None:
    text = ON_ARXIV + "  venue: {value: not applicable, source: paper, where: title page}\n"
    worked = of_paper(definition, text, replace(PAPER, journal="Proc. Looms 2025"))
    assert "paper.venue" not in fills(worked)
    assert any("Proc. Looms 2025" in text and "does not apply" in text for text in questions(worked))


def test_not_reported_is_filled_by_a_source_that_was_not_read_and_keeps_its_evidence(definition: Definition) -> None:
    text = (
        WITH_WEIGHTS + "  weights_licence: {value: not reported, source: paper, where: Sec 2, note: Nor elsewhere.}\n"
    )
    worked = of_model(definition, text, of_licence("mit"))
    (proposal,) = [each for each in worked.proposals if each.path[-1] == "weights_licence"]
    assert proposal.fill
    assert (proposal.fill.value, proposal.fill.note) == ("MIT", "Not reported in Paper (Sec 2). Nor elsewhere.")


@pytest.mark.parametrize(
    "evidence",
    ["source: card, where: whole page", "source: paper, where: paper and model card", "note: Nobody knows."],
)
def test_not_reported_by_the_same_source_or_by_nobody_knows_which_is_a_question(
    definition: Definition, evidence: str
) -> None:
    text = WITH_WEIGHTS.replace("{paper:", '{card: "https://huggingface.co/loom-lab/loom", paper:')
    text += f"  weights_licence: {{value: not reported, {evidence}}}\n"
    worked = of_model(definition, text, of_licence("mit"))
    assert "code.weights_licence" not in fills(worked)
    assert any("MIT" in each for each in questions(worked))


def test_a_paper_without_a_word_or_an_author_in_common_is_no_source_but_a_question(definition: Definition) -> None:
    text = ON_ARXIV + (
        "  title: {value: LoomASR, source: paper, where: title page}\n"
        "  authors: {value: [Ada Weaver], source: paper, where: title page}\n"
    )
    other = replace(PAPER, title="Knots in the Plane", authors=("Cy Carder",), journal="Topology 3")
    worked = of_paper(definition, text, other)
    assert worked.proposals == []
    (asked,) = questions(worked)
    assert "is this the right identifier?" in asked
    same_author = of_paper(definition, text, replace(other, authors=("Ada Weaver",)))
    assert rivals(same_author) == {"paper.title": ["Knots in the Plane"]}


def test_a_licence_that_is_none_or_has_no_spdx_identifier_is_never_written(definition: Definition) -> None:
    for licence in ("other", "llama3.1"):
        worked = of_model(definition, WITH_WEIGHTS, of_licence(licence))
        assert "code.weights_licence" not in fills(worked)
    text = HEAD + 'code:\n  repository: {value: "https://github.com/loom-lab/loom", source: paper, where: abstract}\n'
    for licence in ("NOASSERTION", None):
        worked = claims(definition, text, {("github", "loom-lab/loom"): repository("loom-lab/loom", licence=licence)})
        assert (worked.proposals, worked.questions) == ([], [])


def on_github(read: str) -> str:
    source = f'github: {{url: "https://github.com/loom-lab/loom", title: Repository, read: {read}}}'
    return (
        f"slug: loom\nname: LoomASR\nsources: {{{source}}}\n"
        'code:\n  repository: {value: "https://github.com/loom-lab/loom", source: github, where: front page}\n'
    )


def test_a_service_that_says_otherwise_than_before_is_asked_about_and_is_no_rival_of_itself(
    definition: Definition,
) -> None:
    text = on_github("2026-01-15") + "  licence: {value: MIT, source: github, where: licence shown by GitHub}\n"
    worked = claims(definition, text, {("github", "loom-lab/loom"): repository("loom-lab/loom")})
    assert rivals(worked) == {}
    assert [text for text in questions(worked) if "from the same place: read it again" in text]


@pytest.mark.parametrize(("read", "key"), [("2026-01-15", "github-2"), ("2026-11-28", "github")])
def test_a_page_that_was_read_on_another_day_is_another_source(definition: Definition, read: str, key: str) -> None:
    worked = claims(definition, on_github(read), {("github", "loom-lab/loom"): repository("loom-lab/loom")})
    assert {proposal.fill.source.key for proposal in worked.proposals if proposal.fill} == {key}


def test_github_is_a_second_hand_witness_of_a_licence(definition: Definition) -> None:
    text = HEAD + 'code:\n  repository: {value: "https://github.com/loom-lab/loom", source: paper, where: abstract}\n'
    worked = claims(definition, text, {("github", "loom-lab/loom"): repository("loom-lab/loom")})
    (proposal,) = worked.proposals
    assert proposal.fill
    assert (proposal.fill.value, proposal.fill.grade) == ("Apache-2.0", Grade.SECONDARY)


def test_a_repository_that_moved_gets_its_new_address_beside_the_old_with_its_folder(definition: Definition) -> None:
    text = HEAD + (
        "code:\n  repository: {value: 'https://github.com/loom-lab/loom/tree/main/asr', source: paper, where: Sec 1}\n"
    )
    answer = repository("weavers/loom", homepage="https://loom.example.org")
    worked = claims(definition, text, {("github", "loom-lab/loom"): answer})
    assert rivals(worked)["code.repository"] == ["https://github.com/weavers/loom/tree/HEAD/asr"]
    assert "code.page" not in fills(worked)


def test_the_page_of_a_repository_is_taken_unless_it_is_a_paper_or_the_record_has_one(definition: Definition) -> None:
    text = HEAD + 'code:\n  repository: {value: "https://github.com/loom-lab/loom", source: paper, where: abstract}\n'
    key = ("github", "loom-lab/loom")
    page = repository("loom-lab/loom", homepage="https://loom.example.org")
    assert fills(claims(definition, text, {key: page}))["code.page"] == "https://loom.example.org"
    paper = repository("loom-lab/loom", homepage="https://arxiv.org/abs/2411.07777")
    assert "code.page" not in fills(claims(definition, text, {key: paper}))
    own = text + '  page: {value: "https://other.example.org/loom", source: paper, where: abstract}\n'
    assert rivals(claims(definition, own, {key: page})) == {}


def test_a_size_is_derived_from_the_files_and_never_beats_another(definition: Definition) -> None:
    answer = model(safetensors={"parameters": {"BF16": 7615616512}, "total": 7615616512})
    worked = of_model(definition, WITH_WEIGHTS, answer)
    (proposal,) = [each for each in worked.proposals if each.path == ("parameters",)]
    assert proposal.fill
    assert (proposal.fill.value, proposal.fill.grade) == (7615616512, Grade.DERIVED)
    assert proposal.fill.where == f"7,615,616,512 weights in the files at revision {SHA[:12]}"
    assert proposal.fill.source.url == f"https://huggingface.co/loom-lab/loom/tree/{SHA}"
    text = WITH_WEIGHTS + "parameters: {value: 9B, source: paper, where: abstract}\n"
    worked = of_model(definition, text, answer)
    assert rivals(worked) == {}
    assert any("7,615,616,512" in each for each in questions(worked))


def test_languages_and_the_paper_of_a_card_are_only_asked_about(definition: Definition) -> None:
    answer = model(tags=["arxiv:2411.07777"], cardData={"language": ["en", "zh"]})
    worked = of_model(definition, WITH_WEIGHTS, answer)
    assert set(fills(worked)) == {"code.gated"}
    assert any("en, zh" in each for each in questions(worked))
    assert any("2411.07777" in each for each in questions(worked))


def test_a_model_that_is_called_otherwise_by_now_states_nothing(definition: Definition) -> None:
    found = read_model({"_id": "67", "id": "others/loom", "sha": SHA, "tags": ["license:mit"]})
    assert found
    worked = of_model(definition, WITH_WEIGHTS, stated.of_model(found, "loom-lab/loom"))
    assert worked.proposals == []
    assert "others/loom" in questions(worked)[0]


VARIANTS = WITH_WEIGHTS.replace(
    '["https://huggingface.co/loom-lab/loom"]',
    '["https://huggingface.co/loom-lab/loom-1b", "https://huggingface.co/loom-lab/loom-7b"]',
) + "".join(
    f"{'variants:' if size == '1b' else ''}\n  - name: {size}\n"
    f'    code: {{weights: {{value: ["https://huggingface.co/loom-lab/loom-{size}"], source: paper, where: {size}}}}}\n'
    for size in ("1b", "7b")
)


def of_sizes(**small: object) -> dict[tuple[str, str], stated.Stated]:
    heads = {"1b": 1_000_000_001, "7b": 7_000_000_001}
    return {
        ("huggingface", f"loom-lab/loom-{size}"): model(
            f"loom-lab/loom-{size}",
            safetensors={"parameters": {"BF16": number}, "total": number},
            **(small if size == "1b" else {}),
        )
        for size, number in heads.items()
    }


def test_what_is_stated_of_the_weights_of_a_variant_belongs_to_it(definition: Definition) -> None:
    worked = claims(definition, VARIANTS, of_sizes())
    assert fills(worked)["variants.0.parameters"] == 1_000_000_001
    assert fills(worked)["variants.1.parameters"] == 7_000_000_001
    assert "parameters" not in fills(worked)
    assert {claim.source.key for each in worked.proposals for claim in each.claims} == {"huggingface", "huggingface-2"}


def test_a_variant_that_differs_from_its_record_is_a_question(definition: Definition) -> None:
    text = VARIANTS.replace("code:\n", "code:\n  gated: {value: false, source: paper, where: abstract}\n", 1)
    worked = claims(definition, text, of_sizes(gated="manual"))
    assert not any("gated" in path for path in fills(worked))
    (asked,) = [each for each in questions(worked) if "all its variants" in each]
    assert "Hugging Face says yes" in asked


def test_models_that_do_not_agree_are_a_question_where_no_variant_tells_them_apart(definition: Definition) -> None:
    text = VARIANTS.partition("variants:")[0]
    worked = claims(definition, text, of_sizes())
    assert "parameters" not in fills(worked)
    assert any("do not agree" in each for each in questions(worked))
    assert fills(worked)["code.gated"] is False


def test_withdrawn_retracted_and_missing_works_are_questions(definition: Definition) -> None:
    worked = of_paper(definition, ON_ARXIV, replace(PAPER, comment="This paper has been withdrawn by the authors."))
    assert "Its authors withdrew the paper" in questions(worked)
    text = HEAD + "paper: {doi: {value: 10.1109/x, source: paper, where: title page}}\n"
    answer = work(title=["RETRACTED: LoomASR"])
    assert "The publisher retracted the paper" in questions(
        claims(definition, text, {("crossref", "10.1109/x"): answer})
    )
    loaded = definition.read(definition.folder / "loom.yml", ON_ARXIV.encode())
    assert loaded.value
    answers = ServiceAnswers(missing={("arxiv", "2411.07777")})
    missing = RecordClaims(definition, loaded.value, filling(definition), answers, SourceKeys({}, TODAY))
    missing.work_out()
    assert "arXiv has nothing at" in questions(missing)[0]


def test_modelscope_states_a_licence_and_a_second_service_that_agrees_adds_nothing(definition: Definition) -> None:
    text = WITH_WEIGHTS.replace(
        '["https://huggingface.co/loom-lab/loom"]',
        '["https://huggingface.co/loom-lab/loom", "https://modelscope.cn/models/loom-lab/loom"]',
    )
    scope = stated.of_modelscope(ModelScopeRepository("loom-lab/loom", "MIT", (), "", "", is_gated=False))
    both = {("huggingface", "loom-lab/loom"): of_licence("mit"), ("modelscope", "loom-lab/loom"): scope}
    assert fills(claims(definition, text, both))["code.weights_licence"] == "MIT"
    assert rivals(claims(definition, text, both)) == {}
    other = both | {("huggingface", "loom-lab/loom"): of_licence("apache-2.0")}
    assert rivals(claims(definition, text, other)) == {"code.weights_licence": ["MIT"]}


@pytest.mark.parametrize(
    ("service", "url", "name"),
    [
        ("arxiv", "https://arxiv.org/abs/2411.07777", "2411.07777"),
        ("crossref", "10.1109/X.1", "10.1109/x.1"),
        ("crossref", "https://doi.org/10.1109/x.1", "10.1109/x.1"),
        ("crossref", "https://doi.org/10.48550/arXiv.2411.07777", ""),
        ("crossref", "https://example.org/paper.pdf", ""),
        ("github", "https://github.com/Loom-Lab/loom/tree/main/asr", "Loom-Lab/loom"),
        ("github", "https://gitlab.com/loom-lab/loom", ""),
        ("huggingface", "https://huggingface.co/loom-lab/loom", "loom-lab/loom"),
        ("huggingface", "https://huggingface.co/datasets/loom-lab/loom", ""),
        ("huggingface", "https://huggingface.co/papers/2411.07777", ""),
        ("modelscope", "https://modelscope.cn/models/loom-lab/loom", "loom-lab/loom"),
    ],
)
def test_a_service_is_asked_about_its_own_works_only(service: str, url: str, name: str) -> None:
    assert identified(service, url)[0] == name


def test_weights_that_a_variant_names_are_no_longer_the_records(definition: Definition) -> None:
    loaded = definition.read(definition.folder / "loom.yml", VARIANTS.encode())
    assert loaded.value
    works = named_works(loaded.value, filling(definition))
    assert [(work.above, work.name) for work in works] == [
        (("variants", 0), "loom-lab/loom-1b"),
        (("variants", 1), "loom-lab/loom-7b"),
    ]

"""A survey whose every text is an attack is shown letter by letter, and does nothing."""

from __future__ import annotations

import json

import pytest
import yaml

from catalog.paths import Project
from catalog.rules import check
from catalog.site import build
from tests.browsing import menu

ATTACK = (
    """<script>window.struck=1</script><img src=x onerror="window.struck=2">{{7*7}} """
    """`a` **b** [c](javascript:d) & "e" '"""
)
SETTING = """"><script>window.struck=3</script><img src=x onerror="window.struck=4">&lt;{{7*7}} `a` **b** '"""
MIXED = "שלום 🎙 evil ﷽"


def written(data):
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    return yaml.dump(data, Dumper=Plain, allow_unicode=True)


@pytest.fixture(scope="session")
def hostile(once, copy_survey):
    """The website of one record that attacks wherever text may stand."""
    return Project(once("hostile", lambda folder: build(attacking(copy_survey(folder, []))))).html


def attacking(survey):
    text = {"value": ATTACK, "source": "paper", "where": ATTACK, "note": ATTACK, "instead": [{"value": MIXED}]}
    record = {
        "slug": "hostile",
        "name": ATTACK,
        "remark": ATTACK,
        "sources": {"paper": {"url": "https://example.org/?a=%3Cb%3E", "title": ATTACK}},
        "method": text,
        "paper": {"title": text, "authors": {"value": [ATTACK, MIXED], "source": "paper"}},
        "code": {"licence": text},
        "connector": {"construction": text},
        "encoders": [{"name": "beats", "detail": text}],
        "variants": [
            {"name": ATTACK, "encoders": [{"name": "beats", "detail": text}], "hours": {"asr": 100}},
            {"name": MIXED, "hours": {"asr": 200}},
            {"name": f"sibling {ATTACK}", "scope": {"value": "sibling", "note": ATTACK}},
        ],
        "training": {"stages": [{"name": ATTACK, "encoder": "frozen"}, {"name": MIXED, "encoder": "frozen"}]},
        "results": [
            {"test_set": "librispeech", "split": "test-clean", "metric": "WER", "value": value, "variant": variant,
             "source": "paper", "where": ATTACK, "as_of": "2024", "run_by": "authors", "note": ATTACK,
             "decoding": f"beam {value} {ATTACK}", "prompt": ATTACK}
            for value, variant in ((1, ATTACK), (2, ATTACK), (3, f"sibling {ATTACK}"))
        ],
    }  # fmt: skip
    (survey.data / "systems" / "hostile.yml").write_text(written(record), encoding="utf-8")
    inherited = survey.data / "systems" / "constructor.yml"
    inherited.write_text("slug: constructor\nname: Inherited\nreleased: 2024\n", encoding="utf-8")
    vocabulary = yaml.safe_load((survey.data / "encoders.yml").read_text(encoding="utf-8"))
    vocabulary["beats"] |= {"name": ATTACK, "meaning": ATTACK, "aliases": [MIXED]}
    (survey.data / "encoders.yml").write_text(written(vocabulary), encoding="utf-8")
    attack_settings(survey.data / "survey.yml")
    (survey.root / "site" / "about.md").write_text("# About\n\n<script>window.struck=5</script>\n", encoding="utf-8")
    found = [problem for problem in check(survey) if problem.severity == "error"]
    assert not found
    return survey


def attack_settings(file):
    """Attack wherever `survey.yml` may have any text; a unit has 20 characters at most, a question must be one."""
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    settings |= dict.fromkeys(("title", "headline", "description", "many"), SETTING)
    settings |= {"licences": {"code": SETTING, "data": SETTING}, "people": [{"name": SETTING}]}
    settings["address"] = "https://example.org/"
    settings["questions"] = [{"ask": SETTING, "query": f"find={SETTING.replace('&', '')}"}]
    for part in (*settings["measures"], *settings["charts"]):
        part.update({"label": SETTING, "unit": "<img src=x>"} if "label" in part else {"title": SETTING})
    file.write_text(written(settings), encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    ["", "catalogue/", "charts/", "systems/hostile/", "encoders/", "encoders/beats/", "test-sets/librispeech/"],
)
@pytest.mark.parametrize("has_no_policy", [False, True], ids=["policy", "no policy"])
def test_a_hostile_record_is_only_text(hostile, serve, open_page, path, has_no_policy):
    page = open_page(path, address=serve(hostile), bypass_csp=has_no_policy)
    assert page.evaluate("window.struck") is None
    assert page.locator("article img[src=x], article a[href^='javascript:'], header img[src=x]").count() == 0
    assert "<script>window.struck=1</script>" in page.locator("body").inner_text()
    assert page.locator(".md-header__topic").first.inner_text() == " ".join(SETTING.split())
    assert page.title().endswith(SETTING)


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["", "catalogue/", "charts/", "compare/?s=hostile", "results/", "downloads/", "404.html"]
)
def test_hostile_settings_are_only_text(hostile, serve, open_page, path):
    page = open_page(path, address=serve(hostile), bypass_csp=True)
    assert page.evaluate("window.struck") is None
    assert page.locator("[src=x], [onerror], [onx]").count() == 0
    logo, name = page.locator(".md-header a.md-logo"), page.locator("meta[property='og:site_name']")
    assert {logo.get_attribute("title"), logo.get_attribute("aria-label"), name.get_attribute("content")} == {SETTING}
    assert SETTING in page.locator("body").inner_text()
    assert page.title().endswith(SETTING)
    for data in page.locator("script[type='application/ld+json']").all_text_contents():
        assert SETTING in json.dumps(json.loads(data), ensure_ascii=False).replace('\\"', '"')


@pytest.mark.browser
def test_a_record_may_be_called_as_what_every_object_has(hostile, serve, open_page):
    page = open_page("compare/?s=constructor,hostile", address=serve(hostile))
    page.locator(".comparison td[data-slug=constructor][data-path=released]").wait_for()
    assert "Inherited" in page.locator(".comparison thead").inner_text()
    assert "native code" not in page.locator("body").inner_text()
    page = open_page("catalogue/", address=serve(hostile))
    with page.expect_download() as download:
        menu(page, "Export").get_by_role("button", name="BibTeX of this view").click()
    assert "native code" not in download.value.path().read_text(encoding="utf-8")


@pytest.mark.browser
def test_a_script_that_got_into_a_page_does_not_run(hostile, serve, open_page):
    page = open_page("about/", address=serve(hostile))
    assert "<script>window.struck=5</script>" in page.content()
    assert page.evaluate("window.struck") is None
    assert any("Content Security Policy" in error for error in page.errors)
    page.errors.clear()


@pytest.mark.browser
def test_a_hostile_record_stays_text_in_search_results(hostile, serve, open_page):
    page = open_page("", address=serve(hostile))
    page.locator("[data-find]").click()
    page.locator(".palette input").fill("onerror")
    page.locator(".palette .why mark").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.struck") is None
    assert page.locator(".palette img[src=x]").count() == 0
    assert "<script>window.struck=1</script>" in page.locator(".palette bdi").all_inner_texts()[0]


def test_scripts_of_a_hostile_record_cannot_end_their_element(hostile):
    text = (hostile / "systems" / "hostile" / "evidence.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("Catalog.receive(").removesuffix(");\n"))
    assert "<script>window.struck=1</script>" in data["claims"]["method"][0]["value"]
    page = (hostile / "catalogue" / "index.html").read_text(encoding="utf-8")
    assert "<script>window.struck" not in page

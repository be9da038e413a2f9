"""What readers take along: references, citations, feeds, cards, embedded views, and what machines find."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from defusedxml import ElementTree

from catalog.drawings.svg import text_width
from catalog.exports.ris import ris_reference
from catalog.pages import compare
from catalog.pages.card import card_script
from catalog.pages.record import RecordView
from catalog.paths import Project
from catalog.site import build
from tests.browsing import laid_out, menu, reload, wrong_in_views


@pytest.mark.browser
def test_ris_of_this_view_holds_exactly_the_rows_of_the_view(open_page, catalog):
    page = open_page("catalogue/?find=qwen")
    slugs = (
        laid_out(page).locator("#table tbody tr:visible").evaluate_all("rows => rows.map((row) => row.dataset.slug)")
    )
    with page.expect_download() as download:
        menu(page, "Export").get_by_role("button", name="RIS of this view").click()
    text = download.value.path().read_bytes().decode()
    assert slugs
    assert text == "".join(ris_reference(catalog, catalog.by_slug[slug]) for slug in slugs)


def test_everything_can_be_had_as_ris(built, catalog):
    text = (built / "data" / "catalogue.ris").read_bytes().decode()
    assert text == "".join(ris_reference(catalog, record) for record in catalog.records)


def test_the_catalogue_is_cited_with_version_and_date(built):
    page = (built / "downloads" / "index.html").read_text(encoding="utf-8")
    for form in ("text", "bibtex", "ris"):
        assert re.search(rf'id="cite-{form}">[^<]*\d{{4}}-\d\d-\d\d', page), form


@pytest.mark.parametrize(
    ("page", "kind"),
    [("", "Dataset"), ("catalogue/", "Dataset"), ("downloads/", "Dataset"), ("systems/salmonn/", "ScholarlyArticle")],
)
def test_finders_are_told_what_a_page_is_about(built, page, kind):
    text = (built / page / "index.html").read_text(encoding="utf-8")
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(match[1])["@type"] == kind
    assert '<meta property="og:title"' in text


def drawn(page, button):
    """The texts of the SVG that a button gives, which is sound, asks for nothing and has every line in its frame."""
    with page.expect_download() as download:
        page.get_by_text("More", exact=True).click()
        page.get_by_role("button", name=button).first.click()
    text = download.value.path().read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"<(script|image|use|style|foreignObject)\b|url\(|\bon\w+=", text)
    return download.value.suggested_filename, ["".join(node.itertext()) for node in root.iter() if node.text]


@pytest.mark.browser
def test_every_system_has_a_card_with_its_main_facts(open_page, catalog):
    name, texts = drawn(open_page("systems/salmonn/"), "Card for a slide")
    record = catalog.by_slug["salmonn"]
    facts = catalog.values(catalog.by_path["released"], record)
    assert name == "salmonn-card.svg"
    assert {"SALMONN", catalog.settings.title, "Released"} <= {*texts}
    assert any(text.startswith(catalog.long(catalog.by_path["released"], facts[0])) for text in texts)
    assert catalog.settings.licences.data in texts[-1]
    assert not {"not reported", "not applicable"} & {*texts}


def sent(script):
    """What a script passes to those of the page."""
    return json.loads(script.removeprefix("Catalog.receive(").removesuffix(");\n"))


def test_a_card_cuts_what_has_no_room_and_says_what_is_uncertain_and_of_which_variant(catalog):
    texts = {}
    frames = sent(card_script(catalog))
    measurements = compare.measurements_of_records(catalog, ())
    for record in catalog.records:
        card = sent(compare.script(RecordView(catalog, record, "../../"), measurements))["card"]
        parts = zip(frames[str(len(card))], [*card, ""], strict=True)
        root = ElementTree.fromstring("".join(before + text for before, text in parts))
        lines = [node for node in root.iter() if node.tag.endswith("}text")]
        for line in lines:
            assert float(line.get("x")) + text_width(line.text, float(line.get("font-size"))) <= 960 - 48
        texts[record.slug] = [line.text for line in lines]
    shown = {text for lines in texts.values() for text in lines}
    assert "trained (Qwen-Audio); frozen (Qwen-Audio-Chat)" in texts["qwen-audio"]
    assert any(text.endswith(" (?)") for text in shown)
    assert any(text.endswith("…") for text in shown)
    assert not {"not reported", "not applicable", "not checked"} & shown


@pytest.mark.browser
def test_the_drawing_of_an_architecture_is_given_as_a_file(open_page):
    name, texts = drawn(open_page("systems/salmonn/"), "Drawing as SVG")
    assert name == "salmonn.svg"
    assert any("text comes out" in text for text in texts)


@pytest.fixture(scope="session")
def with_history(once, copy_survey):
    """A website of a survey under git, in which one record changed once."""
    return Project(once("history", lambda root: build(changed_once(copy_survey, root)))).html


def changed_once(copy_survey, root):
    project = copy_survey(root, ["salmonn", "slam-asr", "ltu-as", "audio-flamingo"])

    def git(*arguments, when="2026-01-02T03:04:05Z"):
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "PATH": "/usr/bin:/bin", "HOME": str(root)}
        settings = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", str(root), *settings, *arguments], check=True, capture_output=True, env=dates)

    git("init", "-q", "-b", "main")
    git("add", "data")
    git("commit", "-q", "-m", "Begin")
    file = project.data / "systems" / "salmonn.yml"
    file.write_text(
        file.read_text(encoding="utf-8") + "\nremark: Heard <b>again</b>.\n"
        if "\nremark:" not in file.read_text(encoding="utf-8")
        else re.sub(r"\nremark: .*", "\nremark: Heard <b>again</b>.", file.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    git("commit", "-q", "-a", "-m", "Hear <i>again</i>", when="2026-05-06T07:08:09Z")
    return project


def test_the_log_of_changes_says_what_changed_in_which_commit(with_history):
    text = (with_history / "changes" / "index.html").read_text(encoding="utf-8")
    assert "6 May 2026" in text
    assert "Hear &lt;i&gt;again&lt;/i&gt;" in text
    assert "<b>again</b>" not in text
    assert 'href="../systems/salmonn/"' in text


def test_a_systems_page_tells_its_history_and_has_a_feed(with_history):
    text = (with_history / "systems" / "salmonn" / "index.html").read_text(encoding="utf-8")
    assert 'id="history"' in text
    assert "2026-05-06" in text
    feed = ElementTree.parse(with_history / "systems" / "salmonn" / "feed.xml").getroot()
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2


def test_entries_of_the_feed_lead_to_their_place_in_the_log(with_history):
    feed = ElementTree.parse(with_history / "feeds" / "changes.xml").getroot()
    log = (with_history / "changes" / "index.html").read_text(encoding="utf-8")
    anchors = [link.get("href").partition("#")[2] for link in feed.iterfind("{*}entry/{*}link")]
    assert len(anchors) == 2
    assert all(f'id="{anchor}"' in log for anchor in anchors)


def test_the_sitemap_has_the_day_each_record_was_committed(with_history):
    text = (with_history / "sitemap.xml").read_text(encoding="utf-8")
    dates = dict(re.findall(r"/systems/([^/<]+)/</loc><lastmod>([^<]+)", text))
    assert dates["salmonn"] == "2026-05-06"
    assert dates["slam-asr"] == "2026-01-02"


def test_a_website_without_git_has_no_log_and_dates_only_the_days_it_keeps(built):
    assert not (built / "changes").exists()
    dated = re.findall(r"<loc>([^<]*)</loc><lastmod>", (built / "sitemap.xml").read_text(encoding="utf-8"))
    assert [page for page in dated if "/as-of/" not in page] == []


@pytest.mark.browser
def test_changes_since_the_last_visit_are_counted_on_the_readers_own_device(open_page, serve, with_history):
    page = open_page("", address=serve(with_history), fresh=True)
    assert not page.locator(".since").is_visible()
    page.evaluate("localStorage.setItem('catalogue:seen', JSON.stringify({active: Date.parse('2026-03-01')}))")
    reload(page)
    assert "1 change since your last visit on 1 March 2026" in page.locator(".since").inner_text()
    page.get_by_role("button", name="Forget my visit").click()
    assert page.evaluate("localStorage.getItem('catalogue:seen')") is None
    assert page.context.cookies() == []


@pytest.mark.browser
def test_an_embedded_view_has_no_chrome_and_says_where_it_is_from(open_page):
    page = open_page("catalogue/?find=qwen&embed=1")
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".md-footer").is_visible()
    assert page.locator("#ignored").is_hidden()
    assert page.locator(".credit a").get_attribute("href").endswith("/catalogue/?find=qwen")


@pytest.mark.browser
def test_the_embed_page_writes_a_line_whose_frame_takes_the_height_of_its_content(open_page, site):
    page = open_page(f"embed/?of={site}systems/salmonn/".replace(":", "%3A", 1))
    line = page.locator("#frame-line").input_value()
    assert f'src="{site}systems/salmonn/?embed=1"' in line
    page.wait_for_function("() => document.getElementById('frame-preview').height > 1500")
    page.locator("[name=of]").fill("https://example.org/")
    page.locator("[name=height]").focus()
    assert "Only pages below" in page.locator("#frame-told").inner_text()
    assert page.locator("#frame-line").input_value() == ""


@pytest.mark.browser
@pytest.mark.parametrize("path", ["changes/", "systems/slam-asr/"])
def test_pages_with_history_are_sound_in_every_view(open_page, serve, with_history, path):
    assert wrong_in_views(open_page(path, address=serve(with_history))) == []

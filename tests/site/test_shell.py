"""Pages stamped into shells: what is searched, where headings lead, and what a changed theme would say."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader

from catalog.errors import SetupError
from catalog.pages.render import LISTED, SitePage, environment, render_page
from catalog.site import index
from catalog.site.links import Links, check_links
from catalog.site.shell import cut, stub

TEXTS = {"zqsitezq": "Site", "zqsurveyzq": "About", "zqrightszq": "CC"}
BUILT = """\
<head><meta charset="utf-8">
<title>zqtitlezq - zqsitezq</title><meta name="description" content="zqaboutzq">
<meta property="og:type" content="website">
<script>theme()</script></head>
<body><ul><li><a href="#zqitemidentzq">zqitemzq</a></li></ul>
<h1 id="zqidentzq">zqtitlezq</h1>
<h2 id="zqitemidentzq">zqitemzq</h2>
<p>zqcontentzq</p></body>
"""


class Named:
    name = "New"


@pytest.fixture
def rendered(project):
    def render(template, title="Title", **page):
        templates = environment(project)
        templates.loader = DictLoader({"x.jinja": template})
        page = SitePage("x", title, "About & more", {}, layout=LISTED, **page)
        return page, render_page(templates, page)

    return render


def test_a_page_is_its_shell_with_title_headings_and_content(rendered):
    page, content = rendered('{{ "A & B"|h2 }}<p>one</p>{{ "A & B"|h2 }}{{ "Named"|h2("own") }}', "<Title>")
    html = cut(BUILT, "", LISTED, TEXTS).page(page, content, "x")
    assert "<title>&lt;Title&gt; - Site</title>" in html
    assert 'content="About &amp; more"' in html
    assert '<a href="#a-b">A &amp; B</a></li><li><a href="#a-b_1">A &amp; B</a></li><li><a href="#own">' in html
    assert '<h1 id="title">&lt;Title&gt;</h1>' in html
    assert "<p>one</p>" in html
    assert "zq" not in html


def test_the_policy_allows_the_theme_s_scripts_and_none_that_comes_with_content(rendered):
    page, content = rendered("<script>struck()</script>")
    shell = cut(BUILT, "", LISTED, TEXTS | {"zqsitezq": "<script>struck()</script>"})
    assert shell.page(page, content, "x").count("sha256-") == 1


def test_a_page_that_moved_leads_to_the_new_address_and_names_it_as_canonical(project):
    built = BUILT.replace("</head>", '<link rel="canonical" href="https://example.org/zqazq/zqazq/"></head>')
    page = SitePage("moved", "Old has moved", "", {"record": Named(), "url": "../new/"}, LISTED, moved_to="systems/new")
    html = cut(built, "zqazq/zqazq", LISTED, TEXTS).page(page, render_page(environment(project), page), "systems/old")
    head, _, body = html.partition("</head>")
    assert '<meta http-equiv="refresh" content="0; url=../new/">' in head
    assert '<link rel="canonical" href="https://example.org/systems/new/">' in head
    assert '<a href="../new/"><bdi>New</bdi></a>' in body


def test_a_title_may_be_called_as_a_placeholder(rendered):
    page, content = rendered("<p>text</p>", "zqcontentzq")
    assert cut(BUILT, "", LISTED, TEXTS).page(page, content, "x").count("<p>text</p>") == 1


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("<p>zqcontentzq</p>", "", "content"),
        ("<li><a href", "<p><a href", "table of contents"),
        ("website", "article", "type for other sites"),
        ('content="zqaboutzq"', "", "description"),
        ('id="zqidentzq"', "", "heading"),
        ("</body>", "zqnewzq</body>", "page"),
    ],
)
def test_a_theme_that_changed_says_what_has_no_place(old, new, place):
    with pytest.raises(SetupError, match=f"no place, or a second one, for: {place}"):
        cut(BUILT.replace(old, new), "", LISTED, TEXTS)


def test_a_stub_names_the_scripts_and_hidden_columns_of_its_layout():
    text = stub(LISTED)
    assert 'hide: ["navigation"]' in text
    assert "## zqitemzq {#zqitemidentzq}" in text


def test_the_search_reads_what_is_marked_under_the_heading_it_stands_under(rendered):
    page, content = rendered(
        "{% filter searched %}<p>one &lt;</p><p>two</p>{% endfilter %}<p>not</p>"
        '{{ "Part"|h2 }}{% filter searched %}<b>three</b>{% endfilter %}'
    )
    docs = index.entry("a/b", page, content).docs
    assert docs == [
        {"location": "a/b/", "title": "Title", "text": "one <\ntwo"},
        {"location": "a/b/#part", "title": "Part", "text": "three"},
    ]
    page, content = rendered("{% filter searched %}x{% endfilter %}", searchable=False)
    assert index.entry("a", page, content).docs == ()


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("", True),
        ("#here", True),
        ("#nowhere", False),
        ("../../c/?a=b:c#there", True),
        ("../../c/#nowhere", False),
        ("../x.js", True),
        ("../y.js", False),
        ("../../", True),
        ("../../../", False),
        ("https://example.org/#x", True),
        ("mailto:a@example.org", True),
    ],
)
def test_an_address_within_the_website_that_leads_nowhere_stops_the_build(address, leads, tmp_path):
    links = Links()
    links.add("a/b", f'<p id="here"><a href="{address}">x</a>')
    links.add("c", '<p id="there">')
    links.add("", "<p>")
    if leads:
        check_links(links, {"", "a/b", "c", "a/x.js"}, tmp_path)
    else:
        with pytest.raises(SetupError, match="a/b links to"):
            check_links(links, {"", "a/b", "c", "a/x.js"}, tmp_path)

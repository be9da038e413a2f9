from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalog.importing.cells import values as cells
from catalog.importing.cells.inline import read_inline
from catalog.importing.cells.signs import says_nothing
from catalog.importing.cells.values import CellValue
from catalog.model.columns import columns
from catalog.values import Amount, Bound, When
from tests.importing.lighthouses import Lighthouse, Office

COLUMNS = {column.path: column for column in columns(Lighthouse)}
OFFICES = {
    "offices": {
        "nlb": Office(name="Northern Lighthouse Board", meaning="Scotland.", aliases=("NLB Edinburgh",)),
        "trinity": Office(name="Trinity House", meaning="England and Wales."),
    }
}


def read(path, text):
    return cells.read_cell(COLUMNS[path], text, OFFICES)


def refused(path, text):
    with pytest.raises(PydanticCustomError) as caught:
        read(path, text)
    return caught.value.context["message"]


@given(st.sampled_from(sorted(COLUMNS)), st.text())
def test_any_text_is_read_or_refused_with_a_sentence(path, text):
    try:
        said = read(path, text)
    except PydanticCustomError as error:
        assert error.context["message"]  # noqa: PT017
    else:
        shown = cells.without_doubt(read_inline(text).text)[0]
        assert said.value is not None or said.blank or says_nothing(shown) or not shown


likely = st.lists(
    st.sampled_from(
        ["50", "7.7", ",", "K", "+", "~", "million", "hours", "(?)", " ", "2024", "/", "-", "May", "[", "](", ")"]
    ),
    max_size=8,
).map("".join)


@given(st.sampled_from(sorted(COLUMNS)), likely)
def test_text_that_almost_means_something_is_no_traceback_either(path, text):
    try:
        read(path, text)
    except PydanticCustomError as error:
        assert error.context["message"]  # noqa: PT017


SCALES = {"": 1, "K": 10**3, "M": 10**6, "thousand": 10**3, "million": 10**6, "billion": 10**9}
BEFORE = {"": Bound.EXACT, "~": Bound.ABOUT, "about ": Bound.ABOUT, "over ": Bound.AT_LEAST, "up to ": Bound.AT_MOST}


@given(
    figure=st.decimals(0, 9999, places=1),
    before=st.sampled_from(sorted(BEFORE)),
    scale=st.sampled_from(sorted(SCALES)),
    plus=st.booleans(),
    unit=st.sampled_from(["", " hours", " h", " hrs"]),
    note=st.sampled_from(["", "high-quality", "train + dev"]),
)
def test_an_amount_in_words_reads_as_the_number_it_names(figure, before, scale, plus, unit, note):
    plus = plus and not before
    space = " " if len(scale) > 1 else ""
    text = f"{before}{figure}{'+' if plus else ''}{space}{scale}{unit}{f' ({note})' if note else ''}"
    if plus and len(scale) == 1:
        text = text.replace(f"+{scale}", f"{scale}+")
    bound = Bound.AT_LEAST if plus else BEFORE[before]
    assert read("tower.burning", text) == CellValue(Amount(float(figure * SCALES[scale]), bound), note=note)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("960 hours", CellValue(Amount(960))),
        ("50K+ hours", CellValue(Amount(50_000, Bound.AT_LEAST))),
        ("7.7+ million hours", CellValue(Amount(7_700_000, Bound.AT_LEAST))),
        ("10+ million hours", CellValue(Amount(10_000_000, Bound.AT_LEAST))),
        ("81K hours (high-quality)", CellValue(Amount(81_000), note="high-quality")),
        ("1.2K hours", CellValue(Amount(1200))),
        ("3,000 h", CellValue(Amount(3000))),
        ("53K hours (?)", CellValue(Amount(53_000), certain=False)),
        ("7.7 M hours", CellValue(Amount(7_700_000))),
        ("more than 2 thousand", CellValue(Amount(2000, Bound.AT_LEAST))),
    ],
)
def test_phrases_of_the_original_table_and_its_like_are_amounts(text, said):
    assert read("tower.burning", text) == said


def test_a_unit_is_the_fields_own_before_it_is_a_scale():
    assert read("tower.height", "36 m") == read("tower.height", "36m") == CellValue(Amount(36))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("81K minutes", "found the unit 'minutes'; the field's own is hours"),
        ("30m", "found the unit 'm'; the field's own is hours"),
        ("30 m", "found the unit 'm'; the field's own is hours"),
        ("5K million hours", "found '5K million hours' with two scales"),
        ("10³ hours", "found '10³ hours' where a number belongs"),
        ("10-20K hours", "found '10-20K hours' where a number belongs"),
        ("some hours", "found 'some hours' where a number belongs"),
        ("~5K+", "found '~5K+' with two bounds"),
        ("1,2,3 hours", "found '1,2,3' where a number belongs"),
    ],
)
def test_amounts_that_could_mean_two_things_are_refused(text, message):
    assert refused("tower.burning", text) == message


@given(
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    st.sampled_from(["{0.year}/{0.month}/{0.day}", "{0:%Y-%m-%d}", "{0.year}.{0.month}.{0.day}"]),
)
def test_a_date_in_figures_reads_as_that_day(day, form):
    assert read("lit", form.format(day)).value == When(day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2024/2/13", When(2024, 2, 13)),
        ("2024-02", When(2024, 2)),
        ("2024", When(2024)),
        ("13 February 2024", When(2024, 2, 13)),
        ("Feb. 13, 2024", When(2024, 2, 13)),
        ("1st May 2024", When(2024, 5, 1)),
        ("Sept 2024", When(2024, 9)),
    ],
)
def test_dates_in_figures_and_words_are_dates(text, when):
    assert read("lit", text).value == when


@pytest.mark.parametrize(
    "text", ["3/2/2024", "2024/2-13", "2024/13/1", "2024/2/30", "20240213", "Mayor 2024", "Decision 2024"]
)
def test_dates_that_are_none_are_refused(text):
    assert refused("lit", text)


@pytest.mark.parametrize(
    ("text", "url", "certain"),
    [
        ("[Code](https://example.org/a)", "https://example.org/a", True),
        ("[Code ?](https://example.org/a)", "https://example.org/a", False),
        ("[Code](https://example.org/a) (?)", "https://example.org/a", False),
        ("https://example.org/a?", "https://example.org/a?", True),
        ("<https://example.org/a>", "https://example.org/a", True),
        ("[x](https://example.org/a_(b)?q=1)", "https://example.org/a_(b)?q=1", True),
        ('[x](https://example.org/a "title")', "https://example.org/a", True),
    ],
)
def test_a_link_gives_its_address_and_the_doubt_in_its_label(text, url, certain):
    assert read("page", text) == CellValue(url, certain=certain)


@given(st.from_regex(r"https://[a-z]{1,8}\.org(/[a-zA-Z0-9._~-]{1,6}){0,3}", fullmatch=True))
def test_an_address_reads_the_same_alone_and_as_a_markdown_link(url):
    assert read("page", url) == read("page", f"[label]({url})") == CellValue(url)
    assert read("pictures", f"[one]({url}), [two]({url}/2)") == CellValue((url, f"{url}/2"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[URL]()", "found a link without an address"),
        ("[a](https://e.org) [b](https://f.org)", "found two addresses where one belongs"),
        ("[a](javascript:alert(1))", "found javascript: where an http or https address belongs"),
        ("×", "found '×' where an http or https address belongs"),
    ],
)
def test_what_is_no_single_web_address_is_refused(text, message):
    assert refused("page", text) == message


@pytest.mark.parametrize(
    "text",
    [
        "[Link](https://arxiv.org/pdf/2405.08295?)",
        "https://arxiv.org/abs/2405.08295v2",
        "arXiv:2405.08295",
        "2405.08295",
        "https://www.arxiv.org/pdf/2405.08295v1.pdf",
    ],
)
def test_every_way_to_name_a_paper_on_arxiv_gives_its_identifier(text):
    assert read("study", text) == CellValue("2405.08295")


def test_a_paper_elsewhere_is_no_arxiv_identifier():
    assert refused("study", "https://example.org/2405.08295") == (
        "found 'https://example.org/2405.08295', which is not a paper on arXiv"
    )


@pytest.mark.parametrize(
    ("text", "bare", "certain"),
    [
        ("oil (?)", "oil", False),
        ("oil(?)", "oil", False),
        ("oil ?", "oil", False),
        ("oil?", "oil?", True),
        ("Is this oil?", "Is this oil?", True),
        ("(?) oil", "(?) oil", True),
        ("(?)", "", False),
    ],
)
def test_doubt_is_a_mark_set_off_at_the_end(text, bare, certain):
    assert cells.without_doubt(text) == (bare, certain)


@given(st.text(max_size=20), st.sampled_from(["(?)", "?"]))
def test_a_mark_of_doubt_put_behind_any_text_is_taken_off_again(text, mark):
    assert cells.without_doubt(f"{text} {mark}") == (text.rstrip(), False)


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("√", True), ("No", False), ("×", False), ("✗", False)])
def test_ticks_and_crosses_are_yes_and_no(text, value):
    assert read("automatic", text) == CellValue(value)


def test_a_plain_x_is_refused_because_some_tick_with_it():
    assert refused("automatic", "x") == "found 'x' where yes or no belongs"


def test_words_of_lists_are_found_whatever_their_capitals():
    assert read("lenses.lamp", "Electric (?)") == CellValue("electric", certain=False)
    assert read("offices", "TRINITY house; NLB Edinburgh") == CellValue(("trinity", "nlb"))
    assert refused("offices", "Trinity House 2") == "found 'Trinity House 2', which is not in data/offices.yml"


@pytest.mark.parametrize(
    "text",
    [
        "Trinity-House\nNLB_Edinburgh",
        "- trinity\n- nlb",
        "TRINITY HOUSE; nlb",
        "\u2022 Trinity House\n\u2022 NLB edinburgh",
    ],
)
def test_lines_of_a_cell_are_values_of_a_list(text):
    assert read("offices", text) == CellValue(("trinity", "nlb"))


def test_lines_of_a_cell_that_break_one_value_are_that_value():
    assert read("tower.stone", "pink\ngranite") == CellValue("pink granite")
    assert read("offices", "Trinity House") == CellValue(("trinity",))


def test_two_lines_are_never_joined_to_a_word_that_is_none_of_them():
    assert refused("lenses.lamp", "oil\ngas") == "found 2 lines where one value belongs: 'oil', 'gas'"


def test_what_is_written_beside_a_link_is_a_note():
    assert read("page", "[a](https://e.org) from May") == CellValue("https://e.org", note="from May")


@pytest.mark.parametrize(
    ("text", "visible", "links"),
    [
        ("[DAC (Kumar et al., 2023)](https://e.org/a)", "DAC (Kumar et al., 2023)", ["https://e.org/a"]),
        ("**[DAC](https://e.org/a)** (2023)", "DAC (2023)", ["https://e.org/a"]),
        ("![logo](https://e.org/l.png) [**DAC**](https://e.org/a)", "DAC", ["https://e.org/a"]),
        ('<a href="https://e.org/a">DAC</a> <b>2</b><!-- old -->', "DAC 2", ["https://e.org/a"]),
        ("[DAC](https://e.org/a_(b))[^1]", "DAC", ["https://e.org/a_(b)"]),
        ("DAC :star: :tada:", "DAC", []),
        ("DAC :white_check_mark:", "DAC ✅", []),
        ("DAC&nbsp;&amp; Co", "DAC & Co", []),
        ("DAC<br>(2023)", "DAC (2023)", []),
        ("DAC\n(2023)", "DAC (2023)", []),
        ("wav2vec_2.0_base", "wav2vec_2.0_base", []),
        ("https://e.org/_a_", "https://e.org/_a_", []),
        ("`a*b*`", "a*b*", []),
        ("A* [sic]", "A* [sic]", []),
        ("", "", []),
    ],
)
def test_a_name_is_what_a_reader_sees_and_its_links_are_told_apart(text, visible, links):
    content = read_inline(text)
    assert (content.line, [link.url for link in content.links]) == (visible, links)


@given(st.text(max_size=60) | st.text("[]()<>a!*`^ \nhref=/", max_size=60))
def test_any_text_has_a_visible_form_and_links_stand_where_they_say(text):
    for markup in ("markdown", "plain"):
        content = read_inline(text, markup)
        assert "\n" not in content.line
        for link in content.links:
            assert " ".join(content.text[link.start : link.end].split()) == link.label


def test_plain_text_keeps_its_stars_and_knows_links_all_the_same():
    content = read_inline("2 * 3 * 4 [a_b_](https://e.org/x)", "plain")
    assert (content.line, content.links[0].url) == ("2 * 3 * 4 a_b_", "https://e.org/x")

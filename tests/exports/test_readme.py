"""Records in somebody's Markdown file, between two comments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from catalog.catalog import Catalog
from catalog.errors import DataError
from catalog.exports import export_formats
from catalog.exports.readme import insert
from catalog.paths import Project
from tests.conftest import ROOT, Command
from tests.exports.conftest import Make

FILE = Path("README.md")
BEGIN, END = "<!-- catalog:begin -->\n", "<!-- catalog:end -->\n"


def problem(make: Make, text: str) -> tuple[str, str, str]:
    with pytest.raises(DataError) as error:
        insert(make({"slug": "heron"}), FILE, text)
    (found,) = error.value.problems
    return found.location, found.message, found.hint


def test_the_table_stands_between_the_comments_and_all_else_stays(make: Make) -> None:
    catalog = make({"slug": "heron", "released": "2024-02"})
    text = insert(catalog, FILE, f"# Birds\n\n{BEGIN}old\n{END}\nThe end")
    assert text.splitlines() == [
        "# Birds",
        "",
        "<!-- catalog:begin -->",
        "",
        "| Record | Released | Speech encoder |",
        "| --- | --- | --- |",
        "| **HERON** | 2024-02 |  |",
        "",
        "<!-- catalog:end -->",
        "",
        "The end",
    ]
    assert insert(catalog, FILE, text) == text


def test_names_lead_to_the_pages_of_a_website_with_an_address(make: Make, small_survey: Project) -> None:
    with small_survey.settings.open("a", encoding="utf-8") as file:
        file.write("address: https://example.org/birds/\n")
    text = insert(make({"slug": "heron"}), FILE, BEGIN + END)
    assert "| [HERON](https://example.org/birds/systems/heron/) |" in text


def test_the_comment_chooses_the_columns(make: Make) -> None:
    catalog = make({"slug": "heron", "hours": {"asr": "50K+"}, "released": 2024})
    text = insert(catalog, FILE, f"<!-- catalog:begin columns=hours.asr,released -->\n{END}")
    assert text.splitlines()[2:5] == [
        "| Record | ASR hours | Released |",
        "| --- | --- | --- |",
        "| **HERON** | ≥ 50K hours | 2024 |",
    ]


def test_sections_have_a_heading_for_each_value_and_each_kind_of_blank(make: Make) -> None:
    catalog = make(
        {"slug": "heron", "released": "2024-02", "hours": {"asr": 960}},
        {"slug": "ibis", "released": "not reported"},
        {"slug": "stork"},
        {"slug": "egret", "released": 2023},
    )
    text = insert(catalog, FILE, f"<!-- catalog:begin sections=released columns=hours.asr -->\n{END}")
    assert [line for line in text.splitlines() if line][1:-1] == [
        "### 2023",
        "- **EGRET**",
        "### 2024",
        "- **HERON**: ASR hours: 960 hours",
        "### Not reported",
        "- **IBIS**",
        "### Not checked",
        "- **STORK**",
    ]


def test_a_record_stands_under_each_of_its_values(make: Make) -> None:
    catalog = make({"slug": "heron", "encoders": [{"name": "wavlm-large"}, {"name": "whisper-large-v2"}]})
    text = insert(catalog, FILE, f"<!-- catalog:begin sections=encoders.name -->\n{END}")
    assert [line for line in text.splitlines() if line.startswith(("#", "-"))] == [
        "### WavLM Large",
        "- **HERON**",
        "### Whisper large-v2",
        "- **HERON**",
    ]


def headings(text: str) -> list[str]:
    return [line.removeprefix("### ") for line in text.splitlines() if line.startswith("#")]


def test_headings_keep_names_as_they_are_and_give_capitals_to_words_of_lists(make: Make, small_survey: Project) -> None:
    file = small_survey.data / "encoders.yml"
    file.write_text(
        file.read_text(encoding="utf-8") + "mhubert: {name: mHuBERT, meaning: An encoder.}\n", encoding="utf-8"
    )
    catalog = make(
        {"slug": "heron", "encoders": [{"name": "mhubert"}], "asr_only": True, "code": {"repository": "https://a.org"}},
        {"slug": "ibis", "encoders": [{"name": "wavlm-large"}], "asr_only": False, "llm_input": "continuous"},
    )
    for field, expected in {
        "encoders.name": ["mHuBERT", "WavLM Large"],
        "code.repository": ["https://a.org", "Not checked"],
        "asr_only": ["Yes", "No"],
        "llm_input": ["Continuous", "Not checked"],
    }.items():
        assert headings(insert(catalog, FILE, f"<!-- catalog:begin sections={field} -->\n{END}")) == expected


def test_headings_of_numbers_are_in_the_order_of_size_and_have_their_unit(make: Make) -> None:
    hours = {
        "heron": 1_756,
        "ibis": "100K",
        "stork": "1.96K",
        "egret": "not reported",
        "crane": "100K+",
        "grebe": 1_756,
    }
    catalog = make(*({"slug": slug, "hours": {"asr": value}} for slug, value in hours.items()))
    text = insert(catalog, FILE, f"<!-- catalog:begin sections=hours.asr columns=released -->\n{END}")
    assert headings(text) == ["1,756 hours", "1.96K hours", "100K hours", "≥ 100K hours", "Not reported"]
    assert text.index("### 1,756") < text.index("GREBE") < text.index("### 1.96K")


def test_line_ends_and_a_missing_last_one_are_those_of_the_file(make: Make) -> None:
    written = f"\ufeffA\r\n{BEGIN.strip()}\r\n{END.strip()}\r\n\x0bZ\u2028 \t"
    text = insert(make({"slug": "heron"}), FILE, written)
    assert text.startswith(f"\ufeffA\r\n{BEGIN.strip()}\r\n\r\n| Record |")
    assert text.endswith(f" |\r\n\r\n{END.strip()}\r\n\x0bZ\u2028 \t")
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    "name", ["--> <!-- catalog:end -->", "1. one", "- dash", "# head", "**bold**", "a\nb", "a | b"]
)
@pytest.mark.parametrize("option", ["", "sections=released "])
def test_a_hostile_name_is_plain_text(make: Make, name: str, option: str) -> None:
    catalog = make({"slug": "heron", "name": name})
    text = insert(catalog, FILE, f"<!-- catalog:begin {option}-->\n{END}")
    assert insert(catalog, FILE, text) == text
    page = MarkdownIt("commonmark").enable("table").render(text)
    shown = " ".join(name.split()).replace("<", "&lt;").replace(">", "&gt;")
    assert f"<strong>{shown}</strong>" in page


def test_a_file_without_comments_or_with_half_of_them_is_refused(make: Make) -> None:
    assert problem(make, "# Birds\n")[:2] == ("README.md", "no comments say where the records belong")
    assert problem(make, f"# Birds\n{BEGIN}")[:2] == ("README.md:2:1", "`catalog:begin` without `catalog:end`")
    assert problem(make, END + BEGIN)[:2] == (
        "README.md:1:1",
        "found `catalog:end` where `catalog:begin` belongs",
    )
    assert problem(make, BEGIN + BEGIN + END)[:2] == (
        "README.md:2:1",
        "found `catalog:begin` where `catalog:end` belongs",
    )
    assert problem(make, BEGIN + END + BEGIN + END)[:2] == ("README.md:3:1", "a file has these comments once")


def test_comments_in_a_sentence_or_a_block_of_code_do_not_count(make: Make) -> None:
    text = f"Write `{BEGIN.strip()}` or {END.strip()}.\n\n    {BEGIN}"
    assert problem(make, text)[1] == "no comments say where the records belong"


FENCED = (
    "```\n{}```\n",
    "~~~ html\n```\n{}~~~~ \n",
    "````markdown\n```\n{}```\n{}````\n",
    "```\r\n{}```\r\n",
    "```\n~~~\n{}``` no end\n{}```\n",
    "1. Write\n\n   ```\n   {}   ```\n",
    "- ```\n  {}  ```\n",
    "10. ~~~\n    {}    ~~~\n",
    "   ~~~\n{}    ~~~\n{}~~~\n",
)


@pytest.mark.parametrize("block", FENCED)
def test_comments_in_a_fenced_block_of_code_do_not_count(make: Make, block: str) -> None:
    block = block.replace("{}", BEGIN)
    text = insert(make({"slug": "heron"}), FILE, f"{block}\n{BEGIN}{END}\n{block}")
    assert text.startswith(f"{block}\n{BEGIN}\n| Record |")
    assert text.endswith(f"|\n\n{END}\n{block}")
    codes = [token.content for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]
    assert [code.count("catalog:begin") for code in codes] == [block.count("catalog:begin")] * 2


def test_a_fence_that_is_none_hides_nothing_and_one_without_end_all_below(make: Make) -> None:
    catalog = make({"slug": "heron"})
    for line in ("``` a ` b\n", "``\n", "    ```\n", "Use ``` here\n", "```\n```\n"):
        assert "| **HERON** |" in insert(catalog, FILE, f"{line}\n{BEGIN}{END}")
    assert problem(make, f"```\n{BEGIN}{END}")[1] == "no comments say where the records belong"


def test_an_unknown_field_or_option_is_named_with_the_nearest(make: Make) -> None:
    location, message, hint = problem(make, f"\n<!-- catalog:begin columns=released,relesed -->\n{END}")
    assert (location, message) == ("README.md:2:1", "found 'relesed', which is not a field")
    assert "`released`" in hint
    assert (
        problem(make, f"<!-- catalog:begin sections=nothing -->\n{END}")[1] == "found 'nothing', which is not a field"
    )
    _, message, hint = problem(make, f"<!-- catalog:begin column=released -->\n{END}")
    assert message == "found 'column=released' where an option belongs"
    assert "`columns`" in hint


def test_several_fields_for_the_sections_or_a_comma_at_an_end_are_refused(make: Make) -> None:
    assert problem(make, f"<!-- catalog:begin sections=released,hours.asr -->\n{END}") == (
        "README.md:1:1",
        "found 'sections=released,hours.asr', but only one field gives the sections",
        "keep one of them",
    )
    for option in ("columns=released,", "columns=,released", "columns=released,,hours.asr", "sections=released,"):
        for following in ("", " hours.asr"):
            _, message, hint = problem(make, f"<!-- catalog:begin {option}{following} -->\n{END}")
            assert message == f"found '{option}', a comma without a field on each side"
            assert hint == "put no blanks around commas"


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_comments_that_the_documents_show_are_understood(catalog: Catalog, document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    (begin,) = re.findall(r"^ {4,}(<!-- catalog:begin .+ -->)$", text, re.MULTILINE)
    assert "[SLAM-ASR](https://" in insert(catalog, FILE, f"{begin}\n{END}")
    with pytest.raises(DataError, match="no comments say"):
        insert(catalog, FILE, text)


def test_check_tells_by_its_exit_status_whether_the_file_is_up_to_date(small_survey: Project, command: Command) -> None:
    survey = ("--survey", str(small_survey.root))
    file = small_survey.root / "LIST.md"
    file.write_text(f"{BEGIN}{END}", encoding="utf-8")
    stale = command("export", "readme", "--output", file, "--check", *survey)
    assert (stale.returncode, file.read_text(encoding="utf-8")) == (1, BEGIN + END)
    assert "is not up to date; run `catalog export readme --output" in stale.stderr
    assert command("export", "readme", "--output", file, *survey).returncode == 0
    assert "Whole ASR" in file.read_text(encoding="utf-8")
    fresh = command("export", "readme", "--output", file, "--check", *survey)
    assert (fresh.returncode, fresh.stdout) == (0, "")
    assert command("export", "readme", *survey).stdout == file.read_text(encoding="utf-8")


def test_what_cannot_be_read_or_has_no_place_is_a_sentence(small_survey: Project, command: Command) -> None:
    survey = ("--survey", str(small_survey.root))
    file = small_survey.root / "LIST.md"
    missing = command("export", "readme", "--output", file, *survey)
    assert missing.returncode == 3
    assert "there is no such file" in missing.stderr
    file.write_bytes(BEGIN.encode() + b"\xff\n" + END.encode())
    assert "it is not UTF-8" in command("export", "readme", "--output", file, *survey).stderr
    file.write_text("# Birds\n", encoding="utf-8")
    none = command("export", "readme", "--output", file, *survey)
    assert (none.returncode, file.read_text(encoding="utf-8")) == (1, "# Birds\n")
    assert "LIST.md: error: no comments say where the records belong" in none.stderr
    assert "run `catalog export readme` again" in none.stderr
    unnamed = command("export", "readme", "--check", *survey)
    assert (unnamed.returncode, "--check needs --output FILE" in unnamed.stderr) == (2, True)


def test_it_is_no_file_of_the_website() -> None:
    assert [export.name for export in export_formats().values() if export.insert] == ["readme"]

"""Tables as people make them: what must come out of each, and what must be told, so that nothing is lost in silence."""

# ruff: noqa: E501, RUF001 - tables and messages stand as they are

from dataclasses import dataclass

import pytest

from catalog.importing.write import write_records
from catalog.rules import check
from tests.importing.surveys import make


@dataclass(frozen=True)
class Nasty:
    """A table, the records that it gives (slug, then path and value; in brackets what else is said), and what is told.

    Of long values the beginning and the length are compared.
    """

    title: str
    ending: str
    text: str
    rows: dict[str, dict[str, str]]
    told: list[str]


TABLES = [
    Nasty(
        "linked names",
        "md",
        """\
| Name | Licence |
| - | - |
| [Alpha](https://e.org/a) | MIT |
| **[Beta](https://e.org/b)** | [Apache 2.0](https://e.org/l) |
| <a href="https://e.org/c">Gamma</a> | Own |
""",
        {
            "alpha": {"name": "Alpha", "link": "[Alpha](https://e.org/a)", "licence": "MIT"},
            "beta": {"name": "Beta", "link": "[Beta](https://e.org/b)", "licence": "Apache-2.0 [https://e.org/l]"},
            "gamma": {"name": "Gamma", "link": "[Gamma](https://e.org/c)", "licence": "Own"},
        },
        [],
    ),
    Nasty(
        "evidence",
        "md",
        """\
| Name | Context | Size (B) |
| - | - | - |
| a | [2048](https://e.org/a) | 7 |
| b | [4096](https://e.org/b) [docs](https://f.org/b) | 0.5 - 13 |
| c | 84k (ALiBi) | 3, 7, 12 |
""",
        {
            "a": {"name": "a", "context": "2048 [https://e.org/a]", "size": "7"},
            "b": {"name": "b", "context": "4096 [https://e.org/b, docs Also: https://f.org/b]", "size": "0.5 to 13"},
            "c": {"name": "c", "context": "84000 [ALiBi]", "size": "3; 7; 12"},
        },
        [],
    ),
    Nasty(
        "signs",
        "md",
        """\
| Name | Free | Fast |
| - | - | - |
| a | ✅ | :white_check_mark: |
| b | ❌ | :x: |
| c | ✔️ since 2.0 | no |
| d | ✖ | Yes (beta) |
""",
        {
            "a": {"name": "a", "free": "yes", "fast": "yes"},
            "b": {"name": "b", "free": "no", "fast": "no"},
            "c": {"name": "c", "free": "yes [since 2.0]", "fast": "no"},
            "d": {"name": "d", "free": "no", "fast": "yes [beta]"},
        },
        [],
    ),
    Nasty(
        "partly",
        "md",
        """\
| Name | Free |
| - | - |
| a | 🟢 |
| b | 🟡 |
| c | 🔴 |
| d | ⚠️ paid parts |
""",
        {
            "a": {"name": "a", "free": "yes"},
            "b": {"name": "b", "free": "partly"},
            "c": {"name": "c", "free": "no"},
            "d": {"name": "d", "free": "partly [paid parts]"},
        },
        [],
    ),
    Nasty(
        "open",
        "md",
        """\
| Name | Size | Maker |
| - | - | - |
| a | 5 | N/A |
| b | - | n/a |
| c | ? | TBD |
| d | unknown | — |
| e | not reported | not applicable |
| f | none given | Acme |
""",
        {
            "a": {"name": "a", "size": "5"},
            "b": {"name": "b"},
            "c": {"name": "c"},
            "d": {"name": "d"},
            "e": {"name": "e", "size": "not reported", "maker": "not applicable"},
            "f": {"name": "f", "maker": "Acme"},
        },
        ["t.md:1:17: notice: the column 'Maker' has `N/A` or the like 2 times, which is read as not checked"],
    ),
    Nasty(
        "short rows",
        "md",
        """\
| Name | Size | Maker |
| - | - | - |
| a | 5 |
| b | 6 | Acme | more |
| c |
""",
        {"a": {"name": "a", "size": "5"}, "b": {"name": "b", "size": "6", "maker": "Acme"}, "c": {"name": "c"}},
        [
            "t.md:3:7: notice: 2 rows have fewer cells than the header's 3 (lines 3, 5); the last ones are taken for empty",
            "t.md:4:18: error: the row has 4 cells and the header has 3; 'more' is not read",
        ],
    ),
    Nasty(
        "no name",
        "md",
        """\
| Name | Maker |
| - | - |
|  | Acme |
| -- | |
| ? | 12 |
""",
        {
            "acme": {"name": "Acme", "maker": "Acme"},
            "row-2": {"name": "Row 2"},
            "row-3": {"name": "Row 3", "maker": "12"},
        },
        [
            "t.md:3:2: warning: the row has no name and is called 'Acme'",
            "t.md:4:3: warning: the row has no name and is called 'Row 2'",
            "t.md:5:3: warning: the row has no name and is called 'Row 3'",
        ],
    ),
    Nasty(
        "equal",
        "md",
        """\
| Name | Size |
| - | - |
| Go | 1 |
| go! | 2 |
| Go | 3 |
| C | 4 |
| C++ | 5 |
| C# | 6 |
""",
        {
            "go": {"name": "Go", "size": "1"},
            "go-3": {"name": "go!", "size": "2"},
            "go-2": {"name": "Go (2)", "size": "3"},
            "c": {"name": "C", "size": "4"},
            "c-plus-plus": {"name": "C++", "size": "5"},
            "c-sharp": {"name": "C#", "size": "6"},
        },
        [
            "t.md:4:3: warning: the slug `go` is taken; the record is `go-3`",
            "t.md:5:3: warning: an earlier row is called 'Go' too; this one is called 'Go (2)'",
            "t.md:7:3: warning: the slug `c` is taken; the record is `c-plus-plus`",
            "t.md:8:3: warning: the slug `c` is taken; the record is `c-sharp`",
        ],
    ),
    Nasty(
        "scripts",
        "md",
        """\
| Name | Size |
| - | - |
| Москва | 1 |
| Αθήνα | 2 |
| 서울 | 3 |
| 東京 | 4 |
| とうきょう | 5 |
| Łódź | 6 |
| 🚀 | 7 |
""",
        {
            "moskva": {"name": "Москва", "size": "1"},
            "athina": {"name": "Αθήνα", "size": "2"},
            "seoul": {"name": "서울", "size": "3"},
            "row-4": {"name": "東京", "size": "4"},
            "toukiyou": {"name": "とうきょう", "size": "5"},
            "lodz": {"name": "Łódź", "size": "6"},
            "row-7": {"name": "Row 7", "size": "7"},
        },
        [
            "t.md:6:3: warning: no slug can be made from the name; the record is `row-4`",
            "t.md:9:3: warning: the row has no name and is called 'Row 7'",
        ],
    ),
    Nasty(
        "german",
        "csv",
        """\
Name;Start;Breite
a;31.12.2024;1,5
b;01.02.2024;1.234,56
c;03.04.2023;12
""",
        {
            "a": {"name": "a", "start": "2024-12-31", "breite": "1.5"},
            "b": {"name": "b", "start": "2024-02-01", "breite": "1234.56"},
            "c": {"name": "c", "start": "2023-04-03", "breite": "12"},
        },
        [],
    ),
    Nasty(
        "dates decided",
        "md",
        """\
| Name | Date |
| - | - |
| a | 03/04/2024 |
| b | 12/31/2024 |
""",
        {"a": {"name": "a", "date": "2024-03-04"}, "b": {"name": "b", "date": "2024-12-31"}},
        [],
    ),
    Nasty(
        "dates told",
        "md",
        """\
| Name | Date |
| - | - |
| a | 03/04/2024 |
| b | 05/05/2024 |
| c | 2024-01-02 |
| d | 2024-01-02 |
| e | 2024-01-02 |
| f | 2024-01-02 |
| g | 2024-01-02 |
| h | 2024-01-02 |
| i | 2024-01-02 |
| j | 2024-01-02 |
| k | 2024-01-02 |
""",
        {
            "a": {"name": "a"},
            "b": {"name": "b", "date": "2024-05-05"},
            "c": {"name": "c", "date": "2024-01-02"},
            "d": {"name": "d", "date": "2024-01-02"},
            "e": {"name": "e", "date": "2024-01-02"},
            "f": {"name": "f", "date": "2024-01-02"},
            "g": {"name": "g", "date": "2024-01-02"},
            "h": {"name": "h", "date": "2024-01-02"},
            "i": {"name": "i", "date": "2024-01-02"},
            "j": {"name": "j", "date": "2024-01-02"},
            "k": {"name": "k", "date": "2024-01-02"},
        },
        ["t.md:3:7: error: found '03/04/2024', in which nobody can tell the day from the month"],
    ),
    Nasty(
        "dates forms",
        "md",
        """\
| Name | Released |
| - | - |
| a | 12/2024 |
| b | 2024/10 |
| c | Dec 2024 |
| d | 5-Mar-2024 |
| e | 2024-02-13T10:00:00Z |
| f | Tuesday, 13 February 2024 |
| g | 2024年2月13日 |
| h | 2024 |
""",
        {
            "a": {"name": "a", "released": "2024-12"},
            "b": {"name": "b", "released": "2024-10"},
            "c": {"name": "c", "released": "2024-12"},
            "d": {"name": "d", "released": "2024-03-05"},
            "e": {"name": "e", "released": "2024-02-13"},
            "f": {"name": "f", "released": "2024-02-13"},
            "g": {"name": "g", "released": "2024-02-13"},
            "h": {"name": "h", "released": "2024"},
        },
        [],
    ),
    Nasty(
        "numbers",
        "md",
        """\
| Name | Compute (FLOP) | Price | Users |
| - | - | - | - |
| a | 1.5e24 | $5.00 | 10 000 |
| b | 3 x 10^22 | $1,200 | 1'500 |
| c | 2·10²³ | free? | ~2.5M |
""",
        {
            "a": {"name": "a", "compute": "1.5e24", "price": "$5.00", "users": "10000"},
            "b": {"name": "b", "compute": "3e22", "price": "$1,200", "users": "1500"},
            "c": {"name": "c", "compute": "2e23", "price": "free?", "users": "~2500000"},
        },
        [],
    ),
    Nasty(
        "images",
        "md",
        """\
| Name | Logo | Badge |
| - | - | - |
| a | ![Logo](https://e.org/a.png) | ![stable](https://e.org/s.svg) done |
| b | ![Logo](https://e.org/b.png) | ![beta](https://e.org/t.svg) |
""",
        {
            "a": {"name": "a", "logo": "https://e.org/a.png", "badge": "done"},
            "b": {"name": "b", "logo": "https://e.org/b.png", "badge": "beta"},
        },
        ["t.md:1:17: notice: the column 'Badge' has images in 2 cells, which are not kept"],
    ),
    Nasty(
        "lists",
        "md",
        """\
| Name | Tags | Sizes |
| - | - | - |
| a | x<br>y | 1, 2 |
| b | - x<br>- z | 3 |
| c | y; z | 4, 5 |
| d | x; y | 4, 5 |
""",
        {
            "a": {"name": "a", "tags": "x; y", "sizes": "1; 2"},
            "b": {"name": "b", "tags": "x; z", "sizes": "3"},
            "c": {"name": "c", "tags": "y; z", "sizes": "4; 5"},
            "d": {"name": "d", "tags": "x; y", "sizes": "4; 5"},
        },
        [],
    ),
    Nasty(
        "inline",
        "md",
        "| Name | What |\n"
        "| - | - |\n"
        "| a | Tom&nbsp;&amp; Jerry<!-- hidden --> |\n"
        "| b | `a*b*` and *c*[^1] |\n"
        "| c | 1 \\| 2 :rocket: |\n"
        "\n"
        "[^1]: Only *once*.\n"
        "",
        {
            "a": {"name": "a", "what": "Tom & Jerry"},
            "b": {"name": "b", "what": "a*b* and c [Only once.]"},
            "c": {"name": "c", "what": "1 | 2"},
        },
        [],
    ),
    Nasty(
        "links",
        "md",
        """\
| Name | What | Page |
| - | - | - |
| a | [here](docs/a.md) | https://e.org/_a_ |
| b | [run](javascript:alert(1)) | [b](https://e.org/b) from May |
| c | [x]() | www.e.org |
| d | plain | https://e.org/d |
| e | plain | https://e.org/d |
| f | plain | https://e.org/d |
| g | plain | https://e.org/d |
| h | plain | https://e.org/d |
| i | plain | https://e.org/d |
| j | plain | https://e.org/d |
| k | plain | https://e.org/d |
| l | plain | https://e.org/d |
""",
        {
            "a": {"name": "a", "what": "here", "page": "https://e.org/_a_"},
            "b": {"name": "b", "what": "run", "page": "[b](https://e.org/b) [from May]"},
            "c": {"name": "c", "what": "x"},
            "d": {"name": "d", "what": "plain", "page": "https://e.org/d"},
            "e": {"name": "e", "what": "plain", "page": "https://e.org/d"},
            "f": {"name": "f", "what": "plain", "page": "https://e.org/d"},
            "g": {"name": "g", "what": "plain", "page": "https://e.org/d"},
            "h": {"name": "h", "what": "plain", "page": "https://e.org/d"},
            "i": {"name": "i", "what": "plain", "page": "https://e.org/d"},
            "j": {"name": "j", "what": "plain", "page": "https://e.org/d"},
            "k": {"name": "k", "what": "plain", "page": "https://e.org/d"},
            "l": {"name": "l", "what": "plain", "page": "https://e.org/d"},
        },
        [
            "t.md:3:7: warning: the link 'docs/a.md' is no web address, so it is not kept as a source",
            "t.md:4:7: warning: the link 'javascript:alert(1)' is no web address, so it is not kept as a source",
            "t.md:5:15: error: found 'www.e.org' where an http or https address belongs",
        ],
    ),
    Nasty(
        "csv",
        "csv",
        """\
Name,Note,Formula
"a
b","He said ""no"", twice","'=1+1"
c,*not emphasis* _x_,[docs](https://e.org/d)
""",
        {
            "a-b": {"name": "a b", "note": 'He said "no", twice', "formula": "=1+1"},
            "c": {"name": "c", "note": "*not emphasis* _x_", "formula": "docs [https://e.org/d]"},
        },
        [],
    ),
    Nasty(
        "json",
        "json",
        """\
[{"name":"a","limit":{"context":5},"releases":[{"version":"1.10","day":"2024-01-02","x":{"y":1}}],"tags":["p","q, r"],"ok":true},{"name":"b","limit":{"context":"many"},"releases":[{"version":"2.0.1"}],"ok":false,"tags":[]}]""",
        {
            "a": {
                "name": "a",
                "limit.context": "5",
                "tags": "p; q, r",
                "ok": "yes",
                "releases": "[{'version': '1.10', 'day': '2024-01-02'}]",
            },
            "b": {"name": "b", "limit.context": "many", "ok": "no", "releases": "[{'version': '2.0.1'}]"},
        },
        ["t.json: warning: [0].releases: `releases` has no field for the key 'x'; it is left out once"],
    ),
    Nasty(
        "duplicate headings",
        "md",
        """\
| Name | Size | Size |
| - | - | - |
| a | 1 | 2 |
""",
        {"a": {"name": "a", "size": "1", "size_2": "2"}},
        ["t.md:1:17: notice: the heading 'Size' occurs a second time; its column is called 'Size (2)'"],
    ),
    Nasty(
        "long",
        "md",
        "| Name | Text |\n| - | - |\n| a | " + "word " * 600 + "|\n| b | short |\n",
        {"a": {"name": "a", "text": "word word word word  (2999)"}, "b": {"name": "b", "text": "short"}},
        [],
    ),
    Nasty(
        "invisible",
        "md",
        "| Name | Text |\n| - | - |\n| a\u200bb | x\u200cy\u202e |\n",
        {"ab": {"name": "ab", "text": "xy"}},
        [],
    ),
    Nasty(
        "yaml",
        "md",
        """\
| Name | Text |
| - | - |
| null | {a: b} |
| yes | # no |
| 12 | &x *y |
| x | <b>bold</b> <script>alert(1)</script> |
""",
        {
            "row-1": {"name": "Row 1", "text": "{a: b}"},
            "yes": {"name": "yes", "text": "# no"},
            "12": {"name": "12", "text": "&x *y"},
            "x": {"name": "x", "text": "bold alert(1)"},
        },
        ["t.md:3:3: warning: the row has no name and is called 'Row 1'"],
    ),
    Nasty(
        "versions",
        "md",
        """\
| Name | Latest version |
| - | - |
| a | 1.10 |
| b | v2.0-rc1 |
| c | 3.0.1 |
""",
        {
            "a": {"name": "a", "latest_version": "1.10"},
            "b": {"name": "b", "latest_version": "v2.0-rc1"},
            "c": {"name": "c", "latest_version": "3.0.1"},
        },
        [],
    ),
    Nasty(
        "licence words",
        "md",
        """\
| Name | License |
| - | - |
| a | Apache 2.0 |
| b | apache-2.0 |
| c | [MIT](https://e.org/l) |
| d | Own (free for research) |
""",
        {
            "a": {"name": "a", "license": "Apache-2.0"},
            "b": {"name": "b", "license": "Apache-2.0"},
            "c": {"name": "c", "license": "MIT [https://e.org/l]"},
            "d": {"name": "d", "license": "Own (free for research)"},
        },
        [],
    ),
    Nasty(
        "doubt",
        "md",
        """\
| Name | Size | Maker |
| - | - | - |
| a | 5 (?) | Acme ? |
| b | 6 | Acme? |
""",
        {
            "a": {"name": "a", "size": "5 [uncertain]", "maker": "Acme [uncertain]"},
            "b": {"name": "b", "size": "6", "maker": "Acme?"},
        },
        [],
    ),
    Nasty(
        "no letters",
        "md",
        """\
| Name | Size |
| - | - |
| 2048 | 1 |
| 1942 | 2 |
""",
        {"2048": {"name": "2048", "size": "1"}, "1942": {"name": "1942", "size": "2"}},
        [],
    ),
    Nasty(
        "units",
        "md",
        """\
| Name | Weight | Speed |
| - | - | - |
| a | 5 kg | 3 ms |
| b | 6kg | 4 s |
| c | 7 kg | 5 ms |
""",
        {
            "a": {"name": "a", "weight": "5", "speed": "3 ms"},
            "b": {"name": "b", "weight": "6", "speed": "4 s"},
            "c": {"name": "c", "weight": "7", "speed": "5 ms"},
        },
        [],
    ),
    Nasty(
        "hostile",
        "md",
        "| Name | Text |\n| - | - |\n"
        "| a | "
        + "[" * 500
        + "](x" * 100
        + " |\n"
        + "| b | "
        + "https://a.b," * 400
        + " x |\n"
        + "| c | "
        + "*_" * 500
        + " |\n"
        + "| d | "
        + "(" * 900
        + " |\n",
        {
            "a": {"name": "a", "text": "[[[[[[[[[[[[[[[[[[[[ (800)"},
            "b": {"name": "b", "text": "https://a.b,https:// (4802)"},
            "c": {"name": "c", "text": "*_*_*_*_*_*_*_*_*_*_ (1000)"},
            "d": {"name": "d", "text": "(((((((((((((((((((( (900)"},
        },
        [],
    ),
    Nasty(
        "negative",
        "md",
        """\
| Name | Score |
| - | - |
| a | -5 |
| b | −3.5 |
| c | +2 |
""",
        {"a": {"name": "a", "score": "-5"}, "b": {"name": "b", "score": "-3.5"}, "c": {"name": "c", "score": "2"}},
        [],
    ),
    Nasty(
        "reserved",
        "md",
        """\
| Name | copy | Sources | 2024 | Größe (cm) |
| - | - | - | - | - |
| index | a | b | 3 | 5 |
| con | b | c | 4 | 6 |
""",
        {
            "index-1": {"name": "index", "copy_value": "a", "sources_value": "b", "n_2024": "3", "grosse": "5"},
            "con-1": {"name": "con", "copy_value": "b", "sources_value": "c", "n_2024": "4", "grosse": "6"},
        },
        [],
    ),
    Nasty(
        "total",
        "md",
        """\
| Name | Size |
| - | - |
| a | 1 |
| **Total** | 1 |
""",
        {"a": {"name": "a", "size": "1"}, "total": {"name": "Total", "size": "1"}},
        ["t.md:4:3: warning: the last row is called 'Total', and may be no record but a sum of the others"],
    ),
    Nasty(
        "two tables",
        "md",
        """\
# First

| Name | Size |
| - | - |
| a | 1 |
| b | 2 |

# Second

| Name | Colour |
| - | - |
| c | red |
""",
        {"a": {"name": "a", "size": "1"}, "b": {"name": "b", "size": "2"}},
        ["t.md has 2 tables: the one on line 3 (2 rows) is read, not line 10 (1 row). --table LINE reads another."],
    ),
    Nasty(
        "bullet list",
        "md",
        """\
# Tools

## Editors

- [Alpha](https://e.org/a) - Edits text.
- [Beta](https://e.org/b) - Edits more.

## Viewers

- [Gamma](https://e.org/c) - Shows text.
""",
        {
            "alpha": {
                "name": "Alpha",
                "link": "[Alpha](https://e.org/a)",
                "description": "Edits text.",
                "section": "Editors",
            },
            "beta": {
                "name": "Beta",
                "link": "[Beta](https://e.org/b)",
                "description": "Edits more.",
                "section": "Editors",
            },
            "gamma": {
                "name": "Gamma",
                "link": "[Gamma](https://e.org/c)",
                "description": "Shows text.",
                "section": "Viewers",
            },
        },
        [
            "t.md:5:1: notice: 2 lists with the same headings (lines 5, 10) are read as one; the column 'Section' says which rows stood where"
        ],
    ),
    Nasty(
        "html",
        "html",
        """\
<table><tr><th>Name</th><th>Free</th><th>Page</th></tr>
<tr><td><b>a</b></td><td>&#10004;</td><td><a href="https://e.org/a">site</a></td></tr>
<tr><td>b</td><td>&#10060;<br>planned</td><td><a href="https://e.org/b">site</a></td></tr></table>
""",
        {
            "a": {"name": "a", "free": "yes", "page": "[site](https://e.org/a)"},
            "b": {"name": "b", "free": "no [planned]", "page": "[site](https://e.org/b)"},
        },
        [],
    ),
    Nasty(
        "yaml list",
        "yml",
        """\
- name: a
  since: 2024-01-02
  ports: [80, 443]
- name: b
  since: 2023-05-06
  ports: 8080
""",
        {
            "a": {"name": "a", "since": "2024-01-02", "ports": "80; 443"},
            "b": {"name": "b", "since": "2023-05-06", "ports": "8080"},
        },
        [],
    ),
    Nasty(
        "semicolons",
        "csv",
        """\
Name;Tags;Free
a;"x, y";ja
b;"z";nein
""",
        {"a": {"name": "a", "tags": "x, y", "free": "ja"}, "b": {"name": "b", "tags": "z", "free": "nein"}},
        [],
    ),
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title.replace(" ", "-"))
def test_nothing_of_a_nasty_table_is_lost_in_silence(tmp_path, table):
    file = tmp_path / f"t.{table.ending}"
    file.write_text(table.text, encoding="utf-8")
    made = make(tmp_path, file)
    cut = {slug: {path: _cut(text) for path, text in facts.items()} for slug, facts in made.rows.items()}
    assert cut == table.rows
    assert made.told == table.told


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title.replace(" ", "-"))
def test_records_of_a_nasty_table_pass_the_check(tmp_path, table):
    file = tmp_path / f"t.{table.ending}"
    file.write_text(table.text, encoding="utf-8")
    made = make(tmp_path, file)
    write_records(made.definition, made.imported, made.definition.folder)
    assert [problem.message for problem in check(made.definition.project) if problem.severity == "error"] == []


def _cut(text):
    return text if len(text) < 200 else f"{text[:20]} ({len(text)})"

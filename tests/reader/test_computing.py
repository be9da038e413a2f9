# ruff: noqa: E501
"""Addresses, filters, counts, groups and axes, as the scripts compute them."""

from __future__ import annotations

import pytest

DATA = {
    "one": "thing",
    "many": "things",
    "most": 2,
    "moved": {"old": "b"},
    "axes": {"x": "made", "y": "size", "colour": "kind"},
    "slugs": ["a", "b", "c", "d", "e"],
    "names": ["A", "B", "C", "D", "E"],
    "variants": [],
    "presets": [["overview", ["kind"]]],
    "sort": {"kind": ["x", "y", "x", None, "y"]},
    "facets": [
        {"path": "kind", "label": "Kind", "keys": ["x", "y", "not checked"], "labels": ["X", "Y", "not checked"],
         "counts": [3, 2, 1], "blanks": 1, "rows": [[0], [1], [0, 1], [2], [0]]},
        {"path": "group", "label": "Group", "keys": ["g"], "labels": ["G"], "counts": [5], "blanks": 0, "rows": [[0]] * 5},
    ],
    "ranges": [
        {"path": "size", "label": "Size", "unit": "hours", "kind": "amount", "scale": "log",
         "blanks": ["not reported", "not checked"], "rows": [[960, 0], [10_000_000, 1], [50_000, 2], 0, 1]},
        {"path": "made", "label": "Made", "unit": "", "kind": "date", "scale": "time", "blanks": ["not checked"],
         "rows": [[19723, 19723], [19723, 20088], [20089, 20119], [20454, 20454], 0]},
    ],
    "looks": [[f"colour-{i}", f"symbol-{i}"] for i in range(9)],
}  # fmt: skip

FIND = """
for (const field of [...given.data.facets, ...given.data.ranges]) Object.assign(field, {values: field.rows, codes: [...field.rows.keys()]});
const {view, ignored} = Catalog.view.read(given.search, given.data, ["kind"], ["explore"]);
const result = Catalog.query.apply(view, given.data, (row) => given.data.names[row].toLowerCase().includes(view.q));
return {rows: result.rows.map((row) => given.data.slugs[row]).join(""), counts: Object.fromEntries(result.counts),
        alone: Object.fromEntries(result.alone), unknown: Object.fromEntries(result.unknown),
        doubts: Object.fromEntries([...result.doubts].map(([path, counts]) => [path, Object.fromEntries(counts)])),
        models: result.models, ignored, written: Catalog.view.write(view, given.data)};
"""


@pytest.fixture(scope="module")
def find(script):
    return lambda search: script(FIND, {"data": DATA, "search": search})


@pytest.mark.parametrize(
    ("search", "rows"),
    [
        ("", "abcde"),
        ("?find=b", "b"),
        ("?kind=x", "ace"),
        ("?kind=x&kind=y", "abce"),
        ("?kind=x&kind=y&all=kind", "c"),
        ("?kind=!x", "b"),
        ("?kind=!x&kind=not checked", "bd"),
        ("?kind=!x&kind=!y", ""),
        ("?kind=!x&kind=y&kind=not checked", "bd"),
        ("?kind=!not checked", "abce"),
        ("?kind=!not checked&kind=!y", "ae"),
        ("?kind=not checked", "d"),
        ("?size=1000..", "bc"),
        ("?size=..1K", "a"),
        ("?size=20M..50M", "b"),
        ("?size=..5M", "ac"),
        ("?size=..", "abc"),
        ("?size=50000..1000", "c"),
        ("?size=not reported", "d"),
        ("?size=1K..&size=not reported", "bcd"),
        ("?made=2024", "abcde"),
        ("?made=2024..2024", "ab"),
        ("?made=2025..", "cd"),
        ("?made=2024-06..2024-07-01", "b"),
        ("?pick=a,e,nobody", "ae"),
        ("?pick=old", "b"),
        ("?kind=x&kind=y&all=&all=kind", "c"),
        ("?size.from=1K&size.to=&find=", "bc"),
        ("?size.from=50M&size.to=20M&made.from=2024", "b"),
        ("?group.=g&kind=y", "bc"),
        ("?group=kind", "abcde"),
    ],
)
def test_an_address_leaves_the_rows_it_asks_for(find, search, rows):
    assert find(search)["rows"] == rows


def test_at_least_stays_in_every_range_above_it_and_in_none_below(find):
    assert "b" in find("?size=1B..")["rows"]
    assert "b" not in find("?size=..9M")["rows"]


def test_counts_of_an_option_are_those_under_all_other_filters(find):
    answer = find("?kind=y&size=..1M")
    assert answer["rows"] == "c"
    assert answer["counts"]["kind"] == [2, 1, 0]
    assert answer["counts"]["size"] == [0, 0]


def test_rows_hidden_for_want_of_a_value_are_counted_by_reason(find):
    answer = find("?size=1000..")
    assert answer["unknown"] == {"not reported": 1, "not checked": 1}
    assert answer["doubts"] == {"size": {"not reported": 1, "not checked": 1}}
    assert answer["alone"]["size"] == [0, 3, 4]


@pytest.mark.parametrize(
    "search",
    [
        "?find=two+words",
        "?kind=x&kind=!y",
        "?kind=x&kind=y&all=kind",
        "?size=1000..50000&size=not+reported",
        "?size=0.5..",
        "?size=..",
        "?made=2024-01-01..2025-06-30",
        "?pick=a,c&s=b,e&sort=-kind,name&cols=kind&well=1&dense=1&group=kind",
        "?group=made&colour=kind&focus=other+or+several",
        "?tab=explore&x=size&y=kind&colour=group&xScale=linear",
        "?group.=g",
        "?embed=1",
    ],
)
def test_what_an_address_says_is_written_back_the_same(find, search):
    answer = find(search)
    assert answer["ignored"] == []
    assert answer["written"] == search


@pytest.mark.parametrize(
    "search",
    ["?nonsense=1", "?kind=z", "?kind=!z", "?size=lots", "?size=1..2..3", "?size=5-..", "?size=1e9999..", "?size=NaN..",
     "?made=2024-13..", "?made=2024-02-30..", "?sort=nowhere", "?x=kind", "?yScale=cubic", "?tab=../../etc",
     "?__proto__=1", "?constructor=x", "?colour=__proto__", "?s=nobody", "?s=__proto__", "?pick=<script>", "?focus=Z",
     "?size.from=lots", "?size.to=1e"],
)  # fmt: skip
def test_what_an_address_gets_wrong_changes_nothing_and_is_told(find, search):
    answer = find(search)
    assert answer["rows"] == "abcde"
    assert len(answer["ignored"]) == 1
    assert answer["written"] == ""


ALONE = "[[0], [1], [2], [3], [4]]"
"""Rows of one model each."""


def test_a_row_stands_in_every_group_it_belongs_to(script):
    code = f"return Catalog.groups.grouped([0, 1, 2, 3, 4], {ALONE}, given.facets[0]).map(({{label, rows}}) => [label, rows])"
    assert script(code, DATA) == [["X", [0, 2, 4]], ["Y", [1, 2]], ["not checked", [3]]]


GROUPS = f"""return given.map(([field, down]) =>
  Catalog.groups.grouped([0, 1, 2, 3, 4], {ALONE}, field, down).map(({{label, rows}}) => `${{label}}: ${{rows}}`))"""


def test_sizes_stand_under_powers_of_ten_or_round_steps_and_days_under_years_with_blanks_last(script):
    size, made = DATA["ranges"]
    rate = size | {"scale": "linear", "step": 1, "unit": "%", "rows": [[0, 0], [2, 0, 2.4, 0], [5.8, 0], 0, 1]}
    assert script(GROUPS, [[size, False], [size, True], [rate, False], [made, True]]) == [
        [
            "100 to under 1K hours: 0",
            "10K to under 100K hours: 2",
            "10M to under 100M hours: 1",
            "not reported: 3",
            "not checked: 4",
        ],
        [
            "10M to under 100M hours: 1",
            "10K to under 100K hours: 2",
            "100 to under 1K hours: 0",
            "not reported: 3",
            "not checked: 4",
        ],
        ["0 to under 1 %: 0", "2 to under 3 %: 1", "5 to under 6 %: 2", "not reported: 3", "not checked: 4"],
        ["2026: 3", "2025: 2", "2024: 0,1", "not checked: 4"],
    ]


def test_the_tray_holds_as_many_as_can_be_compared(find):
    answer = find("?s=a,b,c")
    assert answer["written"] == "?s=a,b"
    assert answer["ignored"] == ["s=c"]


def test_the_extent_of_a_group_keeps_an_open_end(script):
    code = "return [[0, 2], [0, 1], [2], [3]].map((rows) => Catalog.groups.extent(given.ranges[0], rows))"
    assert script(code, DATA) == ["960 to 50K", "960 to 10M+", "50K", ""]


def test_unknown_values_come_last_in_either_direction(script):
    code = f"""const result = {{rows: [0, 1, 2, 3, 4], models: {ALONE}}};
      return [false, true].map((down) => Catalog.query.sorted(result, [{{path: "kind", down}}, {{path: "n", down: true}}], {{...given.sort, n: [1, 2, 3, 4, 5]}}))"""
    assert script(code, DATA) == [[2, 0, 4, 1, 3], [4, 1, 2, 0, 3]]


VARIANTS = DATA | {
    "slugs": ["a", "b", "c"],
    "names": ["A", "B", "C"],
    "variants": [[0, ["small", "large"]], [2, ["", "new"]]],
    "sort": {"kind": ["x", "y", "z", "y", None]},
    "facets": [DATA["facets"][0] | {"rows": [[0], [1], [0], [2], [1]]}],
    "ranges": [DATA["ranges"][0] | {"rows": [[960, 0], [50_000, 0], 1, [960, 0], [960, 0]]}],
}  # fmt: skip
"""Row A: a small x and a large y; row B: an x of unknown size; row C: something of 960 hours, and a y of the same."""


@pytest.mark.parametrize(
    ("search", "rows", "models", "unknown"),
    [
        ("", "abc", [[0, 1], [2], [3, 4]], {}),
        ("?kind=x&size=..1000", "a", [[0], [], []], {"not checked": 2}),
        ("?kind=x&size=10000..", "", [[], [], []], {"not checked": 1}),
        ("?kind=y&size=10000..", "a", [[1], [], []], {}),
        ("?kind=!x", "ac", [[1], [], [4]], {}),
        ("?kind=!y", "ab", [[0], [2], []], {"not checked": 1}),
        ("?kind=!y&kind=not checked", "abc", [[0], [2], [3]], {}),
        ("?size=not checked", "b", [[], [2], []], {}),
    ],
)
def test_a_row_fits_through_one_of_its_models_as_a_whole(script, search, rows, models, unknown):
    answer = script(FIND, {"data": VARIANTS, "search": search})
    assert (answer["rows"], answer["models"], answer["unknown"]) == (rows, models, unknown)


def test_counts_are_of_rows_and_not_of_models(script):
    counts = script(FIND, {"data": VARIANTS, "search": "?size=..1000"})["counts"]
    assert counts["kind"] == [1, 1, 1]
    assert script(FIND, {"data": VARIANTS, "search": ""})["counts"]["kind"] == [2, 2, 1]


def test_a_row_is_sorted_and_grouped_by_its_models_that_fit(script):
    code = """return [[0, 1, 2], [1]].map((own) => {
      const models = [own.includes(0) ? [0, 1] : [1], [2], [3, 4]];
      const sorted = [false, true].map((down) => Catalog.query.sorted({rows: [0, 1, 2], models}, [{path: "kind", down}], given.sort));
      return [...sorted, Catalog.groups.grouped([0, 1, 2], models, given.facets[0]).map(({label, rows}) => `${label} ${rows}`)];
    })"""
    assert script(code, VARIANTS) == [
        [[0, 2, 1], [1, 0, 2], ["X 0,1", "Y 0,2", "not checked 2"]],
        [[0, 2, 1], [1, 0, 2], ["X 1", "Y 0,2", "not checked 2"]],
    ]


def test_models_that_agree_in_what_a_chart_shows_share_a_mark(script):
    code = LAY.replace("return {", "return {named: plot.points.map(({row, models}) => [row, models]), ")
    lay = {"data": VARIANTS, "x": "size", "y": "size"}
    assert script(code, lay)["named"] == [[0, [0]], [0, [1]], [2, [3]], [2, [4]]]
    plain = code.replace("given.data.facets[0]", "undefined")
    assert script(plain, lay)["named"] == [[0, [0]], [0, [1]], [2, [3, 4]]]
    assert script(plain, lay)["missing"] == ["Size not checked (1)"]


def test_a_value_that_several_models_of_a_row_have_is_counted_once_in_a_histogram(script):
    code = """const [range] = given.ranges, scale = {kind: "log", low: 100, high: 1e5, start: 0, end: 10};
      return Catalog.query.bins(given, range, [0, 1, 2, 3, 4], scale, 2).reduce((sum, count) => sum + count)"""
    assert script(code, VARIANTS) == 3


def test_filters_by_size_and_time_have_the_round_ends_of_the_engines_scales(sent):
    for field in sent["ranges"]:
        values = [value for cell in field["values"] if isinstance(cell, list) for value in cell]
        low, high = field["ends"]
        firsts = [value for value in values[:: 1 if field["kind"] == "date" else 2] if value or field["scale"] != "log"]
        assert low <= min(firsts) <= max(firsts) <= high
        is_linear = field["scale"] == "linear"
        assert (field["step"] > 0) == is_linear
        assert not is_linear or high / field["step"] == pytest.approx(round(high / field["step"]))


@pytest.mark.parametrize("kind", ["log", "linear", "time"])
def test_a_place_on_an_axis_leads_back_to_its_value(script, kind):
    code = """const scale = {kind: given, low: 100, high: 20000, start: 60, end: 800};
      return Math.abs(Catalog.scales.value(scale, Catalog.scales.at(scale, 12345)) - 12345) < 1e-6"""
    assert script(code, kind) is True


@pytest.mark.parametrize(
    ("text", "number"),
    [("960", 960), ("1.5K", 1500), ("10m", 10_000_000), ("7.7M", 7_700_000), ("1,000", 1000), ("ten", None), ("", None),
     ("1e5", 100_000), ("-3", -3), ("-1.5K", -1500), ("1.52e+24", 1.52e24), ("1e999", None), ("1-3", None), ("9" * 40, None)],
)  # fmt: skip
def test_amounts_are_read_as_readers_type_them(script, text, number):
    assert script("return Catalog.scales.amount(given)", text) == number


LAY = """
const [x, y] = [given.x, given.y].map((path) => [...given.data.ranges, ...given.data.facets].find((field) => field.path === path));
const {xScale = "", yScale = ""} = given;
const plot = Catalog.points.compute(given.data, {x, y, colour: given.data.facets[0], xScale, yScale});
return {...plot};
"""


def test_a_chart_has_bounds_and_sets_unknown_values_in_a_strip_of_their_blank(script):
    plot = script(LAY, {"data": DATA, "x": "made", "y": "size"})
    points = {point["row"]: point for point in plot["points"]}
    assert set(points) == {0, 1, 2, 3}
    assert plot["missing"] == ["Made not checked (1)"]
    assert plot["kinds"] == ["time", "log"]
    assert [points[row]["ways"] for row in range(4)] == ["", "u", "", ""]
    assert [points[row]["hollow"] for row in range(4)] == [False, False, True, False]
    assert [points[row]["strip"] for row in range(4)] == ["", "", "", "not reported"]
    assert [points[row]["y"] for row in range(3)] == [960, 10_000_000, 50_000]
    assert points[1]["x"] == (19723 + 20088) / 2


def test_looks_are_of_the_most_used_words_then_of_several_then_of_blanks(script):
    plot = script(LAY, {"data": DATA, "x": "made", "y": "size"})
    assert [(look["label"], look["symbol"]) for look in plot["looks"]] == [
        ("X", "symbol-0"),
        ("Y", "symbol-1"),
        ("other or several", "symbol-2"),
        ("not checked", "symbol-8"),
    ]
    assert [plot["looks"][point["look"]]["label"] for point in plot["points"]] == [
        "X",
        "Y",
        "other or several",
        "not checked",
    ]


def test_a_zero_has_no_place_on_a_logarithmic_axis_and_is_said_to_be_left_out(script):
    data = DATA | {"ranges": [DATA["ranges"][0] | {"rows": [[0, 0], [5, 0], 0, 0, 1]}, DATA["ranges"][1]]}
    on_y = script(LAY, {"data": data, "x": "made", "y": "size"})
    assert on_y["missing"] == ["Made not checked (1)", "Size 0 on a logarithmic axis (1)"]
    assert script(LAY, {"data": data, "x": "made", "y": "size", "yScale": "linear"})["missing"] == [
        "Made not checked (1)"
    ]


def test_names_that_would_touch_another_mark_or_name_are_left_away(script):
    names = [
        {"point": "first", "x": 0, "y": 0, "width": 50},
        {"point": "beside", "x": 40, "y": 5, "width": 50},
        {"point": "below", "x": 0, "y": 40, "width": 50},
        {"point": "far", "x": 300, "y": 0, "width": 50},
    ]
    assert script("return [...Catalog.points.withRoom(given)]", names) == ["beside", "below", "far"]


def test_a_chart_of_words_has_a_lane_for_each_with_unknown_last(script):
    plot = script(LAY, {"data": DATA, "x": "size", "y": "kind"})
    assert plot["lanes"] == ["X", "Y", "not checked"]
    lanes = [round(point["y"]) for point in plot["points"]]
    assert lanes == [0, 1, 0]
    assert all(abs(point["y"] - lane) <= 0.3 for point, lane in zip(plot["points"], lanes, strict=True))

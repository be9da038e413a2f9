"""The figure of a record's page: the flows of its models as one, with what differs between them said in its boxes.

The boxes are in a row where there is room, and the steps below them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TypeVar

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.drawings.flow import BlockFlow, Box, Step
from catalog.errors import SetupError
from catalog.pages.render import NO_HTML, filled, html_joined
from catalog.pages.signs import lettered_sign, tone, word_sign
from catalog.pages.variants import variant_names
from catalog.settings import import_object
from catalog.values import Blank, Model

T = TypeVar("T")
Told = tuple[tuple[str, T], ...]
"""What is said, each once, with the names of the variants it holds for; empty names where it holds for all."""

_FIGURE = (
    '<figure class="flow" aria-label="{} of {}">\n<div class="boxes">\n<div class="end">{}</div>\n{}'
    '<div class="arrow"></div><div class="end">{}</div>\n</div>\n{}</figure>\n'
)
_BOX = (
    '<div class="arrow">{}</div>\n<div class="box tone-{}{}">\n'
    '<div class="boxhead"><span>{}</span>{}</div>\n{}{}</div>\n'
)
_NAME = '<b class="boxname"><bdi>{}</bdi></b>'
_MORE = '<span class="boxmore"><bdi>{}</bdi></span>'
_STEPS = '<p class="stepshead">{}{}</p>\n<ol class="steps">\n{}</ol>\n'
_STEP = '<li><span class="step">{}</span><b><bdi>{}</bdi></b><span class="letters">{}</span>{}</li>\n'


@dataclass(frozen=True, slots=True)
class SharedBox:
    """A box of all models: its names with details, and its words."""

    heading: str
    lines: Told[tuple[str, str]]
    states: Told[str]

    @property
    def name(self) -> str:
        """The name in all models; empty where they differ."""
        names = {name for _, (name, _) in self.lines}
        return names.pop() if len(names) == 1 else ""

    @property
    def details(self) -> Told[str]:
        """What else is known of the one name."""
        return tuple((variants, details) for variants, (_, details) in self.lines)

    @property
    def state(self) -> str:
        """The word of all models; empty where they differ."""
        return self.states[0][1] if len(self.states) == 1 else ""

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what the word would be."""
        return self.state in {*Blank}


@dataclass(frozen=True, slots=True)
class SharedFlow:
    """The figure: boxes with the texts of the arrows between them, and the steps of the models."""

    start: str
    end: str
    boxes: tuple[SharedBox, ...]
    arrows: tuple[tuple[str, ...], ...]
    steps_heading: str
    steps: Told[tuple[Step, ...]]


def shared_flow(flows: Mapping[Model, BlockFlow]) -> SharedFlow | None:
    """Return the figure of the models that count; None where the survey says nothing of figures."""
    counted = {model: flow for model, flow in flows.items() if model.counts}
    return _shared(counted) if counted else None


def model_flows(catalog: Catalog, models: Iterable[Model]) -> dict[Model, BlockFlow]:
    """Return the figure of each model; none where the survey says nothing of figures.

    Raises:
        SetupError: the survey's own function cannot be imported.
    """
    path = catalog.settings.flow
    if path is None:
        return {}
    draw = _function(path)
    return {model: draw(model.facts, catalog.vocabularies) for model in models}


def _function(path: str) -> Callable[..., BlockFlow]:
    try:
        found: Callable[..., BlockFlow] = import_object(path)
    except ImportError as error:
        raise SetupError(f"flow in data/survey.yml: {error}") from error
    return found


def _shared(flows: Mapping[Model, BlockFlow]) -> SharedFlow:
    first = next(iter(flows.values()))
    headings = dict.fromkeys(box.heading for flow in flows.values() for box in flow.boxes)
    arrows = (flow.arrows for flow in flows.values())
    return SharedFlow(
        start=first.start,
        end=first.end,
        boxes=tuple(_box(heading, flows) for heading in headings),
        arrows=tuple(tuple(dict.fromkeys(filter(None, texts))) for texts in zip_longest(*arrows)),
        steps_heading=first.steps_heading,
        steps=_told((model, flow.steps) for model, flow in flows.items() if flow.steps),
    )


def _box(heading: str, flows: Mapping[Model, BlockFlow]) -> SharedBox:
    boxes: list[tuple[Model, Box]] = [
        (model, box) for model, flow in flows.items() for box in flow.boxes if box.heading == heading
    ]
    lines = _told((model, (box.name, box.details)) for model, box in boxes)
    return SharedBox(heading, lines, _told((model, box.state) for model, box in boxes))


def _told(said: Iterable[tuple[Model, T]]) -> Told[T]:
    owners: dict[Any, list[Model]] = {}
    for model, what in said:
        owners.setdefault(what, []).append(model)
    return tuple((variant_names(models), what) for what, models in owners.items())


def flow_figure(catalog: Catalog, flow: SharedFlow, name: str) -> Markup:
    """The figure of a record with this name, as HTML."""
    arrows = ((), *flow.arrows, *[()] * len(flow.boxes))
    boxes = [_box_html(catalog, box, texts) for box, texts in zip(flow.boxes, arrows, strict=False)]
    steps = [_steps_html(catalog, flow.steps_heading, names, own) for names, own in flow.steps]
    headings = ", ".join([box.heading for box in flow.boxes])
    return filled(_FIGURE, headings, name, flow.start, html_joined(boxes), flow.end, html_joined(steps))


def _box_html(catalog: Catalog, box: SharedBox, texts: Iterable[str]) -> Markup:
    """A box behind the arrow with these texts."""
    name, state = box.name, box.state
    arrow = html_joined([filled("<span>{}</span>", text) for text in texts])
    word = filled("<b>{} {}</b>", word_sign(catalog, state), state) if state else NO_HTML
    if name:
        more = _told_html([(names, filled(_MORE, details)) for names, details in box.details if details])
        named = filled(_NAME + "{}", name, more)
    else:
        named = _told_html([(names, _line(*line)) for names, line in box.lines])
    several = [(names, _state(catalog, word)) for names, word in box.states if word] if len(box.states) > 1 else []
    states = filled('<div class="boxstates">{}</div>', _told_html(several)) if several else NO_HTML
    unknown = " unknown" if box.is_unknown else ""
    return filled(_BOX, arrow, tone(catalog, state), unknown, box.heading, word, named, states)


def _line(name: str, details: str) -> Markup:
    return filled(f"{_NAME} {_MORE}", name, details) if details else filled(_NAME, name)


def _state(catalog: Catalog, word: str) -> Markup:
    return filled('<span class="tone-{}">{} {}</span>', tone(catalog, word), word_sign(catalog, word), word)


def _told_html(items: Iterable[tuple[str, Markup]]) -> Markup:
    """What differs between variants, each with the names of its variants."""
    of = ' <span class="of">(<bdi>{}</bdi>)</span>'
    told = ((html, filled(of, names) if names else NO_HTML) for names, html in items)
    return html_joined([filled('<span class="told">{}{}</span>', html, owner) for html, owner in told])


def _steps_html(catalog: Catalog, heading: str, names: str, steps: Iterable[Step]) -> Markup:
    owner = filled(" of <bdi>{}</bdi>", names) if names else NO_HTML
    return filled(_STEPS, heading, owner, html_joined([_step(catalog, step) for step in steps]))


def _step(catalog: Catalog, step: Step) -> Markup:
    letters = html_joined([lettered_sign(catalog, heading[0], heading, word) for heading, word in step.states])
    text = filled('<span class="steptext"><bdi>{}</bdi></span>', step.text) if step.text else NO_HTML
    return filled(_STEP, step.number, step.name, letters, text)

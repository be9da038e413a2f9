"""GitHub issue forms, generated from the model so that they ask what the records hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from catalog.contribute.issues import questions as asked
from catalog.contribute.issues.questions import Question, questions
from catalog.load.records import Definition
from catalog.model.node import Node

FOLDER = ".github/ISSUE_TEMPLATE"
NEW, CORRECTION = "new record", "correction"
"""The labels by which the workflow knows the forms."""

_HEAD = "# Made by `catalog forms` from the model; edit the model instead.\n"
_BOT = "A bot turns this form into a pull request and answers here."
_ASIDE = "For the maintainers; it does not become data."
_HOW = (
    "An empty answer means that nobody has looked yet; write `not reported` where the source was read and does "
    "not say. After a value you may say where it stands, behind a bar: `960 | Table 2`; `960 | github: README` names "
    "another of your sources. Several values are separated by semicolons."
)


def forms(definition: Definition) -> dict[str, str]:
    """File name below `FOLDER` → form."""
    return {
        f"new-{definition.settings.one.replace(' ', '-')}.yml": _text(_new(definition)),
        "correction.yml": _text(_correction(definition)),
    }


def _text(form: dict[str, Any]) -> str:
    return _HEAD + yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=120)


def _new(definition: Definition) -> dict[str, Any]:
    one, many = definition.settings.one, definition.settings.many
    examples = Node.of(definition.model).children["name"].examples
    intro = f"{_BOT} It asks only for the first columns of the table; more can be added later. {_HOW}"
    name = f"What readers call it. Look first whether it is among the {many} already."
    source = "Address of the paper, model card or repository the facts come from."
    body = [
        _markdown(intro),
        _input("name", asked.NAME, name, example=next(iter(examples), ""), required=True),
        _input("source", asked.SOURCE, source, example="https://arxiv.org/abs/2402.08846", required=True),
        _area("sources", asked.MORE_SOURCES, "One address a line. Name one by its host, such as `github`."),
        _known(),
        *(_question(question) for question in questions(definition, shown=True)),
        _area("remark", asked.REMARK, _ASIDE),
    ]
    return _form(f"New {one}", f"Propose a {one} that is missing.", NEW, body)


def _correction(definition: Definition) -> dict[str, Any]:
    one = definition.settings.one
    fields = [asked.OTHER_FIELD, *(question.label for question in questions(definition, shown=False))]
    intro = f"{_BOT} Where your source and the present one disagree, both claims are kept and readers see it."
    item = "Where the field is there several times: the name or the variant of the one meant."
    value = "The value alone; several are separated by semicolons. `not reported` and `not applicable` are values too."
    body = [
        _markdown(intro),
        _input("record", asked.RECORD, f"The last part of the {one}'s address.", required=True),
        _choice("field", asked.FIELD, "What is wrong or missing.", fields, required=True),
        _input("item", asked.ITEM, item),
        _area("value", asked.VALUE, value, required=True),
        _input("source", asked.SOURCE, "Address of the document that says so.", required=True),
        _input("place", asked.PLACE, "Section, table, page, file.", example="Table 2"),
        _known(),
        _input("note", asked.NOTE, "What a reader must know to use the value."),
        _area("remark", asked.REMARK, _ASIDE),
    ]
    return _form("Correction", f"Correct or add one fact of a {one}.", CORRECTION, body)


def _form(name: str, description: str, label: str, body: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": name, "description": description, "title": f"{name}: ", "labels": [label], "body": body}


def _known() -> dict[str, Any]:
    text = "It is noted with every value that has a place."
    return _choice("known", asked.KNOWN, text, [*asked.GRADES])


def _question(question: Question) -> dict[str, Any]:
    column = question.column
    unit = f" In {column.show.unit}." if column.show.unit else ""
    ident = column.path.replace(".", "-").replace("_", "-")
    if question.options:
        return _choice(ident, question.label, column.description, question.options)
    example = column.examples[0] if column.examples else ""
    if isinstance(example, list | tuple):
        example = "; ".join(map(str, example))
    return _input(ident, question.label, f"{column.description}{unit}", example=str(example))


def _markdown(text: str) -> dict[str, Any]:
    return {"type": "markdown", "attributes": {"value": text}}


def _element(kind: str, ident: str, attributes: dict[str, Any], *, required: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "id": ident, "attributes": attributes}
    return made | {"validations": {"required": True}} if required else made


def _input(ident: str, label: str, text: str, *, example: str = "", required: bool = False) -> dict[str, Any]:
    attributes = {"label": label, "description": text} | ({"placeholder": example} if example else {})
    return _element("input", ident, attributes, required=required)


def _area(ident: str, label: str, text: str, *, required: bool = False) -> dict[str, Any]:
    return _element("textarea", ident, {"label": label, "description": text}, required=required)


def _choice(ident: str, label: str, text: str, options: Sequence[str], *, required: bool = False) -> dict[str, Any]:
    attributes = {"label": label, "description": text, "options": list(options)}
    return _element("dropdown", ident, attributes, required=required)

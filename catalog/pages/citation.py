"""How the catalogue itself is cited, with the version of its data."""

from __future__ import annotations

from datetime import date

from catalog.catalog import Catalog
from catalog.exports.bibtex import bibtex_entry, braced, latex, literal_url
from catalog.exports.ris import ris_entry
from catalog.exports.works import has_works


def citation(catalog: Catalog, day: date, commit: str) -> list[tuple[str, str]]:
    """Format and text; the version is the day on which the data last changed, and the commit if there is one."""
    survey = catalog.settings
    version = f"{day.isoformat()}{f'+{commit}' if commit else ''}"
    title = f"{survey.title}: a catalogue{' with evidence' if catalog.has_evidence else ''}"
    size = f"{len(catalog.records)} {survey.many}"
    url = str(survey.address or survey.repository or "")
    people = [person.name for person in survey.people]
    group = f"The {survey.title} catalogue"
    plain = f"{', '.join(people) or group} ({day.year}). {title}. Version {version}, {size}. {url}".rstrip()
    fields = {
        "title": braced(title),
        "author": " and ".join(map(latex, people)) or braced(group),
        "year": str(day.year),
        "version": version,
        "note": latex(f"Data of {day}, {size}"),
        "url": literal_url(url),
    }
    lines = [("TY", "DATA"), ("TI", title), *(("AU", name) for name in people or [group]), ("PY", str(day.year))]
    lines += [("DA", f"{day:%Y/%m/%d}/"), ("ET", version), ("UR", url)]
    if not has_works(catalog):
        return [("Text", plain)]  # readers of such a survey have no use for formats of papers
    texts = {
        "Text": plain,
        "BibTeX": bibtex_entry(f"{survey.folder}-catalogue", fields),
        "RIS": ris_entry(lines).replace("\r\n", "\n"),
    }
    return [(name, text.rstrip("\n")) for name, text in texts.items()]

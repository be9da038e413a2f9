"""How the catalogue itself is cited, with the version of its data."""

from __future__ import annotations

from datetime import date

from catalog.catalog import Catalog
from catalog.exports.bibtex import escaped


def citation(catalog: Catalog, day: date, commit: str) -> list[tuple[str, str]]:
    """Form → text; the version is the day the data last changed, and the commit where there is one."""
    survey = catalog.settings
    version = f"{day.isoformat()}{f'+{commit}' if commit else ''}"
    title = f"{survey.title}: a catalogue with evidence"
    size = f"{len(catalog.records)} {survey.many}"
    url = str(survey.address or survey.repository or "")
    people = [person.name for person in survey.people]
    group = f"The {survey.title} catalogue"
    plain = f"{', '.join(people) or group} ({day.year}). {title}. Version {version}, {size}. {url}".rstrip()
    authors = " and ".join(map(escaped, people)) or f"{{{escaped(group)}}}"
    bibtex = {
        "title": f"{{{escaped(title)}}}",
        "author": authors,
        "year": str(day.year),
        "version": version,
        "note": f"Data of {day}, {size}",
        "url": url,
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in bibtex.items() if value)
    ris = [("TY", "DATA"), ("TI", title), *(("AU", name) for name in people or [group]), ("PY", str(day.year))]
    ris += [("DA", f"{day:%Y/%m/%d}/"), ("ET", version), ("UR", url), ("ER", "")]
    return [
        ("Text", plain),
        ("BibTeX", f"@misc{{{survey.folder}-catalogue,\n{fields}\n}}"),
        ("RIS", "\n".join(f"{tag}  - {text}" for tag, text in ris)),
    ]

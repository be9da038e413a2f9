"""The references of a view come from files, of which each has those of a share of all records."""

from __future__ import annotations

import json

from catalog.pages import references
from catalog.pages.references import reference_scripts, reference_shares


def test_references_come_in_shares_of_which_a_script_knows_which_has_a_record(catalog, monkeypatch, script):
    monkeypatch.setattr(references, "SHARE", 10)
    count = reference_shares(catalog)
    assert count == -(-len(catalog.records) // 10)
    files = {path: json.loads(text[len("Catalog.receive(") : -3]) for path, text in reference_scripts(catalog)}
    assert len(files) == 2 * count
    slugs = [record.slug for record in catalog.records]
    shares = script("return given[0].map((slug) => Catalog.query.share(slug, given[1]))", [slugs, count])
    placed = {slug: f"assets/bibtex-{share}.js" for slug, share in zip(slugs, shares, strict=True)}
    having_one = {slug for path, texts in files.items() if "bibtex" in path for slug in texts}
    assert having_one
    assert all(slug in files[placed[slug]] for slug in having_one)

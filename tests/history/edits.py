"""Random edits of the files of a small survey, with errors that come and go."""

from __future__ import annotations

from hypothesis import strategies as st

from catalog.paths import Project
from tests.history.survey import MAKERS, record

SLUGS = ("a", "b", "c")
TITLES = ("One", "Two", "ONE")
BROKEN = ("slug: [", "", "- x", "slug: a\nformerly: [b, c]\nname: N\n")

Edit = tuple[str, str | None]
"""What is edited, and its text; None removes a record."""


def edits_of_files(name: str = "") -> st.SearchStrategy[Edit]:
    """Edits of records, the vocabulary of makers and the settings; records are called by their slugs, or `name`."""

    def written(slug: str, title: str, follows: str, heat: str, maker: str) -> str:
        head = f"slug: {slug}\nname: {name or slug}\ntitle: {title}\n"
        return f"{head}follows: {follows}\nheat: {heat}\nmakers: [{maker}]\n"

    records = st.builds(
        written,
        st.sampled_from(SLUGS),
        st.sampled_from(TITLES),
        st.sampled_from([*SLUGS, "d"]),
        st.sampled_from(["gas", "gass"]),
        st.sampled_from(["acme", "bolt"]),
    )
    return st.one_of(
        st.tuples(st.sampled_from(SLUGS), st.one_of(st.none(), records, st.sampled_from(BROKEN))),
        st.tuples(st.just("makers"), st.sampled_from([MAKERS, "bolt: {name: B, meaning: M.}\n", "["])),
        st.tuples(st.just("columns"), st.sampled_from(["[sold]", "[heat, makers, title]", "[volume, nope]"])),
    )


def edit_file(project: Project, what: str, text: str | None) -> None:
    """Make one edit."""
    if what == "makers":
        (project.data / "makers.yml").write_text(text or "", encoding="utf-8")
    elif what == "columns":
        lines = project.settings.read_text(encoding="utf-8").splitlines()
        project.settings.write_text(
            "\n".join(f"columns: {text}" if line.startswith("columns") else line for line in lines), encoding="utf-8"
        )
    elif text is None:
        record(project, what).unlink(missing_ok=True)
    else:
        record(project, what).write_text(text, encoding="utf-8")

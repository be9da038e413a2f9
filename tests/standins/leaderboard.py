"""Files of results in the form of the Open ASR Leaderboard, as of September 2026."""

from __future__ import annotations

SETS = (
    "AMI-Cleaned", "Earnings22-Cleaned-AA-chunked", "Gigaspeech-Cleaned", "LS Clean", "LS Other", "SPGISpeech",
    "Voice Arena Monsoon", "Voxpopuli-AA-Cleaned",
)  # fmt: skip
HEAD = ("model", "avg", "RTFx", "License", "Size (B)", "# Languages", "Encoder", "Decoder", "Training data disclosure")


def english(rows: list[dict[str, str]], extra: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> bytes:
    """The English file: each row gives what it has by column; `extra` columns are added, those `without` left out."""
    columns = [*HEAD, *(f"{name} WER" for name in SETS), *(f"{name} RTFx" for name in SETS), *extra]
    columns = [column for column in columns if column not in without]
    lines = [",".join(columns), *(",".join(map(_cell, (row.get(column, "") for column in columns))) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def row(model: str, wers: list[str], mean: str = "", **cells: str) -> dict[str, str]:
    """A row with an error rate for each set; blank for none."""
    return {"model": model, "avg": mean, **{f"{name} WER": w for name, w in zip(SETS, wers, strict=True)}, **cells}


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(letter in text for letter in ',"\n') else text

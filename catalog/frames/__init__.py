"""Data frames of a catalogue, for notebooks and for exports: the one area where pandas is used.

`catalog.api.survey` documents their columns for readers, `catalog.exports.tables` describes each within the files.

Numbers are Float64, dates datetime64, flags boolean, words of lists category, and all else string. `attrs["units"]` and
`attrs["labels"]` hold the units and the headings of columns. A column of numbers or dates has two more beside it, for
the least and the greatest that may be meant: `price.low` and `price.high`. They are the value itself where it is exact,
and missing where there is no limit, as above `50K+`; of an approximate number, as `~50K`, both are missing, since
nobody said how far off it may be. Of a vague date they are its first and its last day, and the value is the first.
Beside an amount of money stands `price.currency`, and beside a link that may have a text `links.label`.

Where one row has several values of a field, texts and words stand behind each other, with `; ` between. Of numbers,
dates and flags there is none then, since no one of them would be true of all; the two columns beside a number span
those that are known. It is the same where one model of a record has a value and of another it is known that there is
none: not reported, or not applicable. What nobody has checked says nothing against a value. Charts show such a value
as that of the variants that have it.
"""

from catalog.frames.claims import facts
from catalog.frames.measured import results
from catalog.frames.rows import frame
from catalog.frames.vocabulary import vocabulary

__all__ = ["facts", "frame", "results", "vocabulary"]

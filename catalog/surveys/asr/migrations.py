"""The migrations of this survey's record, oldest first; each stays here for data that was not taken along yet.

A migration is a name, by date and reason, and a step from `catalog.contribute.migrate`:

    Migration("2027-01 training hours have a part of their own", move("asr_hours", "hours.asr"))
"""

from __future__ import annotations

from catalog.contribute.migrate import Migration

MIGRATIONS: tuple[Migration, ...] = ()

"""The migrations of this survey's record, oldest first; each stays here for data that has not been migrated yet.

A migration has a name (date and reason) and a step from `catalog.contribute.migrate`:

    Migration("2027-01 training hours have a part of their own", move("asr_hours", "hours.asr"))
"""

from __future__ import annotations

from catalog.contribute.migrate import Migration

MIGRATIONS: tuple[Migration, ...] = ()

"""The migrations of this survey's record, oldest first; each stays here for data that has not been migrated yet.

A migration has a name (date and reason) and a step from `catalog.contribute.migrate`:

    Migration("2027-01 training hours have a part of their own", move("asr_hours", "hours.asr"))
"""

from __future__ import annotations

from catalog.contribute.migrate import Migration, into_variants

MIGRATIONS: tuple[Migration, ...] = (
    Migration("2026-11 variants say themselves which encoder they have", into_variants("encoders")),
    Migration("2026-11 variants say themselves which LLM they have", into_variants("llms")),
)

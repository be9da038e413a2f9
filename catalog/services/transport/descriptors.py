"""How many connections the system lets one process have."""

from __future__ import annotations

import errno
import sys

EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE})
"""The system's errors when a process, or all together, have too many files and sockets."""
_RESERVED = 64  # files, standard streams, lookups of names
_MAX = 512  # more idle connections than a run has use for
_MIN = 8


def half_of_descriptors() -> int:
    """Return how many connections may be in use, and as many idle, within the limit of this process."""
    return max(_MIN, min(_MAX, (_limit() - _RESERVED) // 2))


def _limit() -> int:
    if sys.platform == "win32":
        return 2 * _MAX
    import resource  # noqa: PLC0415 - Windows has none

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 4 * _MAX if limit == resource.RLIM_INFINITY else limit

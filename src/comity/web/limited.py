"""``python -m comity.web.limited MB SECONDS COMMAND…``: run a command within limits.

The limits are set in the process that becomes the command: setting them between fork and exec of a
server with threads could stand still, and from outside it would come too late.
"""

from __future__ import annotations

import os
import sys

_LARGEST_FILE = 256 * 1024 * 1024
_NICE = 10


def main(arguments: list[str]) -> None:
    """Limit this process and become the command.

    The memory limited is what the process may write to (Linux: ``RLIMIT_DATA``). Its address space
    is not limited: the renderer of charts reserves tens of gigabytes of it without using them.
    """
    memory, time, *command = arguments
    if sys.platform != "win32":
        import resource

        for limit, most in (
            (resource.RLIMIT_DATA, int(memory) * 1_000_000),
            (resource.RLIMIT_CPU, int(time)),
            (resource.RLIMIT_FSIZE, _LARGEST_FILE),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(limit)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(limit, (most, most))
        # Pages come first.
        os.nice(_NICE)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])

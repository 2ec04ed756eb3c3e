"""`make twin WORLDS=50000`: so many worlds in two processes, and what was found."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "unit" / "programme")]
# Worlds of one sort in a row; a generator that has made many remembers them all.
CHUNK = 200


def part(number: int, worlds: int, most: int) -> tuple[int, int, Counter[str], list[str]]:
    """The worlds of one process."""
    import logging

    import django
    from django.conf import settings

    import comity
    from comity.base.settings import PACKAGE
    from comity.web.application import framework_of
    from comity.web.settings import WebSettings

    web = WebSettings(hosts=("testserver",), rate=0, programme="unused.sqlite3")
    fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.configure(**framework_of(web), PASSWORD_HASHERS=fast)
    django.setup()
    logging.disable(logging.CRITICAL)
    from running import run
    from signed import Door
    from twins import Tally
    from worlds import SORTS

    from comity.programme.opening import create

    workspace = comity.open(evidence=PACKAGE / "starter")
    with tempfile.TemporaryDirectory() as folder:
        programme = create(Path(folder) / "twin.sqlite3", workspace)
        Door(programme)
        tally, begin = Tally(), number * 1_000_000
        while tally.worlds < worlds:
            for sort in SORTS:
                run(programme, sort, min(CHUNK, -(-worlds // len(SORTS))), tally, most, begin)
                begin += 1
            print(
                f"process {number}: {tally.worlds:,} worlds, {len(tally.seen):,} different, "
                f"{tally.answers:,} answers, {len(tally.differences)} differences",
                flush=True,
            )
    return tally.worlds, len(tally.seen), tally.paths, tally.differences


def main() -> int:
    """Run, print, and end with 1 where there is a difference."""
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    begin = time.time()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        parts = pool.starmap(part, [(number, -(-worlds // 2), most) for number in (1, 2)])
    paths: Counter[str] = sum((one[2] for one in parts), Counter())
    found = [words for one in parts for words in one[3]]
    print("\n".join(f"{count:8,}  {path}" for path, count in sorted(paths.items())))
    print(
        f"{sum(one[0] for one in parts):,} worlds, each with a user and an object, "
        f"{sum(one[1] for one in parts):,} of them different in their process; "
        f"{sum(paths.values()):,} answers by {len(paths)} paths; {len(found)} differences; "
        f"{time.time() - begin:,.0f} s"
    )
    print("\n".join(found[:20]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

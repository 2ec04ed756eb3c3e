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


def part(
    number: int, worlds: int, most: int
) -> tuple[Counter[str], set[str], Counter[str], list[str]]:
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
        chunk = min(200, -(-worlds // len(SORTS)))
        while tally.worlds < worlds:
            for sort in SORTS:
                run(programme, sort, chunk, tally, most, begin)
                begin += 1_000
                print(
                    f"process {number}: {tally.worlds:,} worlds, {tally.answers:,} answers, "
                    f"{len(tally.differences)} differences {tally.differences[:1]}", flush=True,
                )  # fmt: skip
    return tally.sorts, tally.seen, tally.paths, tally.differences


def main() -> int:
    """Run, print, and end with 1 where there is a difference."""
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    begin = time.time()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        parts = pool.starmap(part, [(number, -(-worlds // 2), most) for number in (1, 2)])
    sorts, paths = (sum((one[n] for one in parts), Counter()) for n in (0, 2))
    different = set().union(*(one[1] for one in parts))
    found = [words for one in parts for words in one[3]]
    print("\n".join(f"{count:8,}  {path}" for path, count in sorted(paths.items())))
    print("hidden: " + ", ".join(f"{sort} {count:,}" for sort, count in sorted(sorts.items())))
    print(
        f"{sum(sorts.values()):,} worlds, each with a user and an object, {len(different):,} "
        f"different; {sum(paths.values()):,} answers by {len(paths)} paths; {len(found)} "
        f"differences; {time.time() - begin:,.0f} s"
    )
    print("\n".join(found[:20]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

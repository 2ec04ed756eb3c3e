"""Subset the brief's font: Inter Regular and Bold, as TTF (PDF, charts) and WOFF2 (HTML).

Usage: python recipes/fonts.py PATH_TO_UNPACKED_NPM_PACKAGE OUTPUT   (needs fonttools and brotli)

The npm package is @expo-google-fonts/inter; the font is under the SIL Open Font Licence 1.1 and
reserves no name, so the subset may keep it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

WEIGHTS = {"Regular": "400Regular/Inter_400Regular.ttf", "Bold": "700Bold/Inter_700Bold.ttf"}
# Latin with its extensions, Greek letters of formulas, punctuation, currency, arrows, signs.
UNICODES = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1E00, 0x1F00), *range(0x2010, 0x2028),
    0x2030, 0x2032, 0x2033, 0x20AC, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264,
    0x2265, 0x25CF, 0x25CB, 0x25A0, 0x25A1, 0x25B2, 0x25C6, 0x03B1, 0x03B2, 0x03BC, 0x03C6, 0x03C8,
]  # fmt: skip


def main() -> None:
    """Write the subsets and the licence into the folder named."""
    package, output = Path(sys.argv[1]), Path(sys.argv[2])
    for weight, name in WEIGHTS.items():
        options = subset.Options()
        options.layout_features = ["kern", "liga", "tnum", "mark", "mkmk", "ccmp", "locl"]
        options.hinting = False
        font = TTFont(package / name, recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=UNICODES)
        subsetter.subset(font)
        font.save(output / f"Inter-{weight}.ttf")
        font.flavor = "woff2"
        font.save(output / f"Inter-{weight}.woff2")
    shutil.copyfile(package / "LICENSE_FONT", output / "Inter.LICENCE.txt")
    for path in sorted(output.glob("Inter*")):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

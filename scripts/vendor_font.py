"""Makes the type of certificates: `python scripts/vendor_font.py`, with npm on the path and fontTools installed.

The whole character set is kept, because names are written with rare characters; hints, ligatures and vertical
setting are left out, and the rest is packed.
"""

from __future__ import annotations

import hashlib
import lzma
import sys
import tempfile
from pathlib import Path

from vendor import Package, _unpack

FONTS = Path(__file__).parent.parent / "src/sangzi/kernel/fonts"
PACKAGE = Package("@expo-google-fonts/noto-serif-sc", "0.4.3", (), "LICENSE_FONT")
INSIDE = "500Medium/NotoSerifSC_500Medium.ttf"
OURS = "NotoSerifSC-Medium.ttf.xz"
LEFT_OUT = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT"]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        unpacked = _unpack(PACKAGE, Path(folder))
        packed = lzma.compress(_smaller(unpacked / INSIDE), preset=9 | lzma.PRESET_EXTREME)
        FONTS.mkdir(exist_ok=True)
        (FONTS / OURS).write_bytes(packed)
        (FONTS / "NotoSerifSC.OFL.txt").write_bytes((unpacked / PACKAGE.licence_file).read_bytes())
    print(f"{OURS}: {len(packed)} bytes, SHA-256 {hashlib.sha256(packed).hexdigest()}")
    return 0


def _smaller(path: Path) -> bytes:
    from fontTools import subset, ttLib

    font = ttLib.TTFont(path, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False)
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.drop_tables += LEFT_OUT
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    with tempfile.TemporaryFile() as file:
        font.save(file)
        file.seek(0)
        return file.read()


if __name__ == "__main__":
    sys.exit(main())

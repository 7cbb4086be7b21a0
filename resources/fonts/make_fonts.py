"""Make the Chinese fonts in this folder from the Noto Sans CJK of the system.

Run it again when a newer Noto appears or a character is missing::

    apt-get install fonts-noto-cjk        # or point --source at the two .ttc files
    .venv/bin/python resources/fonts/make_fonts.py

The whole of Noto Sans CJK is 18 MB a weight; what is kept here is what a notice in simplified
Chinese can hold: all of GBK (so traditional forms and rarer personal names are there too), the
characters of the Table of General Standard Chinese Characters (2013), Latin with its accents,
punctuation, arrows and the marks a notice may carry. It takes about half a minute a weight.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
DEBIAN_FONTS = Path("/usr/share/fonts/opentype/noto")
FAMILY = "Noto Sans CJK SC"
WEIGHTS = ("Regular", "Bold")

# First and last code point of what is kept as a block (Unicode's own block names).
BLOCKS = {
    "Basic Latin, Latin-1, Latin Extended-A": (0x0020, 0x017F),
    "Pinyin letters with tone marks": (0x01CD, 0x01DC),
    "Spacing modifier letters": (0x02C6, 0x02DD),
    "Greek": (0x0391, 0x03C9),
    "Cyrillic": (0x0401, 0x0451),
    "General punctuation": (0x2010, 0x206F),
    "Superscripts, currency, letter-like": (0x2070, 0x214F),
    "Number forms and arrows": (0x2150, 0x21FF),
    "Mathematical operators": (0x2200, 0x22FF),
    "Miscellaneous technical": (0x2300, 0x23FF),
    "Enclosed alphanumerics to dingbats": (0x2460, 0x27BF),
    "CJK radicals to Bopomofo, enclosed CJK": (0x2E80, 0x33FF),
    # The standard table's characters that came after GBK; Noto has few others here.
    "The end of CJK unified ideographs": (0x9FA6, 0x9FFF),
    "CJK extensions C, D, E": (0x2A700, 0x2CEAF),
    "CJK compatibility forms, small forms": (0xFE30, 0xFE6F),
    "Halfwidth and fullwidth forms": (0xFF00, 0xFFEF),
}

# The standard table's characters in CJK extensions A and B, of which Noto has thousands.
TABLE_EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃"
    "䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥇䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
TABLE_EXTENSION_B = (
    "𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢"
)


def gbk_characters() -> set[int]:
    """All code points that Python's ``gbk`` codec can decode from two bytes."""
    found: set[int] = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            found.update(map(ord, text))
    return found


def wanted_characters() -> set[int]:
    """Every code point that the subset keeps, as far as the source font has it."""
    wanted = gbk_characters()
    for first, last in BLOCKS.values():
        wanted.update(range(first, last + 1))
    wanted.update(map(ord, TABLE_EXTENSION_A + TABLE_EXTENSION_B))
    return wanted


def face_number(collection: Path) -> int:
    """The place of the simplified Chinese face in a ``.ttc`` file.

    Raises SystemExit when the file has no such face.
    """
    with TTCollection(collection, lazy=True) as faces:
        for number, face in enumerate(faces.fonts):
            if face["name"].getDebugName(1) == FAMILY:
                return number
    raise SystemExit(f"{collection} has no face named {FAMILY}")


def make(source: Path, weight: str) -> Path:
    """Write the subset of one weight beside this file and return its path."""
    collection = source / f"NotoSansCJK-{weight}.ttc"
    if not collection.exists():
        raise SystemExit(f"{collection} is missing: apt-get install fonts-noto-cjk")
    options = subset.Options()
    options.font_number = face_number(collection)
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.hinting = False
    # Without the outline a missing character is an invisible blank instead of a box.
    options.notdef_outline = True
    font = subset.load_font(str(collection), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted_characters())
    worker.subset(font)
    target = HERE / f"NotoSansCJKsc-{weight}.otf"
    subset.save_font(font, str(target), options)
    return target


def main() -> int:
    """Make both weights and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--source", type=Path, default=DEBIAN_FONTS, help="folder of the .ttc files"
    )
    source = parser.parse_args().source
    for weight in WEIGHTS:
        target = make(source, weight)
        sys.stdout.write(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Makes the typefaces in ``templates/fonts`` for names that are not Latin, Greek, or Cyrillic.

    python docs/make_fonts.py FOLDER

FOLDER has the unpacked npm packages next to each other (for each, ``npm pack NAME``, then ``tar xzf`` into a
folder named like the last part of the package's name). It needs fontTools. Each typeface is reduced to the
characters in ``SCRIPTS``, without hinting, so that the package stays small.
``templates/fonts/README.md`` lists them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parent.parent / "templates" / "fonts"


def _block(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


def _encoded(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> set[int]:
    """Return the characters of a national two-byte standard."""
    trails = tuple(trails)
    characters = set()
    for lead in leads:
        for trail in trails:
            try:
                characters.add(ord(bytes((lead, trail)).decode(encoding)))
            except UnicodeDecodeError:
                continue
    return characters


#: All Chinese characters of Unicode's first block, which has those of GB 2312, GBK, and Big5. The most frequent
#: ones are not enough: given names such as 喆 and 珺 are not among the 6763 of GB 2312.
CHINESE = _block(0x4E00, 0x9FFF) | _block(0x20000, 0x323AF)
KANA = _block(0x3041, 0x30FF) - {0x3097, 0x3098}
CJK_SIGNS = _block(0x3001, 0x3003) | _block(0x3005, 0x3011) | _block(0xFF01, 0xFF5E) | {0xB7}
#: The 2350 syllables of KS X 1001 (Korea), and their letters.
HANGUL = _encoded("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF)) | _block(0x3131, 0x318E)

#: For each typeface: the package's file, the weights that are shipped, and the characters to keep (None = all).
SCRIPTS: dict[str, tuple[str, tuple[str, ...], set[int] | None]] = {
    "NotoSansHebrew": (
        "noto-sans-hebrew/files/noto-sans-hebrew-hebrew-{}-normal.woff", ("400", "700"), None,
    ),
    "NotoSansArabic": (
        "noto-sans-arabic/{}/NotoSansArabic_{}.ttf", ("400Regular", "700Bold"),
        _block(0x0600, 0x06FF) | _block(0x0750, 0x077F) | _block(0x200C, 0x200F) | {0x25CC},
    ),
    "NotoSansSC": (
        "noto-sans-sc/{}/NotoSansSC_{}.ttf", ("400Regular",), CHINESE | KANA | CJK_SIGNS,
    ),
    "NotoSansKR": ("noto-sans-kr/{}/NotoSansKR_{}.ttf", ("400Regular",), HANGUL),
    "NotoSansDevanagari": (
        "noto-sans-devanagari/{}/NotoSansDevanagari_{}.ttf", ("400Regular",), _block(0x0900, 0x097F),
    ),
    "NotoSansThai": ("noto-sans-thai/{}/NotoSansThai_{}.ttf", ("400Regular",), _block(0x0E00, 0x0E7F)),
    "NotoSansArmenian": (
        "noto-sans-armenian/files/noto-sans-armenian-armenian-{}-normal.woff", ("400",), None,
    ),
    "NotoSansGeorgian": (
        "noto-sans-georgian/files/noto-sans-georgian-georgian-{}-normal.woff", ("400",), None,
    ),
}  # fmt: skip


def make(folder: Path) -> None:
    """Write every typeface into ``templates/fonts``."""
    for name, (path, weights, characters) in SCRIPTS.items():
        for weight in weights:
            options = subset.Options(
                hinting=False,
                notdef_outline=True,
                name_IDs=["*"],
                layout_features=["*"],
                drop_tables=["DSIG", "meta"],
            )
            if name in {"NotoSansSC", "NotoSansKR"}:
                options.layout_features = []
            font = subset.load_font(str(folder / path.format(*(weight,) * path.count("{}"))), options)
            font.flavor = None
            if characters is not None:
                cutter = subset.Subsetter(options)
                cutter.populate(unicodes=characters)
                cutter.subset(font)
            target = FONTS / f"{name}-{'Bold' if weight.startswith('700') else 'Regular'}.ttf"
            # Otherwise the file would contain the time at which it was made.
            font.recalcTimestamp = False
            subset.save_font(font, str(target), options)
            print(f"{target.name}: {target.stat().st_size} bytes, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    make(Path(sys.argv[1]))

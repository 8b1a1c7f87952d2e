"""Fonts of PDF files: which are there, which official font each stands in for, which characters they hold."""

from __future__ import annotations

import mmap
import os
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fonts"
OWN = "JIXIAO_FONTS"  # environment variable: a folder with the office's own licensed fonts
SPARE = "Jixiao Song"  # the face with the most characters
# The official font of each part of a paper, the names its file may bear, and the face that stands in for it.
OFFICIAL = {
    "body": ("仿宋_GB2312", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"), SPARE),
    "kai": ("楷体_GB2312", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"), SPARE),
    "hei": ("黑体", ("SimHei", "黑体"), "Jixiao Hei"),
    "title": ("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"), "Jixiao Biaosong"),
    "song": ("宋体", ("SimSun", "宋体"), SPARE),
}
MISSING = "〓"  # the printer's mark for a character there is no type of
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})  # controls, direction marks and blanks need no type
LONGEST_MAP = 500_000  # groups of a character map; more is no font
FULL = 0x10FFFF


def folders() -> list[Path]:
    """Return the folders fonts are taken from, the office's own first."""
    own = os.environ.get(OWN, "")
    return [*([Path(own)] if own and Path(own).is_dir() else []), FOLDER]


def faces(families: Iterable[str]) -> dict[str, list[str]]:
    """Return for each part of a paper the families to set it in, best first."""
    there = set(families)
    chosen = {}
    for part, (_, names, stand_in) in OFFICIAL.items():
        own = next((name for name in names if name in there), None)
        chosen[part] = list(dict.fromkeys([*([own] if own else []), stand_in, SPARE]))
    return chosen


def stand_ins(families: Iterable[str]) -> str:
    """Say in one sentence which fonts stand in for the official ones; empty where none has to."""
    chosen = faces(families)
    pairs = [f"{chosen[part][0]} 代 {name}" for part, (name, names, _) in OFFICIAL.items() if chosen[part][0] not in names]
    return f"字体替代：{'、'.join(pairs)}" if pairs else ""


def without(text: str, paths: Iterable[tuple[Path, int]]) -> frozenset[str]:
    """Return the characters of a text no font of the list holds."""
    left = {char for char in set(text) if unicodedata.category(char) not in UNSEEN}
    for path, index in paths:
        if not left:
            break
        held = coverage(path, index)
        left = {char for char in left if not _holds(held, ord(char))}
    return frozenset(left)


def _holds(held: tuple[tuple[int, int], ...], code: int) -> bool:
    at = bisect_right(held, (code, FULL)) - 1
    return at >= 0 and held[at][0] <= code <= held[at][1]


@cache
def coverage(path: Path, index: int = 0) -> tuple[tuple[int, int], ...]:
    """Return the ranges of characters a font holds; none for what is no font that can be read."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return tuple(sorted(_ranges(data, index)))
    except (OSError, ValueError, struct.error, IndexError, StopIteration, RuntimeError):
        return ()


def _ranges(data: mmap.mmap, index: int) -> Iterator[tuple[int, int]]:
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    tables = [struct.unpack_from(">4sIII", data, start + 12 + 16 * number) for number in range(count)]
    at = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    best: dict[int, int] = {}
    for number in range(struct.unpack_from(">H", data, at + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", data, at + 4 + 8 * number)
        if platform in {0, 3}:
            best[struct.unpack_from(">H", data, at + offset)[0]] = at + offset
    if 12 in best:  # noqa: PLR2004 - the formats of a character map have no names
        yield from _groups(data, best[12])
    elif 4 in best:  # noqa: PLR2004
        yield from _segments(data, best[4])


def _groups(data: mmap.mmap, at: int) -> Iterator[tuple[int, int]]:
    count = min(LONGEST_MAP, struct.unpack_from(">I", data, at + 12)[0])
    for number in range(count):
        low, high, _ = struct.unpack_from(">III", data, at + 16 + 12 * number)
        yield low, min(high, FULL)


def _segments(data: mmap.mmap, at: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    yield from ((low, high) for low, high in zip(starts, ends, strict=True) if low != 0xFFFF)  # noqa: PLR2004 - the closing segment

"""The container of old files, packed anew: a library that follows a circle of sectors for ever is given none to follow."""

from __future__ import annotations

import struct

SECTOR, SMALLEST = 512, 4_096  # bytes; a shorter stream would need the mini table
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LISTED = 109  # table sectors the header itself can name
PER_SECTOR = SECTOR // 4
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(name: str, stream: bytes) -> bytes:
    """Return an OLE2 file that holds one stream; a short one is padded."""
    size = max(SMALLEST, len(stream))
    count = -(-size // SECTOR)
    tables, more = _tables(count + 1)
    chain = [*range(1, count), END, END, *[TABLE] * tables, *[TABLE - 1] * more]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    first = count + 1  # the directory lies behind the stream, the tables behind the directory
    places = list(range(first, first + tables))
    header = MAGIC + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<9I", 0, tables, count, 0, SMALLEST, END, 0, first + tables if more else END, more)
    header += struct.pack(f"<{LISTED}I", *(places[:LISTED] + [FREE] * (LISTED - len(places[:LISTED]))))
    directory = (_entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, 0, size)).ljust(SECTOR, b"\0")
    return header + stream.ljust(count * SECTOR, b"\0") + directory + fat + _more(places[LISTED:], first + tables, more)


def _tables(sectors: int) -> tuple[int, int]:
    """Return how many table sectors, and sectors naming those, so many sectors and they themselves need."""
    tables = more = 0
    while True:
        wanted = -(-(sectors + tables + more) // PER_SECTOR)
        extra = -(-max(0, wanted - LISTED) // (PER_SECTOR - 1))
        if (wanted, extra) == (tables, more):
            return tables, more
        tables, more = wanted, extra


def _more(places: list[int], first: int, count: int) -> bytes:
    """Return the sectors that name the table sectors the header has no room for."""
    body = b""
    step = PER_SECTOR - 1
    for number in range(count):
        named = places[number * step : (number + 1) * step]
        following = first + number + 1 if number + 1 < count else END
        body += struct.pack(f"<{PER_SECTOR}I", *named, *[FREE] * (step - len(named)), following)
    return body


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, FREE, FREE, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)

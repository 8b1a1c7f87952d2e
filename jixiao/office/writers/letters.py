"""Official letters as .docx (GB/T 9704-2012): red head where there is one, 22 lines of 28 characters, the official fonts named."""

from __future__ import annotations

from jixiao.office.facts import Letter
from jixiao.office.writers import layout, word

GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'
RED = '<w:color w:val="E60012"/>'
NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
EDGE = 8844  # the width of the text in twentieths of a point
NAME_WIDTH = 442  # the same in points
LARGEST = 44  # points of the red head's name
LEVELS = ("body", "hei", "kai")


def write(said: Letter) -> bytes:
    """Return the letter as a file."""
    body = [*_head(said), *_title(said), *_body(said), *_end(said), *_imprint(said)]
    return word.package("".join(body) + word.section(grid=GRID), grid=True)


def _line(text: str = "", *, side: str = "left", indent: str = NO_INDENT, form: str = "", before: str = "") -> str:
    return f'<w:p><w:pPr>{before}{indent}<w:jc w:val="{side}"/></w:pPr>{word.run(text, form)}</w:p>'


def _head(said: Letter) -> list[str]:
    if not said.organ:
        return []
    found = [_line(text, form=word.font("hei")) for text in (said.secrecy, said.urgency) if text]
    found += [_line() for _ in range(max(0, 3 - len(found)))]
    points = min(LARGEST, NAME_WIDTH // max(1, len(said.organ)))
    spaced = '<w:spacing w:line="1200" w:lineRule="exact"/>'
    found.append(_line(said.organ, side="center", form=f"{word.font('title')}{RED}{word.size(points)}", before=spaced))
    found.append(_line())
    if said.approver:
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{EDGE - 320}"/></w:tabs>'
        inside = word.run(f"{said.number}\t签发人：") + word.run(said.approver, word.font("kai"))
        line = f'<w:p><w:pPr>{{}}{tab}<w:ind w:left="320" w:firstLineChars="0" w:firstLine="0"/></w:pPr>{inside}</w:p>'
    else:
        line = f'<w:p><w:pPr>{{}}{NO_INDENT}<w:jc w:val="center"/></w:pPr>{word.run(said.number)}</w:p>'
    border = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="E60012"/></w:pBdr>'
    return [*found, line.format(border), _line(), _line()]


def _title(said: Letter) -> list[str]:
    form = f"{word.font('title')}{word.size(22)}"
    spaced = '<w:spacing w:line="660" w:lineRule="exact"/>'
    lines = [_line(text, side="center", form=form, before=spaced) for text in said.title.split("\n")]
    return [*lines, _line()]


def _body(said: Letter) -> list[str]:
    found = [_line(f"{said.to}：")] if said.to else []
    for text in said.body:
        level, head, rest = layout.heading(layout.clean(text))
        keep = "<w:pPr><w:keepNext/></w:pPr>" if level and not rest else ""
        found.append(f"<w:p>{keep}{word.run(head, word.font(LEVELS[level]))}{word.run(rest)}</w:p>")
    if said.attachments:
        found.append(_line())
        many = len(said.attachments) > 1
        for number, name in enumerate(said.attachments, 1):
            label = "附件：" if number == 1 else "\u3000\u3000\u3000"
            hang = '<w:ind w:leftChars="550" w:left="1760" w:hangingChars="350" w:hanging="1120"/>'
            found.append(_line(f"{label}{f'{number}.' if many else ''}{name}", indent=hang))
    return found


def _end(said: Letter) -> list[str]:
    if not said.signer and not said.on:
        return []
    # The signature stands centred over the date, whose end is four characters from the edge.
    wide = max(layout.half_widths(said.signer), layout.half_widths(said.on)) * 160 + 480
    middle = f'<w:ind w:left="{max(0, EDGE - 1280 - wide)}" w:right="1280" w:firstLineChars="0" w:firstLine="0"/>'
    found = [
        _line(),
        _line(),
        *[_line(text, side="center", indent=middle, before="<w:keepNext/>") for text in (said.signer, said.on) if text],
    ]
    return [*found, *([f"<w:p>{word.run(f'（{said.notes}）')}</w:p>"] if said.notes else [])]


def _imprint(said: Letter) -> list[str]:
    rows = [f"抄送：{said.copies}。"] if said.copies else []
    if said.printer:
        rows.append(f"{said.printer}\t{said.printed}" + ("印发" if said.printed else ""))
    found = [_line()] if rows else []
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{EDGE - 280}"/></w:tabs>'
    for number, text in enumerate(rows):
        top = f'<w:top w:val="single" w:sz="{8 if number == 0 else 6}" w:space="1" w:color="000000"/>'
        bottom = '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="000000"/>' if number == len(rows) - 1 else ""
        border = f"<w:pBdr>{top}{bottom}</w:pBdr>{tab}"
        found.append(
            _line(
                text, indent='<w:ind w:left="280" w:right="280" w:firstLineChars="0" w:firstLine="0"/>', form=word.size(14), before=border
            )
        )
    return found

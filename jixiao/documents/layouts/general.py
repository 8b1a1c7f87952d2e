from jixiao.documents.facts import Layout, Reading
from jixiao.documents.sums import reading
from jixiao.office.facts import Document

CODE = "general"


def recognises(document: Document) -> int:
    """Take any document no other form claims: header words alone decide."""
    return 1 if document.blocks else 0


def read(document: Document) -> Reading:
    """Read by header words, whatever the form."""
    return reading.read(document, CODE)


ENTRY = Layout(code=CODE, title="通用（按表头文字识别）", recognises=recognises, read=read)

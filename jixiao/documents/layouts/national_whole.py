from jixiao.documents.facts import Layout, Reading
from jixiao.documents.layouts import national
from jixiao.documents.sums import national_form, reading, recognition, whole_form, writing
from jixiao.office.facts import Block, Document, Paragraph
from jixiao.targets.facts import Filing

CODE = "national-whole"
MARKS = {"部门名称": 20, "任务名称": 20, "责任科室": 30, "对应项目": 30}


def recognises(document: Document) -> int:
    """Score the heads only this form has; a form about a whole department without them is read as the project it looks like."""
    found = recognition.labels(document)
    return sum(points for mark, points in MARKS.items() if mark in found)


def read(document: Document) -> Reading:
    """Read the department's table, and one table a project below it."""
    return reading.read(document, CODE)


def write(filing: Filing) -> Document:
    """Write the department's table, then the projects' as the Ministry's form has them."""
    blocks: list[Block] = []
    if filing.department is not None:
        blocks += [*whole_form.heading(filing), whole_form.table(filing.department, filing.projects)]
    if filing.part_title is not None:
        blocks += [Paragraph("第二部分", 1, fresh=True), Paragraph(filing.part_title, 1)]
    for project in filing.projects:
        blocks += [*writing.heading(filing, project, national.FORM), national_form.table(project, national.FORM)]
    return Document(tuple(blocks), "")


ENTRY = Layout(code=CODE, title="部门（单位）整体支出绩效目标申报表（财政部）", recognises=recognises, read=read, write=write)

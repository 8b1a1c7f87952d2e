from jixiao.documents.facts import Layout, Reading
from jixiao.documents.sums import national_form, reading, recognition, writing
from jixiao.office.facts import Block, Document
from jixiao.targets.facts import Filing

CODE = "national"
MARKS = {
    "年度资金总额": 30,
    "中期资金总额": 10,
    "主管部门及代码": 20,
    "主管部门": 10,
    "实施单位": 10,
    "项目期": 10,
    "指标值": 5,
    "项目属性": 5,
}
TITLES = ("项目支出绩效目标申报表", "项目支出绩效目标表", "项目支出绩效自评表")

FORM = writing.Form(
    lead="项目负责人及电话",
    columns=("level1", "level2", "level3", "value"),
    heading="{title}",
    title="项目支出绩效目标申报表",
)


def recognises(document: Document) -> int:
    """Score the labels and titles of the Ministry's form; only a table of indicators makes them count."""
    found = recognition.labels(document)
    if not {"三级指标", "指标值", "年度指标值"} & found:
        return 0
    score = sum(points for mark, points in MARKS.items() if mark in found)
    return min(90, score + (20 if any(title in one for one in found for title in TITLES) else 0))


def read(document: Document) -> Reading:
    """Read by header words: the form differs by province in nothing else."""
    return reading.read(document, CODE)


def write(filing: Filing) -> Document:
    """Write one table a project, as the Ministry's form has it; the medium-term half where the project has one."""
    blocks: list[Block] = list(writing.department_blocks(filing))
    for project in filing.projects:
        blocks += [*writing.heading(filing, project, FORM), national_form.table(project, FORM)]
    return Document(tuple(blocks), "")


ENTRY = Layout(code=CODE, title="项目支出绩效目标申报表（财政部）", recognises=recognises, read=read, write=write)

from jixiao.documents.facts import Layout, Reading
from jixiao.documents.sums import reading, recognition, writing
from jixiao.office.facts import Document
from jixiao.targets.facts import Filing

CODE = "hebei-2022"
MARKS = {"年度申请资金额度": 30, "资金支出计划": 30, "指标值确定依据": 20, "项目负责人及联系电话": 10}
PLAN = {"一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"}


def recognises(document: Document) -> int:
    """Score the labels only this form has, and the headings of its department plan."""
    found = recognition.labels(document)
    return min(100, sum(points for mark, points in MARKS.items() if mark in found) + (30 if len(PLAN & found) > 1 else 0))


def read(document: Document) -> Reading:
    """Read the department plan and one table a project."""
    return reading.read(document, CODE)


def write(filing: Filing) -> Document:
    """Write the department plan in prose and one table a project."""
    return writing.write(filing, writing.Form())


ENTRY = Layout(code=CODE, title="河北省市县预算项目绩效目标文本（2022）", recognises=recognises, read=read, write=write)

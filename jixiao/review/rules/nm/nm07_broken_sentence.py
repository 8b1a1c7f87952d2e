import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import chain

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, project, section
from jixiao.review.sums import any_of, first_of, goals, paragraphs
from jixiao.targets.facts import Filing

CLAUSES = re.compile(r"[，,。；;！!？?\n]+")
DONE = "并组织实施"


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find paragraphs that stop on 等, plans to be carried out that nobody draws up, and clauses without verb or with half an object.

    Read are the goals of the tables and the plan of the department; indicator names are NM-10's.
    """
    for path, text in chain(goals(filing), paragraphs(filing)):
        problems = list(_broken(text, pack))
        if problems:
            yield Finding(
                path,
                "；".join(word for word, _ in problems),
                quote=problems[0][0].split("」")[0].removeprefix("「"),
                suggestion="；".join(advice for _, advice in problems),
            )


@lru_cache(maxsize=4096)
def _broken(text: str, pack: Pack) -> tuple[tuple[str, str], ...]:
    clauses = [clause.strip() for clause in CLAUSES.split(text) if clause.strip()]
    found = [one for clause in clauses if (one := _clause(clause, pack))]
    if clauses and text.rstrip().endswith("等") and len(clauses) > 1:
        found.append((f"「{clauses[-1]}」到「等」为止，句子没有写完", "补全句子并加句号"))
    return tuple(found)


def _clause(clause: str, pack: Pack) -> tuple[str, str] | None:
    words = pack.words
    if clause.endswith(DONE):
        plan = clause.removesuffix(DONE)
        if plan.endswith(words["objects_of_plans"]) and not any_of(words["verbs"]).search(plan):
            return f"「{clause}」缺少动词", f"改为「拟订{clause}」"
    elif clause.endswith(words["ends_without_verb"]):
        if not any_of(words["verbs"]).search(clause):
            return f"「{clause}」缺少谓语", f"改为「保障{clause}」"
    elif clause.endswith(words["incomplete_objects"]) and clause.startswith(words["promising_verbs"]):
        thing = clause.removeprefix(first_of(clause, words["promising_verbs"]))
        if not any_of(words["verbs"]).search(thing):
            return f"「{clause}」没有写完", f"写明做到什么，如「确保{thing}按月足额发放」"
    return None


ENTRY = Rule(
    code="NM-07",
    title="句子残缺",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(project(annual_goal="保障劳务派遣人员正常工作需要，确保职工工资按月足额发放，确保按时支付工资")),
        filing(department=department(section("一", "做事|推进配送中心、物流信息平台建设等。"), overall="拟订服务贸易发展规划并组织实施。")),
    ),
    caught=(
        filing(project(annual_goal="人员工资及时足额发放，劳务派遣人员正常工作需要")),
        filing(project(annual_goal="确保单位正常运转，确保职工工资")),
        filing(department=department(overall="监督技术引进，全市服务贸易发展规划并组织实施。")),
        filing(department=department(section("一", "做事|建设配送中心。物流信息平台建设等"))),
    ),
)

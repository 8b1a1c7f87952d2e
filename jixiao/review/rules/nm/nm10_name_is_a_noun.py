import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import proposal, subject
from jixiao.targets.facts import Project

HAN = re.compile(r"[\u4e00-\u9fff]")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find indicator names that are slogans or clauses instead of something to measure.

    Some beginnings (确保, 不高于) make a slogan whatever follows; others (提高, 完成) only where the name does not end on something
    measurable: 完成及时率 and 保障人数 are good names. A good name that is merely too long is a hint.
    """
    limit = int(pack.numbers["name_length"])
    for row in project.rows:
        name = row.name
        if _is_slogan(name, pack):
            better = proposal(subject(project, pack), row.level2, pack)
            yield Finding(
                row.at("level3"),
                f"指标名称「{name}」是口号或动作，不是可以计量的名称",
                quote=name,
                suggestion=f"改为名词性指标，如{better}" if better else "改为以数量、率、额、时间等结尾的名词",
            )
        elif len(name) > limit and (length := len(HAN.findall(name))) > limit:
            yield Finding(
                row.at("level3"),
                f"指标名称「{name}」有{length}个字，过长",
                quote=name,
                suggestion=f"压缩到{limit}个字以内，口径写在指标解释里",
                severity=Severity.INFO,
            )


@lru_cache(maxsize=16384)
def _is_slogan(name: str, pack: Pack) -> bool:
    if name.startswith(pack.words["slogan_always"]):
        return True
    if not name.startswith(pack.words["slogan_unmeasured"]):
        return False
    return not name.endswith(pack.words["measurable_endings"]) or name.endswith(pack.words["not_measurable"])


ENTRY = Rule(
    code="NM-10",
    title="指标名称为句子或动宾口号",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    hard=False,
    check=check,
    clean=(
        project(
            indicator("数量指标", "保障人数"),
            indicator("时效指标", "完成及时率"),
            indicator("质量指标", "规范化建设达标率"),
            indicator("经济效益指标", "促成贸易成交额"),
            indicator("数量指标", "开展商务活动数量"),
        ),
    ),
    caught=(
        project(indicator("质量指标", "确保考核指标完成")),
        project(indicator("经济效益指标", "提高储存效率")),
        project(indicator("社会效益指标", "促进全市经济发展")),
        project(indicator("成本指标", "不高于支出核定数额")),
        project(indicator("数量指标", "全市规模以上工业企业研究开发经费投入数量")),
    ),
)

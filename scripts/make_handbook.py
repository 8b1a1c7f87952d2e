"""Write the generated pages of the handbook from the product itself; --check says whether they are up to date.

    python scripts/make_handbook.py [--check]

rules.md comes from the shelves of review and supervision rules, the standard pack and the approval policies, layouts.md from the shelf of layouts, roles.md from the
table of roles, life.md from the states of a target, ledgers.md from the shelf of ledgers. The lists cannot rot: ./check compares them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # a script beside the package, run without installing it

from jixiao.documents import layouts  # noqa: E402
from jixiao.documents.facts import Layout  # noqa: E402
from jixiao.evidence import book as evidence  # noqa: E402
from jixiao.evidence.facts import Ledger  # noqa: E402
from jixiao.kernel import shelf  # noqa: E402
from jixiao.kernel.roles import ADMINISTRATORS, GUARDED, LENDABLE, Permission, Role  # noqa: E402
from jixiao.kernel.rule import Confidence, Rule, Severity  # noqa: E402
from jixiao.review import book  # noqa: E402
from jixiao.review.facts import Pack  # noqa: E402
from jixiao.spending import book as spending  # noqa: E402
from jixiao.spending.facts import Policy  # noqa: E402
from jixiao.spending.sums import STEPS  # noqa: E402
from jixiao.targets.states import LIFE, RIGHT, TURN  # noqa: E402

FOLDER = ROOT / "docs" / "handbook"
FAMILIES = {
    "FC": "填报完整性",
    "NM": "名称与文字",
    "MP": "资金与支出计划",
    "IS": "指标结构",
    "IV": "指标值",
    "RL": "目标、指标与资金的关系",
    "BS": "指标值确定依据",
    "XD": "部门整体与表间关系",
    "PD": "公开与个人信息",
}
SURE = {Confidence.HIGH: "高", Confidence.MEDIUM: "中", Confidence.LOW: "低", Confidence.DESIGN: "系统约定"}
HEAD = ("代码", "规则", "级别", "性质", "提示语举例", "依据", "适用")
MADE = "<!-- Made by scripts/make_handbook.py; change the product, not this page. -->\n"


def cell(text: str) -> str:
    """Return a text that fits one cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def example(rule: Rule, given: Callable[[Any], Any]) -> str:
    """Return the sentence a user sees, from the rule's own example of what it catches; ``given`` says what its check works with."""
    for subject in rule.caught:
        for finding in rule.check(subject, given(subject)):
            return str(finding.message)
    return ""


def dates(rule: Rule) -> str:
    """Return from when to when a rule applies."""
    return f"{rule.since:%Y-%m-%d} 起" + (f"，至 {rule.until:%Y-%m-%d}" if rule.until else "")


def row_of(rule: Rule, pack: Pack, given: Callable[[Any], Any]) -> tuple[str, ...]:
    """Return one rule as a row of its family's table."""
    laws = "；".join(pack.laws[key] for key in rule.basis or ("B-DES",))
    kind = "确定" if rule.hard else "提示性"
    return (
        rule.code,
        cell(rule.title),
        rule.severity.word,
        kind,
        cell(example(rule, given)),
        f"{cell(laws)}（{SURE[rule.confidence]}）",
        dates(rule),
    )


def supervision_part(pack: Pack) -> str:
    """Return the rules of internal supervision, which look at a department's year of money."""
    rules = spending.supervision()
    counts = Counter(rule.severity for rule in rules)
    summary = "、".join(f"{severity.word} {counts[severity]} 条" for severity in sorted(Severity, reverse=True))
    rows = [row_of(rule, pack, lambda year: year.limits) for rule in rules]
    return (
        f"## IC 支出与内部控制\n\n另有 {len(rules)} 条看全年的支出：{summary}。草稿、被退回和不予支出的不看，退款抵减。"
        f"确定性的要整改，提示性的可以写明理由后保留。\n\n{table(HEAD, rows)}"
    )


def policies_part() -> str:
    """Return the approval policies a department may adopt, band by band."""
    head = ("代码", "审批权限", "档次", "金额", "签批", "须附", "依据", "适用")
    rows = [row for policy in spending.shelf() for row in bands(policy)]
    text = "按整件事或合同的金额定档，不按单张发票；正好等于分界的归哪一档由单位选定，默认从严。固定支出清单内的经济分类不上会。"
    lists = [f"{policy.code} 固定支出清单：{'、'.join(policy.exempt)}。\n" for policy in spending.shelf() if policy.exempt]
    return "\n".join([f"## 审批权限\n\n{text}\n\n{table(head, rows)}", *lists])


def bands(policy: Policy) -> list[tuple[str, ...]]:
    """Return one row for each band of a policy."""
    tops = [*(f" 至 {band.floor.grouped()} 元" for band in policy.bands[1:]), " 元和更多"]
    until = f"，至 {policy.until:%Y-%m-%d}" if policy.until else ""
    return [
        (
            policy.code,
            cell(policy.title),
            band.title,
            f"{band.floor.grouped()}{top}",
            " → ".join(STEPS[step][0] for step in band.steps),
            "、".join(band.papers) or "—",
            cell(policy.basis),
            f"{policy.since:%Y-%m-%d} 起{until}",
        )
        for band, top in zip(policy.bands, tops, strict=True)
    ]


def rules_page() -> str:
    """Return the page of the review rules."""
    pack = book.load_pack()
    rules = book.shelf()
    counts = Counter(rule.severity for rule in rules)
    summary = "、".join(f"{severity.word} {counts[severity]} 条" for severity in sorted(Severity, reverse=True))
    parts = [
        "# 审核规则\n",
        MADE,
        (
            f"共 {len(rules)} 条，按“{pack.title}”：{summary}。"
            f"其中 {sum(rule.hard for rule in rules)} 条是确定性的，其余是提示性的，审核人可以写明理由后保留。\n"
        ),
        (
            "阻断：改正之前不能提交。错误：审核人应当退回。警告：须改正或说明理由。提示：供参考。"
            "依据栏括号里是把握程度，“系统约定”表示没有强制性条文，单位可以调整。\n"
        ),
    ]
    for code, title in FAMILIES.items():
        rows = [row_of(rule, pack, lambda _subject: pack) for rule in rules if rule.code.startswith(f"{code}-")]
        if rows:
            parts.append(f"## {code} {title}\n\n{table(HEAD, rows)}")
    strangers = sorted({rule.code for rule in rules if rule.code.split("-")[0] not in FAMILIES})
    if strangers:
        message = f"scripts/make_handbook.py: FAMILIES lacks the family of {strangers}"
        raise SystemExit(message)
    return "\n".join([*parts, supervision_part(pack), policies_part()])


def roles_page() -> str:
    """Return the page of roles and permissions."""
    head = ("权限", "标识", *(role.word for role in Role))
    rows = [
        (
            f"{permission.word}{' ※' if permission in GUARDED else ''}",
            f"`{permission}`",
            *("●" if permission in role.permissions else "" for role in Role),
        )
        for permission in Permission
    ]
    names = "、".join(role.word for role in Role if role in ADMINISTRATORS)
    lent = "、".join(role.word for role in Role if role in LENDABLE)
    return "\n".join(
        [
            "# 岗位与权限\n",
            MADE,
            "一个人可以在一个单位担任几个岗位；权限及于本单位和下级单位，看不到的单位等于不存在。※ 须凭第二因素登录。\n",
            table(head, rows),
            (
                f"三员分立：{names}须由三个人分别担任，也不得兼任业务岗位。系统管理员建账号，安全保密员授予岗位、发登录链接，"
                "两个人办才开得出一个能用的账号。\n"
            ),
            (
                f"可以委托他人的岗位：{lent}。委托最长一年，只能委托给本部门的人，不能转委托，可设单笔上限；单据上写明代谁。"
                "谁填报的目标谁不能审核，代办的也不能审核委托人填报的；同一个人的几个账号算一个人。\n"
            ),
            table(("岗位", "标识"), [(role.word, f"`{role}`") for role in Role]),
        ]
    )


def layouts_page() -> str:
    """Return the page of the layouts a file is recognised by and written in."""
    entries: dict[str, Layout] = shelf.entries(layouts)
    rows = [(f"`{entry.code}`", cell(entry.title), "能" if entry.write else "只读入") for entry in entries.values()]
    return "\n".join(
        [
            "# 表样\n",
            MADE,
            "上传的文件按表头用语识别，不看文件名。识别不了的内容会列为疑点，不会悄悄丢掉。\n",
            table(("代码", "表样", "导出"), rows),
        ]
    )


def life_page() -> str:
    """Return the page of a target's life: the diagram, and who may make which move from where."""
    rows = [(move.verb, "、".join(move.sources), move.target, holders(move.name)) for move in LIFE.moves]
    return "\n".join(
        [
            "# 目标的状态\n",
            MADE,
            "目标从草稿到批复、调整、冻结所经过的状态。按钮、拒绝的理由和这张图出自同一张表。\n",
            f"```mermaid\n{LIFE.diagram()}\n```\n",
            table(("办理", "在什么状态", "办成", "谁能办"), rows),
        ]
    )


def ledgers_page() -> str:
    """Return the page of ledgers: what each proves, what an entry says, which measures it offers."""
    head = ("代码", "台账", "何时登记", "证明的任务、资金")
    rows = [(one.code, one.word, cell(one.about), "、".join(one.proves)) for one in evidence.shelf().values()]
    house = "、".join(f"{one.word}（{one.note}）" for one in evidence.HOUSE)
    text = "放一个文件就多一种台账；表单、列表、导入导出、按月汇总和可关联的口径都由它得出。单位只在同一类量内换算。"
    parts = [f"# 台账\n\n{text}\n\n{table(head, rows)}\n不属于台账的口径：{house}。\n"]
    return "\n".join([*parts, *(ledger_part(one) for one in evidence.shelf().values())])


def ledger_part(one: Ledger) -> str:
    """Return one ledger: its columns and its measures."""
    columns = [(column.head, column.form.value, "必填" if column.needed else "", "、".join(column.choices)) for column in one.columns]
    measures = [(f"`{one.code}.{each.code}`", each.word, each.how.value, each.unit) for each in one.measures]
    said = f"## {one.word}\n\n{'、'.join(one.column(key).word for key in one.same)}都相同的算同一条。\n"
    return "\n".join([said, table(("列", "类型", "", "可选"), columns), table(("口径", "名称", "算法", "单位"), measures)])


def holders(move: str) -> str:
    """Return the posts that may make a move; returning and refusing are for whoever's turn it is."""
    rights = {RIGHT[move]} if move in RIGHT and move not in TURNING else set(TURN.values())
    return "、".join(role.word for role in Role if role.permissions & rights) + ("（轮到谁谁办）" if move in TURNING else "")


TURNING = {"send_back", "reject"}
PAGES = {"rules.md": rules_page, "roles.md": roles_page, "layouts.md": layouts_page, "life.md": life_page, "ledgers.md": ledgers_page}


def main() -> int:
    """Write the pages, or with --check compare them; return 1 when one is out of date."""
    checking = "--check" in sys.argv[1:]
    stale = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if checking and (not path.exists() or path.read_text("utf-8") != text):
            stale.append(name)
        elif not checking:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python scripts/make_handbook.py and commit")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())

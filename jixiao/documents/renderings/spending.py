"""Letters of spending: the 请示 that asks for the money, made from the payment itself, and the 会议纪要 of who said and decided what."""

from __future__ import annotations

from jixiao.documents.sums.papers.spending.pieces import day
from jixiao.documents.sums.papers.spending.said import Asked, Under
from jixiao.documents.sums.writing import han
from jixiao.office.facts import Letter
from jixiao.spending.facts import Member, Minutes, Resolution, Voice
from jixiao.spending.renderings.capitals import capitals

OWN = "请示"  # the paper that this letter itself is: never its own attachment
SPENDINGS = ("费", "费用", "经费", "款", "款项", "资金", "补贴", "补助")  # how a title ends that names money itself
LEADERS = (("局", "局领导"), ("委员会", "委领导"), ("委", "委领导"), ("办公室", "办领导"), ("厅", "厅领导"))
NOBODY = "无"
UNDECIDED = "未形成决定"
AGREED = "同意"


def petition(said: Asked) -> Letter:
    """Return the 请示 of a payment: what for, how much, from where, under which contract and by whose approval."""
    body = [f"因“{said.matter}”工作需要，{said.section}拟支出“{said.title}”款项。现将有关情况请示如下：", "一、事项和理由", _reason(said)]
    body += ["二、金额和资金来源", _source(said)]
    if said.contract:
        body += ["三、合同情况", _contract(said.contract)]
    posts = "、".join(one.post for one in said.signs)
    if posts:
        body += [f"{'四' if said.contract else '三'}、审批", f"按照“{said.policy}”，本事项属于{said.band}，须经{posts}审批。"]
    return Letter(
        title=f"关于{subject(said.title)}的请示",
        to=leaders(said.department),
        body=(*body, "妥否，请批示。"),
        attachments=tuple(_file(kind, name) for kind, name in said.papers if kind != OWN),
        signer=said.section,
        on=day(said.on),
    )


def subject(title: str) -> str:
    """Return what a request is about, as its title says it: 支付…费, or …所需经费."""
    plain = title.strip().rstrip("。")
    if plain.startswith(("支付", "拨付", "列支")):
        return plain
    return f"支付{plain}" if plain.endswith(SPENDINGS) else f"{plain}所需经费"


def leaders(department: str) -> str:
    """Return whom a section asks: the leaders of its department."""
    return next((word for ending, word in LEADERS if department.endswith(ending)), "单位领导")


def _reason(said: Asked) -> str:
    whole = f"该事项整件事金额{said.whole.grouped()}元" if said.whole != said.amount else f"该事项金额{said.whole.grouped()}元"
    served = f"，对应绩效指标“{said.indicator}”" if said.indicator else ""
    paid = f"，收款人为{said.payee}" if said.payee else ""
    explained = f"有关说明：{said.explanation.rstrip('。')}。" if said.explanation else ""
    return f"{whole}{served}。本次申请的款项为{said.stage or '支出'}{paid}。{explained}"


def _source(said: Asked) -> str:
    amount = f"本次申请支出{said.amount.grouped()}元（大写：{capitals(said.amount)}）"
    if said.quota is None:
        return f"{amount}。"
    one = said.quota
    return (
        f"{amount}，在“{one.project}”项目中列支，资金来源为{one.source}，支出功能分类{said.function}，经济分类{said.economic}。"
        f"该项指标批复和调整共{one.total.grouped()}元，已支付{one.paid.grouped()}元，在办冻结{one.frozen.grouped()}元，可用余额{one.available.grouped()}元。"
    )


def _contract(one: Under) -> str:
    left = one.ceiling - one.paid
    return (
        f"已签订《{one.name}》（{one.code}），合同金额{one.ceiling.grouped()}元，已支付{one.paid.grouped()}元，未支付{left.grouped()}元。"
    )


def _file(kind: str, name: str) -> str:
    """Name an attachment: its file without the ending, and its kind where the file does not say it."""
    stem = name.rpartition(".")[0] or name
    return stem if kind in stem else f"{kind}：{stem}"


def minutes(said: Minutes) -> Letter:
    """Return the 会议纪要 of a meeting: who was there and who was not, each topic with what each said, what was decided."""
    called = len(said.present) + len(said.absent)
    body = [
        f"时间：{day(said.on)}",
        f"地点：{said.place or NOBODY}",
        f"主持：{said.chair or NOBODY}",
        f"出席：{_people(said.present)}",
        f"缺席：{_people(said.absent)}",
        f"记录：{said.secretary}",
        f"应到{called}人，实到{len(said.present)}人，{_quorate(said)}。会议研究了{len(said.topics)}项议题，纪要如下：",
    ]
    for topic in said.topics:
        body += _topic(topic)
    body.append("主持人（签字）：　　　　　　　记录人（签字）：")
    return Letter(
        title=f"关于{_studied(said.topics)}的会议纪要",
        body=tuple(body),
        signer=said.unit,
        on=day(said.final or said.on),
        organ=f"{said.unit}{said.kind}纪要",
        number=said.code or "（未定稿）",
    )


def _quorate(said: Minutes) -> str:
    enough = len(said.present) >= said.quorum
    return f"{'达到' if enough else '未达到'}规定的{said.quorum}人"


def _people(members: tuple[Member, ...]) -> str:
    return "、".join(_named(one) for one in members) or NOBODY


def _named(one: Member) -> str:
    return f"{one.name}（{one.post}）" if one.post else one.name


def _studied(topics: tuple[Resolution, ...]) -> str:
    if not topics:
        return "研究有关事项"
    more = f"等{len(topics)}项议题" if len(topics) > 1 else ""
    return f"研究“{topics[0].title}”{more}"


def _topic(topic: Resolution) -> list[str]:
    """Return the lines of one topic: its title, what was asked, what each said in turn, what was decided."""
    asked = f"，提请金额{topic.asked.grouped()}元（大写：{capitals(topic.asked)}）" if topic.asked else ""
    found = [f"{han(topic.position)}、{topic.title}", f"本议题属于“{topic.major}”{asked}。"]
    found += [f"{at}. {_voice(one)}" for at, one in enumerate(topic.voices, 1)]
    return [*found, f"会议决定：{decided(topic)}"]


def _voice(one: Voice) -> str:
    said = f"。{one.text.rstrip('。')}" if one.text else ""
    return f"{_named(one.member)}：{one.stance}{said}。"


def decided(topic: Resolution) -> str:
    """Say what was decided, and up to how much."""
    if not topic.outcome:
        return f"{UNDECIDED}。"
    agreed = topic.outcome == AGREED and topic.limit
    limit = f"，金额以{topic.limit.grouped()}元（大写：{capitals(topic.limit)}）为上限" if agreed else ""
    note = f"{topic.note.rstrip('。')}。" if topic.note else ""
    return f"{topic.outcome}{limit}。{note}"

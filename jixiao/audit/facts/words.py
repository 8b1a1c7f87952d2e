"""The officials' words of the log: what an act is called, and what its arguments say. An act brings its word through the door."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from jixiao.kernel.roles import Role

WORDS: dict[str, str] = {}  # verb → the officials' word, filled where each action is made; empty where one has none yet

NAMES = {
    "user.create.name": "姓名", "user.create.title": "职务", "user.describe.name": "姓名", "user.describe.title": "职务",
    "audit.export.kind": "格式", "audit.verify.since": "从第几条", "device": "设备", "digest": "会话", "near": "网段",
    "act": "事项", "person": "人员", "result": "结果", "address": "来自", "answer": "答复", "basis": "依据文件", "before": "前一版", "cause": "原因", "change": "第几次修改",
    "ceiling": "单笔上限（分）", "code": "编码", "count": "条数", "days": "时间安排", "document": "文号", "draft": "内容", "edits": "修改", "filters": "筛选条件",
    "finding": "问题", "findings": "问题", "form": "审核表", "grade": "等级", "key_id": "密钥", "kind": "类别", "minutes": "有效分钟",
    "move": "办理", "name": "名称", "note": "说明", "notes": "说明", "number": "编号", "old": "原值", "new": "新值",
    "on_behalf": "代", "opinion": "意见", "outcome": "结果", "pack": "规则包", "password": "密码", "path": "位置",
    "position": "次序", "reason": "理由", "regime": "指标体系", "role": "岗位", "sentence": "说明", "seq": "记到第几条",
    "sha256": "文件指纹", "short": "简称", "since": "自", "state": "状态", "target": "目标", "taken": "采纳", "text": "内容",
    "namesake": "同名不同人", "taker": "受托人", "title": "名称", "unit": "单位", "until": "至", "upto": "核对到第几条", "user": "人员", "username": "用户名", "value": "值",
    "asked": "提请金额", "called": "参会人员", "chair": "主持人", "limit": "同意上限", "major": "三重一大类别", "matters": "议题事项",
    "on": "日期", "opinions": "发言意见", "present": "到会人员", "quorum": "法定人数", "meeting.call.place": "地点", "meeting.arrange.place": "地点",
    "version": "所见版次", "waiver": "豁免编号", "where": "位置", "year": "年度", "data": "文件", "said": "内容", "was": "改前", "checkpoint": "检查点摘要",
    "payment.sign.digest": "内容指纹", "amount": "金额", "whole": "整件事金额", "matter": "事项", "payments": "支出", "receipt": "回单号",
    "voucher": "凭证号", "fen": "金额（分）", "quota": "指标", "payee": "收款人", "contract": "合同", "procurement": "采购", "method": "付款方式",
    "stage": "款项性质", "item": "采购品目", "indicator": "对应指标", "explanation": "疑点说明", "topic": "议题",
    "told": "内容", "category": "分类", "model": "型号", "serial": "编号、车牌", "quantity": "数量", "bulk": "大批同类", "ccm": "排气量（毫升）",
    "origin": "取得方式", "acquired": "取得日期", "accepted": "验收日期", "acceptor": "验收人", "keeper": "保管人", "years": "年限",
    "approval": "批准文号", "section": "科室", "place": "地点", "agree": "同意", "found": "实盘数量", "cards": "资产卡片", "card": "资产卡片",
    "way": "处置方式", "ledger": "台账", "texts": "内容", "through": "结账到", "measure": "取数口径", "wanted": "导入到", "chosen": "关联的指标",
    "seen": "文件", "proof": "佐证", "link.make.place": "指标", "link.end.place": "指标", "value.state.place": "指标", "proof.indicator.place": "指标",
    "link.make.whole": "全部门", "income": "处置收入", "project": "项目", "used": "仍在使用", "payment": "支出",
}  # fmt: skip
KINDS = {  # what records of the rooms above are called; words only
    "accounts.user": "人员", "accounts.seat": "岗位", "accounts.delegation": "委托", "accounts.link": "登录链接",
    "api.token": "接口令牌", "organisations.unit": "单位", "organisations.adoption": "执行口径", "organisations.season": "编报时间",
    "organisations.roster": "单位名单", "entrance.session": "会话", "library.item": "指标库指标", "library.proposal": "指标库申请", "targets.filing": "目标内容",
    "targets.change": "修改", "targets.target": "绩效目标", "targets.version": "批复版本", "targets.revision": "调整",
    "review.waiver": "豁免", "review.assessment": "审核表", "review.remark": "审核意见", "documents.upload": "文件", "documents.fill": "填报表",
    "documents.doubt": "疑问",
    "spending.payment": "支出", "spending.payee": "收款人", "spending.matter": "事项", "spending.quota": "指标",
    "spending.quotachange": "指标调整", "spending.contract": "合同", "spending.procurement": "采购", "spending.acceptance": "验收",
    "spending.paper": "附件", "spending.invoice": "发票", "spending.meeting": "会议", "spending.topic": "议题",
    "spending.adoption": "审批权限", "spending.waiver": "疑点说明",
    "spending.hold": "暂停支付", "evidence.entry": "台账记录", "evidence.closing": "台账结账", "evidence.batch": "台账导入", "evidence.file": "佐证文件",
    "evidence.proof": "佐证", "evidence.link": "指标取数", "evidence.stated": "手工填报", "evidence.survey": "满意度调查",
    "evidence.reply": "答卷",
    "monitoring.round": "监控批次", "monitoring.task": "监控表", "monitoring.snapshot": "监控快照", "monitoring.answer": "监控填报",
    "monitoring.deviation": "偏差", "monitoring.disposition": "处置",
    "assets.card": "资产卡片", "assets.transfer": "资产调拨", "assets.count": "资产盘点", "assets.countline": "盘点项",
    "assets.disposal": "资产处置", "assets.promise": "长期承诺", "assets.answer": "承诺答复",
}  # fmt: skip
PAIRS = (("old", "new"), ("source", "target"), ("before", "after"))  # arguments that are one change together
ROLES = {role.value: role.word for role in Role}
UNSAID = {"（不记录）"}
DIGEST, RECORD = re.compile(r"(sha256:)?[0-9a-f]{64}"), re.compile(r"[a-z]+\.[a-z]+:[\w-]+")
CLASS = re.compile(r"[A-Z][a-z]+([A-Z][a-z]+)*")  # an argument that is no value is kept as the name of its class: no news for people
SIGNS = 12  # of a fingerprint, enough to compare by eye


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what an event says: a name, what it was where that is known, what it is."""

    name: str
    now: str
    was: str | None = None


def said(verb: str, text: str) -> None:
    """Keep the word an action brings."""
    WORDS[verb] = text or WORDS.get(verb, "")


def word(verb: str) -> str:
    """Return what an act is called; the verb itself where it brought no word."""
    return WORDS.get(verb) or verb


def record(name: str) -> str:
    """Return what a record is called: 绩效目标 12."""
    label, _, number = name.partition(":")
    return f"{KINDS.get(label, label)} {number if number.isdigit() else number[:8]}".strip()


def told(detail: str, verb: str = "") -> tuple[Told, ...]:
    """Return the lines of an event's detail for people, changes as old and new; what is not JSON is shown as it stands."""
    try:
        kept = json.loads(detail)
    except ValueError:
        return (Told("内容", detail),)
    if not isinstance(kept, dict):
        return (Told("内容", text(kept)),)
    lines: list[Told] = []
    for old, new in PAIRS:
        if old in kept and new in kept:
            lines.append(Told("修改" if new == "new" else NAMES.get(new, new), text(kept.pop(new)), text(kept.pop(old))))
    for name, value in kept.items():
        lines += changes(value) if name == "edits" else [Told(name_of(verb, str(name)), text(value))]
    return tuple(line for line in lines if line.now or line.was)


def name_of(verb: str, name: str) -> str:
    """Return what an argument is called, in this act or in any."""
    return NAMES.get(f"{verb}.{name}") or NAMES.get(name, name)


def changes(value: Any) -> list[Told]:
    """Return a list of [where, old, new] as one line each."""
    if not isinstance(value, list) or not all(isinstance(one, list) and len(one) == 3 for one in value):  # noqa: PLR2004 - where, old, new
        return [Told(NAMES["edits"], text(value))]
    return [Told(str(where), text(new), text(old)) for where, old, new in value]


def text(value: Any) -> str:
    """Write a value of the detail for people; nothing for none."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case dict():
            return "；".join(f"{NAMES.get(name, name)}：{text(item)}" for name, item in value.items() if text(item))
        case list():
            return "、".join(text(item) for item in value)
        case _:
            return phrase(str(value))


def phrase(value: str) -> str:
    """Write a text of the detail for people: digests short, records and posts by their words."""
    if value in UNSAID or CLASS.fullmatch(value):
        return ""
    if DIGEST.fullmatch(value):
        return f"{value.removeprefix('sha256:')[:SIGNS]}…"
    return record(value) if RECORD.fullmatch(value) else ROLES.get(value, value)

"""What people type about a disposal: how and why, the decision, what came in."""

from __future__ import annotations

from jixiao.assets.facts import WAYS
from jixiao.spending.forms.contracts import Asked, choice, day
from jixiao.spending.forms.payments import MoneyField, line, words


class ProposeForm(Asked):
    """A request to dispose of assets."""

    way = choice("处置方式", WAYS)
    reason = words("处置的理由", required="处置的理由没有写")


class DecideForm(Asked):
    """A decision on a disposal."""

    decision = choice("决定", ("同意", "不同意"))
    document = line("批准文号", longest=100)
    opinion = line("意见")


class FinishForm(Asked):
    """What became of a disposal."""

    on = day("处置日期", needed=True)
    income = MoneyField("处置收入（元）", required=False, help_text="没有收入不填")
    receipt = line("缴库凭证号", longest=60)

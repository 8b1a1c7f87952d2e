"""What was mistyped of a contract is corrected while nothing rests on it, and the log holds what stood there before."""

from __future__ import annotations

from typing import Any

import pytest

from jixiao.accounts.tests.people import NOON, TODAY
from jixiao.audit.actions import Denied
from jixiao.audit.models import Event
from jixiao.kernel.refusal import Refused
from jixiao.spending.actions.contracts import accept, correct_contract, supplement
from jixiao.spending.models import Contract
from jixiao.spending.queries import contracts as queries

from .money import Office, an_office, sent_up
from .opening import an_open_office, signed_in
from .registers import a_colleague, a_contract, yuan

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return an_office()


def corrected(office: Office, contract: Contract, **said: Any) -> Contract:
    was = {name: getattr(contract, name) for name in said}
    return correct_contract(contract, said, was, by=office.jingban, at=NOON)


def test_a_mistyped_amount_is_corrected_and_the_log_holds_both(office: Office) -> None:
    contract = corrected(office, a_contract(office), fen=4_800_000, name="展会服务合同（更正）")

    contract.refresh_from_db()
    assert (contract.fen, contract.name) == (4_800_000, "展会服务合同（更正）")
    told = str(Event.objects.get(action="contract.correct").detail)
    assert "48000000" in told
    assert "4800000" in told.replace("48000000", "")


def test_a_correction_is_looked_at_like_a_new_contract(office: Office) -> None:
    contract = a_contract(office)
    a_contract(office, code="另一份")

    for said, why in (({"fen": 0}, "不能登记"), ({"code": "另一份"}, "已登记为"), ({"signer": office.jingban}, "拟订和签订须由两人")):
        with pytest.raises(Refused, match=why):
            corrected(office, Contract.objects.get(pk=contract.pk), **said)


def test_once_something_rests_on_it_nothing_is_corrected(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = sent_up(office, "12000").contract
    accepted, changed = a_contract(office), a_contract(office, code="补1")
    accept(accepted, yuan("100"), TODAY, "合格", by=a_colleague(office), at=NOON)
    supplement(changed, yuan("100"), "加项", "函1号", TODAY, by=office.jingban, at=NOON)
    assert asked

    for contract, why in ((asked, "已经按这份合同申请支出"), (accepted, "已经登记验收"), (changed, "已经登记补充协议")):
        with pytest.raises(Refused, match=why):
            corrected(office, contract, name="改名")

    monkeypatch.setattr(queries, "refusal_to_correct", lambda _contract: None)  # the defence off: it passes
    assert corrected(office, asked, name="改名").name == "改名"


def test_who_saw_it_before_another_corrected_it_changes_nothing(office: Office) -> None:
    seen = a_contract(office)
    corrected(office, Contract.objects.get(pk=seen.pk), name="先改的")

    with pytest.raises(Refused, match="刚才有人更正过"):
        correct_contract(seen, {"name": "后改的"}, {"name": "展会服务合同"}, by=office.jingban, at=NOON)
    assert Contract.objects.get(pk=seen.pk).name == "先改的"


def test_another_post_corrects_nothing(office: Office) -> None:
    with pytest.raises(Denied):
        correct_contract(a_contract(office), {"name": "改"}, {}, by=office.chuna, at=NOON)


def test_the_page_shows_what_stands_and_keeps_what_is_typed(settings: Any) -> None:
    office = an_open_office(settings)
    contract, client = a_contract(office), signed_in(office.jingban)
    path = f"/spending/contracts/{contract.pk}/correct/"
    assert path in client.get(f"/spending/contracts/{contract.pk}/").content.decode()
    page = client.get(path).content.decode()
    assert 'value="480000.00"' in page
    typed = {"code": "商合2022-01", "name": "展会服务合同", "unit": contract.unit_id, "payee": contract.payee_id, "signed": "2022-01-20"}

    refused = client.post(path, {**typed, "fen": "4.8e4", "key": "k1"})
    assert refused.status_code == 422
    assert 'value="4.8e4"' in refused.content.decode()
    assert client.post(path, {**typed, "fen": "48,000.00", "key": "k2"}).status_code == 302

    contract.refresh_from_db()
    assert (contract.fen, contract.starts) == (4_800_000, None)
    assert "更正合同登记" in client.get(f"/spending/contracts/{contract.pk}/").content.decode()

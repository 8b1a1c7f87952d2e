"""The interface: tokens and their scopes, what is read, what is taken in, and nothing beyond the person's own units."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jixiao.accounts.tests.people import BACKEND, a_person, a_unit
from jixiao.api import actions
from jixiao.api.models import Token
from jixiao.api.queries import digest_of
from jixiao.audit.models import Event
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.review.tests.season import YEAR, Season, a_season, a_target, pass_up
from jixiao.targets.models import Target

pytestmark = pytest.mark.django_db
EVERY = ["units.read", "targets.read", "targets.import"]


@pytest.fixture
def season() -> Season:
    return a_season()


def a_token(season: Season, *scopes: str, days: int = 30) -> str:
    return actions.issue(season.department, "对接", scopes or EVERY, days, by=season.finance, at=timezone.now())


def ask(secret: str, path: str, *, method: str = "get", said: Mapping[str, Any] | None = None, **more: str) -> Any:
    headers = {"Authorization": f"Bearer {secret}"} | more
    kind: Any = getattr(Client(), method)
    extra = {"data": json.dumps(said), "content_type": "application/json"} if said is not None else {}
    return kind(f"/api/v1/{path}", headers=headers, **extra)


def a_table(name: str = "接口导入的项目", amount: str = "200000.00") -> dict[str, Any]:
    row = {"level1": "产出指标", "level2": "数量指标", "level3": "举办展会场次", "value": "≥5场", "basis": "工作要点"}
    return {"name": name, "amount_yuan": amount, "plan": [{"by": "12月底", "percent": "100"}], "indicators": [row]}


def test_without_a_token_nothing_is_told(season: Season) -> None:
    a_target(season)
    assert Client().get("/api/v1/targets").status_code == 401
    assert ask("nonsense", "targets").status_code == 401


def test_a_signed_in_session_is_no_token(season: Season) -> None:
    client = Client()
    client.force_login(season.finance, backend=BACKEND)
    assert client.get("/api/v1/targets").status_code == 401


def test_targets_versions_and_findings_are_read(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    secret = a_token(season)
    assert [one["name"] for one in ask(secret, "targets").json()] == [target.name]
    whole = ask(secret, f"targets/{target.pk}").json()
    assert whole["projects"][0]["amount_yuan"] == "200000.00"
    assert whole["projects"][0]["indicators"][0]["level3"] == "举办展会场次"
    version = ask(secret, f"targets/{target.pk}/versions").json()[0]
    assert (version["document"], version["number"], version["facts"]) == ("财预〔2022〕1号", 1, target.filing.current)
    assert ask(secret, f"targets/{target.pk}/findings").status_code == 200
    assert season.section.pk in [unit["id"] for unit in ask(secret, "units").json()]


def test_another_departments_target_is_not_found(season: Season) -> None:
    target = a_target(season)
    stranger = a_person(a_unit(season.bureau, "科技局", "302"), "waibu", Role.FINANCE_OFFICER)
    secret = actions.issue(stranger.unit, "对接", EVERY, 30, by=stranger, at=timezone.now())
    for path in (f"targets/{target.pk}", f"targets/{target.pk}/versions", f"targets/{target.pk}/findings"):
        assert ask(secret, path).status_code == 404
    assert ask(secret, "targets").json() == []
    assert ask(secret, f"targets/{target.pk}", method="put", said={"version": 1, "project": a_table()}).status_code == 404
    assert ask(secret, "targets", method="post", said={"unit": season.section.pk, "year": YEAR, "project": a_table()}).status_code == 404


def test_a_scope_not_given_is_refused_in_words(season: Season) -> None:
    secret = a_token(season, "units.read")
    answer = ask(secret, "targets")
    assert (answer.status_code, answer.json()["detail"]) == (403, "这个令牌没有「targets.read」的使用范围")


def test_an_ended_expired_or_orphaned_token_opens_nothing(season: Season) -> None:
    ended, expired, orphaned = a_token(season), a_token(season), a_token(season)
    tokens = {token.digest: token for token in Token.objects.all()}
    actions.end(tokens[digest_of(ended)], by=season.finance, at=timezone.now())
    Token.objects.filter(digest=digest_of(expired)).update(
        issued=timezone.now() - timedelta(days=9), expires=timezone.now() - timedelta(days=1)
    )
    assert [ask(secret, "units").status_code for secret in (ended, expired, orphaned)] == [401, 401, 200]
    type(season.finance).objects.filter(pk=season.finance.pk).update(is_active=False)
    assert ask(orphaned, "units").status_code == 401


def test_a_draft_is_taken_in_once_however_often_it_is_sent(season: Season) -> None:
    secret, said = a_token(season), {"unit": season.section.pk, "year": YEAR, "project": a_table()}
    first = ask(secret, "targets", method="post", said=said, **{"Idempotency-Key": "k1"})
    again = ask(secret, "targets", method="post", said=said, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["target"]["id"] == again.json()["target"]["id"]
    assert Target.objects.count() == 1
    assert ask(secret, "targets", method="post", said=said).json()["detail"].startswith("商务局2022年度已有名为")


def test_a_stale_rewrite_is_refused_and_nothing_is_half_written(season: Season) -> None:
    secret = a_token(season)
    made = ask(secret, "targets", method="post", said={"unit": season.section.pk, "year": YEAR, "project": a_table()}).json()["target"]
    said = {"version": made["version"], "project": a_table(amount="300000.00")}
    assert ask(secret, f"targets/{made['id']}", method="put", said=said).status_code == 200
    assert ask(secret, f"targets/{made['id']}", method="put", said=said).status_code == 409
    assert Target.objects.get(pk=made["id"]).fen == 30_000_000


@pytest.mark.parametrize("amount", ["1e3", "1_000", "２００", "100.005", "-1", "", "99999999999999"])
def test_money_out_of_the_grammar_is_refused(season: Season, amount: str) -> None:
    said = {"unit": season.section.pk, "year": YEAR, "project": a_table(amount=amount)}
    assert ask(a_token(season), "targets", method="post", said=said).status_code == 422
    assert not Target.objects.exists()


def test_a_locked_target_is_not_rewritten(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    answer = ask(a_token(season), f"targets/{target.pk}", method="put", said={"version": target.filing.version, "project": a_table()})
    assert answer.status_code == 409
    assert "已锁定" in answer.json()["detail"]


def test_paging_goes_on_after_the_last_number(season: Season) -> None:
    rows = [a_target(season, name) for name in ("甲", "乙", "丙")]
    secret = a_token(season)
    first = ask(secret, "targets?limit=2").json()
    then = ask(secret, f"targets?limit=2&after={first[-1]['id']}").json()
    assert [one["id"] for one in first + then] == [row.pk for row in rows]


def test_the_secret_is_shown_once_and_never_kept(season: Season) -> None:
    client = Client()
    client.force_login(season.finance, backend=BACKEND)
    page = client.post("/api/tokens/", {"name": "对接", "scopes": ["units.read"], "days": "30"}).content.decode()
    secret = page.split("<p><code>")[1].split("<")[0]
    assert ask(secret, "units").status_code == 200
    assert secret not in client.get("/api/").content.decode()
    assert not Event.objects.filter(detail__contains=secret).exists()
    assert not Token.objects.filter(digest=secret).exists()


def test_only_posts_that_may_issue_tokens(season: Season) -> None:
    with pytest.raises(Refused):
        actions.issue(season.section, "对接", EVERY, 30, by=season.officer, at=timezone.now())
    with pytest.raises(Refused, match="1 至 180 天"):
        actions.issue(season.department, "对接", EVERY, 400, by=season.finance, at=timezone.now())
    a_token(season)
    with pytest.raises(Refused, match="只能停用自己的令牌"):
        actions.end(Token.objects.get(), by=season.officer, at=timezone.now())
    client = Client()
    client.force_login(season.officer, backend=BACKEND)
    assert "没有发令牌的岗位" in client.get("/api/").content.decode()

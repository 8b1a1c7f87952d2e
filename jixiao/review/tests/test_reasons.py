"""The reasons of an adjustment, cell by cell: written beside the change, read by the reviewer, printed, and closed with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, a_person, a_unit
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.review import actions
from jixiao.review.tests.season import Season, a_season, a_target, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets.models import Revision, Target
from jixiao.targets.queries import adjustment

pytestmark = pytest.mark.django_db
PATH = "projects.0.indicators.0.value"


@pytest.fixture
def season() -> Season:
    return a_season()


@pytest.fixture
def adjusting(season: Season) -> Target:
    target = pass_up(season, a_target(season), "已批复")
    actions.request_adjust(fresh(target), cause="政策变化", basis="商财〔2022〕7号", reason="展会合并", by=season.officer, at=season.at())
    target = fresh(target)
    one = target.facts().projects[0]
    rows = (replace(one.indicators[0], value="≥3场"), *one.indicators[1:])
    said = replace(target.facts(), projects=(replace(one, indicators=rows),))
    targets.save_target(target, said, version=target.version, reason="改", by=season.officer, at=season.at())
    return fresh(target)


def at(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_each_changed_cell_gets_its_reason_where_it_is_compared(season: Season, adjusting: Target) -> None:
    here, client = f"/targets/{adjusting.pk}/difference/", at(season.officer)
    assert f'name="reason:{PATH}"' in client.get(here).content.decode()

    answer = client.post(f"/targets/{adjusting.pk}/reasons/", {f"reason:{PATH}": "两场展会合并举办"}, follow=True)

    assert 'value="两场展会合并举办"' in answer.content.decode()
    revision = Revision.objects.get(target=adjusting)
    assert [note for _one, note in adjustment(adjusting, revision).reasoned] == ["两场展会合并举办"]


def test_the_reviewer_reads_the_reason_and_cannot_write_it(season: Season, adjusting: Target) -> None:
    targets.note_revision(Revision.objects.get(), {PATH: "两场展会合并举办"}, by=season.officer, at=season.at())
    actions.send_adjust(adjusting, by=season.officer, at=season.at())
    assert "两场展会合并举办" in at(season.fiscal).get(f"/review/{adjusting.pk}/").content.decode()
    page = at(season.officer).get(f"/targets/{adjusting.pk}/difference/").content.decode()
    assert "两场展会合并举办" in page
    assert "reason:" not in page
    with pytest.raises(Refused, match="调整审核"):
        targets.note_revision(Revision.objects.get(), {PATH: "另一个理由"}, by=season.officer, at=season.at())
    assert Revision.objects.get().notes == {PATH: "两场展会合并举办"}


def test_the_reason_stays_with_the_two_versions(season: Season, adjusting: Target) -> None:
    targets.note_revision(Revision.objects.get(), {PATH: "两场展会合并举办"}, by=season.officer, at=season.at())
    actions.send_adjust(adjusting, by=season.officer, at=season.at())
    actions.approve_adjust(fresh(adjusting), "财预〔2022〕9号", since=season.at().date(), by=season.fiscal, at=season.at())
    assert "两场展会合并举办" in at(season.officer).get(f"/targets/{adjusting.pk}/difference/?a=1&b=2").content.decode()
    with pytest.raises(Refused, match="已经办结"):
        targets.note_revision(Revision.objects.get(), {PATH: "另一个理由"}, by=season.officer, at=season.at())


@pytest.mark.parametrize(("notes", "sentence"), [({"projects.0.name": "改名"}, "不再是改动"), ({PATH: "长" * 501}, "超过 500 字")])
def test_a_reason_for_what_did_not_change_or_too_long_is_refused(
    season: Season, adjusting: Target, notes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        targets.note_revision(Revision.objects.get(), notes, by=season.officer, at=season.at())
    assert Revision.objects.get().notes == {}


def test_without_an_adjustment_there_is_nothing_to_give_reasons_for(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    answer = at(season.officer).post(f"/targets/{target.pk}/reasons/", {f"reason:{PATH}": "理由"})
    assert answer.status_code == 409
    assert "没有在办的调整" in answer.content.decode()


def test_another_departments_adjustment_is_not_found(season: Season, adjusting: Target) -> None:
    stranger = a_person(a_unit(season.bureau, "科技局", "302"), "waibu", Role.PROJECT_OFFICER)
    assert at(stranger).post(f"/targets/{adjusting.pk}/reasons/", {f"reason:{PATH}": "理由"}).status_code == 404

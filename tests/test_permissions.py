"""The table of rights, tried: every right × role through the door, every act × role, and every record of another unit.

A new address with a record in it adds one line to tests/records.py.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import jixiao
from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, a_person, a_unit
from jixiao.audit.actions import Denied, action
from jixiao.audit.facts import Actor
from jixiao.audit.models import Event
from jixiao.kernel.roles import GRANTS, Permission, Role
from jixiao.organisations.models import Unit

from .records import NO_RECORD, PARTS, SEES_ALL, TABLES, Ground, taken
from .test_access import ADDRESSES

pytestmark = pytest.mark.django_db
RECORDS = taken(ADDRESSES)
PROBES: dict[Permission, Callable[..., None]] = {}


def probe(permission: Permission) -> Callable[..., None]:
    """Make an act that does nothing but pass the door with a right."""

    @action(f"probe.{permission}", permission, said=f"试{permission.word}")
    def act(unit: Unit, *, by: Actor, at: datetime) -> None:
        """Do nothing."""

    return act


PROBES.update({permission: probe(permission) for permission in Permission})


@pytest.fixture
def bureau() -> Unit:
    return a_unit(None, "财政局", "1")


@pytest.fixture
def department(bureau: Unit) -> Unit:
    return a_unit(bureau, "商务局", "301")


def test_every_right_has_a_word_of_its_own_and_a_role_that_holds_it() -> None:
    assert len({permission.word for permission in Permission}) == len(Permission)
    assert frozenset().union(*GRANTS.values()) == set(Permission)


@pytest.fixture
def people(department: Unit) -> dict[Role, User]:
    """One person a role."""
    return {role: a_person(department, role.value, role) for role in Role}


def test_the_door_opens_to_the_roles_that_hold_a_right_and_writes_down_the_others(department: Unit, people: dict[Role, User]) -> None:
    wrong = []
    for permission, act in PROBES.items():
        for role, person in people.items():
            shut = denied(act, {"unit": department, "by": person, "at": NOON})
            event = Event.objects.latest("seq")
            told = (event.action, event.name, event.result) == (f"probe.{permission}", person.username, "denied" if shut else "")
            if shut is (permission in GRANTS[role]) or not told:
                wrong.append((permission, role))
    assert wrong == []
    assert Event.objects.filter(action__startswith="probe.").count() == len(Permission) * len(Role)


def rooms() -> Iterator[Any]:
    """Yield every module of actions there is."""
    for room in pkgutil.iter_modules(jixiao.__path__, "jixiao."):
        if room.ispkg and importlib.util.find_spec(f"{room.name}.actions"):
            module = importlib.import_module(f"{room.name}.actions")
            yield module
            for part in pkgutil.iter_modules(getattr(module, "__path__", []), f"{module.__name__}."):
                yield importlib.import_module(part.name)


def acts() -> dict[str, tuple[Callable[..., Any], Permission]]:
    """Return every act there is that asks for one right, by its module and name."""
    found = {}
    for module in rooms():
        for name, each in vars(module).items():
            right = getattr(each, "permission", None)
            if isinstance(right, Permission) and each.__module__ == module.__name__:
                found[f"{module.__name__.removeprefix('jixiao.')}.{name}"] = (each, right)
    return found


ACTS = acts()


def test_the_walk_finds_the_acts_and_every_right_to_act_has_one() -> None:
    reading = {Permission.FILING_READ, Permission.FILING_EXPORT, Permission.LOG_READ, Permission.LOG_ALL}
    turns = {
        Permission.TARGET_SECTION,
        Permission.TARGET_FINANCE,
        Permission.TARGET_DEPARTMENT,
        Permission.MONITOR_SECTION,
    }  # whose turn it is, by the record
    signing = {Permission.SPENDING_SECTION, Permission.SPENDING_FINANCE, Permission.SPENDING_VICE, Permission.SPENDING_CHIEF}
    assert len(ACTS) > 80
    assert set(Permission) - {right for _act, right in ACTS.values()} <= reading | turns | signing | {
        Permission.TARGET_CLOSE,
        Permission.SPENDING_READ,
    }


@pytest.mark.slow
def test_an_act_is_denied_to_every_role_that_lacks_its_right_and_to_no_other(department: Unit, people: dict[Role, User]) -> None:
    wrong = []
    for name, (act, right) in ACTS.items():
        wanted = [each for each in act.shape.parameters if each not in {"by", "at", "key"}]  # type: ignore[attr-defined] # the door's own
        for role, person in people.items():
            made_up = dict.fromkeys(wanted) | {wanted[0]: SimpleNamespace(unit=department, pk=None), "by": person, "at": NOON}
            if denied(act, made_up) is (right in GRANTS[role]):
                wrong.append((name, role))
    assert wrong == []


def denied(act: Callable[..., Any], arguments: dict[str, Any]) -> bool:
    """Say whether the door stayed shut; what happens behind it with made-up arguments is no matter here."""
    try:
        act(**arguments)
    except Denied:
        return True
    except Exception:  # noqa: BLE001 - past the door
        return False
    return False


def test_every_address_with_an_argument_is_known_to_the_walk_of_records() -> None:
    names = {address.name for address in ADDRESSES if address.made_up}
    excused = {name for name in names if name in NO_RECORD or f"{name.partition(':')[0]}:" in NO_RECORD}

    assert names - excused - set(RECORDS) == set(), "add a line to RECORDS in tests/records.py"
    assert set(RECORDS) - names == set(), "these addresses are gone"


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def asked(client: Client, ground: Ground) -> dict[str, tuple[int, int]]:
    """Return what every record of a department answers to being read and to being acted on."""
    found = {}
    for name, arguments in RECORDS.items():
        address = reverse(name, args=arguments(ground))
        found[name] = (answered(client.get(address)), answered(client.post(address)))
    return found


def answered(answer: Any) -> int:
    """Return how an answer went, its file closed."""
    for close in answer._resource_closers:  # close() itself would end the test's own connection
        close()
    code: int = answer.status_code
    return code


@pytest.fixture
def grounds(bureau: Unit, settings: Any, tmp_path: Any) -> tuple[Ground, Ground]:
    settings.MEDIA_ROOT, settings.SECOND_FACTOR = tmp_path, "off"
    return Ground.of(bureau, "商务局", "301"), Ground.of(bureau, "农业局", "302")


@pytest.mark.slow
def test_every_table_seen_through_a_person_shows_the_own_unit_and_no_other(grounds: tuple[Ground, Ground]) -> None:
    home, foreign = grounds
    records = {table: record(foreign) for table, record in TABLES.items()}
    seen = {(table, role, ours) for ours, ground in ((True, foreign), (False, home)) for table, role in seen_by(ground, records)}

    assert {table for table in apps.get_models() if hasattr(table._default_manager, "for_user")} == set(TABLES)
    assert {(table, role) for table, role, ours in seen if not ours} == {(Event, Role.AUDIT_ADMIN)}
    assert {table for table, _role, ours in seen if ours} == set(TABLES)


def seen_by(ground: Ground, records: dict[type[Model], Model]) -> Iterator[tuple[type[Model], Role]]:
    """Yield which record who of a department sees."""
    on = timezone.localdate()
    for role, person in ground.people.items():
        for table, record in records.items():
            if table._default_manager.for_user(person, on).filter(pk=record.pk).exists():  # type: ignore[attr-defined] # asked above
                yield table, role


WIDEST = (Role.FINANCE_HEAD, Role.ACCOUNTANT, Role.FISCAL_REVIEWER)  # what the other engine is asked by: who may what is no matter of it


@pytest.mark.slow
def test_a_record_of_another_unit_is_not_there_for_anybody(grounds: tuple[Ground, Ground]) -> None:
    home, foreign = grounds
    wrong = []
    for role in (*Role,) if connection.vendor == "sqlite" else WIDEST:
        for name, (read, done) in asked(signed_in(home.people[role]), foreign).items():
            if (role, name) not in SEES_ALL and (not {read, done} <= {404, 405} or (read, done) == (405, 405)):
                wrong.append((role.value, name, read, done))
    assert wrong == []


@pytest.mark.slow
def test_the_same_records_are_there_for_their_own_unit(grounds: tuple[Ground, Ground]) -> None:
    _home, foreign = grounds
    addresses = {name: reverse(name, args=arguments(foreign)) for name, arguments in RECORDS.items()}
    there: set[str] = set()
    for person in foreign.people.values():
        client = signed_in(person)
        there |= {name for name, address in addresses.items() if name not in there and is_there(client, address)}
    assert set(RECORDS) - there - PARTS == set()


def is_there(client: Client, address: str) -> bool:
    """Say whether an address knows its record: reading it is answered, or acting on it, which comes to nothing for want of a form."""
    read = answered(client.get(address))
    return read not in {404, 405} or (read == 405 and answered(client.post(address)) not in {404, 405})

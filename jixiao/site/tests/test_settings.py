from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from jixiao.kernel.refusal import Refused
from jixiao.site import checks

LONG = "k7!Qz0-vN4#hT9@xB2$wE5%rY8^uI1&oP3*aS6(dF)gJ+lM=cX_"


def read(tmp_path: Path, **environ: str) -> checks.Environment:
    return checks.read({"JIXIAO_DATA": str(tmp_path)} | environ)


def test_with_nothing_said_the_site_is_for_this_machine_on_sqlite(tmp_path: Path) -> None:
    site = read(tmp_path)

    assert site.database["NAME"] == str(tmp_path / "jixiao.sqlite3")
    assert site.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (site.https, site.proxies) == (False, 0)


def test_the_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)

    assert first.secret == second.secret
    assert len(first.secret) >= 64
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_was_made_first_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    checks.make_secret(path)
    first = path.read_text()

    checks.make_secret(path)

    assert path.read_text() == first
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_others_can_read_is_refused(tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)

    with pytest.raises(Refused, match="chmod 600"):
        read(tmp_path)


def test_a_damaged_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch(0o600)

    with pytest.raises(Refused, match="不完整"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"JIXIAO_SECRET_KEY": "short"}, "太短"),
        ({"JIXIAO_SECRET_KEY": "a" * 60}, "太简单"),
        ({"JIXIAO_HOSTS": "*"}, "不能写"),
        ({"JIXIAO_HOSTS": "10.1.2.3"}, "JIXIAO_HTTPS"),
        ({"JIXIAO_HTTPS": "maybe"}, "只能写 1 或 0"),
        ({"JIXIAO_PROXIES": "-1"}, "0 至 9"),
        ({"JIXIAO_PROXIES": "10"}, "0 至 9"),
        ({"JIXIAO_DATABASE_URL": "mysql://root@host/x"}, "只认"),
    ],
)
def test_unsafe_values_are_refused_in_one_sentence(tmp_path: Path, environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read(tmp_path, **environ)


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Refused, match="建不起来"):
        checks.folder(str(tmp_path / "file" / "below"))


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)

    with pytest.raises(Refused, match="不可写"):
        checks.folder(str(tmp_path))


def test_what_an_installer_says_is_taken(tmp_path: Path) -> None:
    site = read(tmp_path, JIXIAO_SECRET_KEY=LONG, JIXIAO_HOSTS="jixiao.example.gov.cn, 10.1.2.3", JIXIAO_HTTPS="1", JIXIAO_PROXIES="1")

    assert site.secret == LONG
    assert site.hosts[:2] == ("jixiao.example.gov.cn", "10.1.2.3")
    assert (site.https, site.proxies) == (True, 1)
    assert read(tmp_path, JIXIAO_HOSTS="10.1.2.3", JIXIAO_HTTPS="0").https is False


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://li:p%40ss@db.local:5433/jx", {"NAME": "jx", "USER": "li", "PASSWORD": "p@ss", "HOST": "db.local", "PORT": "5433"}),
        ("postgres://u@/d?host=/run/pg&sslmode=require", {"NAME": "d", "HOST": "/run/pg", "OPTIONS": {"sslmode": "require"}}),
        ("postgresql://", {"NAME": "jixiao", "HOST": "", "PORT": ""}),
    ],
)
def test_a_postgresql_address_is_read(tmp_path: Path, url: str, expected: dict[str, Any]) -> None:
    entry = checks.database(url, tmp_path)

    assert entry["ENGINE"].endswith("postgresql")
    assert {name: entry[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("url", "name"), [("sqlite:///other.db", "DATA/other.db"), ("sqlite:////srv/x.db", "/srv/x.db"), ("", "DATA/jixiao.sqlite3")]
)
def test_an_sqlite_address_is_read(tmp_path: Path, url: str, name: str) -> None:
    assert checks.database(url, tmp_path)["NAME"] == name.replace("DATA", str(tmp_path))


@pytest.mark.parametrize(
    ("version", "journal", "synchronous"),
    [((3, 40, 1), "DELETE", "EXTRA"), ((3, 51, 2), "DELETE", "EXTRA"), ((3, 51, 3), "WAL", "FULL"), ((3, 53, 0), "WAL", "FULL")],
)
def test_the_journal_goes_by_the_version(tmp_path: Path, version: tuple[int, int, int], journal: str, synchronous: str) -> None:
    options = checks.sqlite(Path("x"), tmp_path, version)["OPTIONS"]

    assert f"journal_mode={journal}; PRAGMA synchronous={synchronous}" in options["init_command"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="pragmas are SQLite's")
def test_the_pragmas_hold_on_a_live_connection() -> None:
    found = {}
    with connection.cursor() as cursor:
        for name in ("foreign_keys", "recursive_triggers", "synchronous", "journal_mode"):
            found[name] = cursor.execute(f"PRAGMA {name}").fetchone()[0]

    assert (found["foreign_keys"], found["recursive_triggers"]) == (1, 1)
    assert (found["journal_mode"], found["synchronous"]) in {("delete", 3), ("wal", 2)}


@pytest.mark.slow
def test_an_unsafe_start_prints_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    environ = os.environ | {"JIXIAO_DATA": str(tmp_path), "JIXIAO_HOSTS": "*"}
    done = subprocess.run([sys.executable, "-c", "import jixiao.site.settings"], env=environ, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("没有启动：JIXIAO_HOSTS 不能写 *")
    assert done.stderr.count("\n") == 1


def test_the_settings_that_must_never_change(settings: Any) -> None:
    assert settings.DEBUG is False
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert (settings.SESSION_COOKIE_AGE, settings.AXES_FAILURE_LIMIT) == (1800, 5)
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert settings.PASSWORD_HASHERS[1].endswith("Argon2PasswordHasher")  # the first is the tests' own
    assert not any("unsafe" in source for sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in sources)
    assert settings.FILE_LIMIT == 20 * 1024 * 1024


@pytest.mark.slow
def test_behind_https_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    environ = os.environ | {"JIXIAO_DATA": str(tmp_path), "JIXIAO_HOSTS": "a.gov.cn", "JIXIAO_HTTPS": "1"}
    code = "import jixiao.site.settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "__Host-jixiao True True True"

"""The first start as an installer sees it: real processes, a folder of their own, and what is printed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Warning as CheckWarning

from jixiao.entrance.apps import second_factor_is_on
from jixiao.kernel.refusal import Refused
from jixiao.site import checks

ROOT = Path(__file__).parents[3]
PASSWORD = re.compile(r"(?:[2-9a-z]{4}-){3}[2-9a-z]{4}")
pure = pytest.mark.pure


def jixiao(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
    command = [sys.executable, "-m", "jixiao.site", *arguments, "--data", str(data)]
    environment = kept | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=data, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(data / "jixiao.sqlite3") as database:
        return database.execute(query).fetchall()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with empty tables: making them takes longer than all that is tried on them."""
    folder = tmp_path_factory.mktemp("bare")
    assert jixiao(folder, "init", "--administrators", "吴某某").returncode == 2
    return folder


@pytest.fixture
def data(bare: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bare, tmp_path, dirs_exist_ok=True))


@pure
@pytest.mark.slow
def test_the_first_start_makes_three_accounts_shows_their_passwords_once_and_keeps_them_nowhere(tmp_path: Path) -> None:
    first = jixiao(tmp_path, "init", "--bureau", "某某市财政局", "--administrators", "吴某某,郑某某,冯某某")
    second = jixiao(tmp_path, "init")

    assert first.returncode == 0, first.stderr
    passwords = PASSWORD.findall(first.stdout)
    assert len(passwords) == 3
    assert "某某市财政局" in first.stdout
    assert second.returncode == 0
    assert "三员账号早已建立" in second.stdout
    assert not PASSWORD.search(second.stdout + second.stderr)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not any(password.encode() in kept for password in passwords)
    names = rows(tmp_path, "SELECT name, substr(password, 1, 6) FROM accounts_user ORDER BY id")
    assert names == [("吴某某", "argon2"), ("郑某某", "argon2"), ("冯某某", "argon2")]
    assert "已清除" in jixiao(tmp_path, "unlock", "baomi").stdout
    assert jixiao(tmp_path, "unlock", "nobody").returncode == 2
    assert jixiao(tmp_path, "audit", "verify").returncode == 0
    loaded = jixiao(tmp_path, "demo")
    assert (loaded.returncode, "正式使用的数据" in loaded.stderr) == (2, True)


@pure
@pytest.mark.slow
@pytest.mark.parametrize(("names", "sentence"), [("吴某某,郑某某", "现在是 2 个"), ("吴某某,郑某某,吴某某", "「吴某某」写了不止一次")])
def test_too_few_persons_are_refused_and_nothing_is_made(data: Path, names: str, sentence: str) -> None:
    refused = jixiao(data, "init", "--administrators", names)

    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert rows(data, "SELECT count(*) FROM accounts_user") == [(0,)]
    assert rows(data, "SELECT count(*) FROM organisations_unit") == [(0,)]


@pure
@pytest.mark.slow
def test_the_sample_has_the_three_without_passwords(data: Path) -> None:
    loaded = jixiao(data, "demo")

    assert loaded.returncode == 0, loaded.stderr
    assert not PASSWORD.search(loaded.stdout)
    assert len(rows(data, "SELECT 1 FROM accounts_seat WHERE role LIKE '%_admin'")) == 3
    assert rows(data, "SELECT count(*) FROM accounts_user WHERE password NOT LIKE '!%'") == [(0,)]
    assert "早已" in jixiao(data, "demo").stdout


@pure
def test_the_second_factor_is_required_unless_the_installer_says_off(tmp_path: Path) -> None:
    def chosen(text: str) -> str:
        return checks.read({"JIXIAO_DATA": str(tmp_path), "JIXIAO_SECOND_FACTOR": text}).second_factor

    assert [chosen(text) for text in ("", "required", "OFF")] == ["required", "required", "off"]
    with pytest.raises(Refused, match="只能写 required 或 off"):
        chosen("maybe")


@pure
def test_only_the_sample_goes_without_a_warning(settings: Any) -> None:
    found = {}
    for settings.SECOND_FACTOR, settings.DEMO in (("required", False), ("off", True), ("off", False)):
        found[settings.SECOND_FACTOR, settings.DEMO] = [type(each) for each in second_factor_is_on()]

    assert found == {("required", False): [], ("off", True): [], ("off", False): [CheckWarning]}

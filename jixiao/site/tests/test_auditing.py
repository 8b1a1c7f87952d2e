from __future__ import annotations

import importlib
import stat
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from jixiao.audit import queries
from jixiao.audit.facts import MACHINE
from jixiao.audit.models import Event
from jixiao.audit.tests.stand_ins import NOON, a_dossier, file
from jixiao.site.command import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.CHECKPOINTS, settings.CHECKPOINT_KEY = tmp_path / "c.jsonl", tmp_path / "checkpoint.key"
    dossier = a_dossier("/1/3/")
    for number in range(3):
        file(dossier, number, by=MACHINE, at=NOON)
    return tmp_path


def tamper() -> None:
    for name in ("0002_append_only", "0003_find_fast_head_grows"):
        for statement in importlib.import_module(f"jixiao.audit.migrations.{name}").ALLOW[connection.vendor]:
            with connection.cursor() as cursor:
                cursor.execute(statement)
    Event.objects.filter(seq=2).update(name="nobody")


def test_verify_says_how_much_it_walked_and_what_is_not_signed_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    assert "3 条、0 个检查点核对无误" in capsys.readouterr().out
    assert main(["audit", "checkpoint"]) == 0
    assert "已签到第 3 条" in capsys.readouterr().out
    assert main(["audit", "checkpoint"]) == 0
    assert "不必再签" in capsys.readouterr().out
    file(a_dossier("/1/3/", 9), 9, by=MACHINE, at=NOON)
    assert main(["audit", "verify"]) == 0
    assert "签到第 3 条，其后 2 条尚未签" in capsys.readouterr().out


def test_a_broken_log_is_named_and_not_signed(capsys: pytest.CaptureFixture[str]) -> None:
    tamper()

    assert main(["audit", "verify"]) == 1
    assert "审计日志在第 2 条：内容被改动" in capsys.readouterr().err
    assert main(["audit", "checkpoint"]) == 1
    assert queries.newest() is None


def test_an_auditor_checks_with_copies_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "checkpoint"])
    copies = ["--checkpoints", str(folder / "copy"), "--public-key", str(folder / "copy.pub")]
    (folder / "copy").write_bytes((folder / "c.jsonl").read_bytes())
    (folder / "copy.pub").write_bytes((folder / "checkpoint.pub").read_bytes())
    (folder / "c.jsonl").unlink()

    assert main(["audit", "verify"]) == 1
    assert main(["audit", "verify", *copies]) == 0
    assert main(["audit", "verify", "--checkpoints", str(folder / "none")]) == 2
    assert "没有找到文件" in capsys.readouterr().err


def test_an_exported_log_is_private_and_verifies_without_a_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "checkpoint"])
    out = folder / "log.jsonl"
    copies = ["--checkpoints", str(folder / "c.jsonl"), "--public-key", str(folder / "checkpoint.pub")]

    assert main(["audit", "export", str(out)]) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert Event.objects.order_by("-seq")[0].action == "audit.export"
    assert main(["audit", "verify-export", str(out), *copies]) == 0
    assert "5 条、1 个检查点核对无误" in capsys.readouterr().out
    assert main(["audit", "verify-export", str(out)]) == 0
    assert "查不出整体改写" in capsys.readouterr().out
    out.write_text(out.read_text(encoding="utf-8").replace("系统", "某人", 1), encoding="utf-8")
    assert main(["audit", "verify-export", str(out), *copies]) == 1
    assert "导出的日志在第 1 条：内容被改动" in capsys.readouterr().err


def test_what_cannot_be_done_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "export", str(folder / "none" / "x")]) == 2
    assert main(["audit", "export", str(folder)]) == 2
    assert main(["audit", "verify-export", str(folder)]) == 2
    (folder / "x").write_text("x")
    assert main(["audit", "verify-export", str(folder / "x"), "--checkpoints", str(folder / "x")]) == 2
    said = capsys.readouterr().err
    for sentence in ("文件夹，请先建好", "写不进", "打不开文件", "要一起给出"):
        assert sentence in said


def test_a_start_signs_and_goes_on_when_it_cannot(folder: Path, settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    from jixiao.site import auditing  # noqa: PLC0415 - beside what it tests

    auditing.sign()
    assert queries.newest() is not None
    (folder / "checkpoint.key").chmod(0o644)
    file(a_dossier("/1/3/", 9), 9, by=MACHINE, at=NOON)
    auditing.sign()
    assert "系统照常启动" in capsys.readouterr().err

"""The command line as people and scripts use it: real processes, real files, no database."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "jixiao/site/demo/示例市商务局2022年绩效目标.docx"
CLEAN = ROOT / "jixiao/site/demo/示例市商务局2022年绩效目标（改后）.docx"
pytestmark = [pytest.mark.pure, pytest.mark.slow]


def jixiao(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200"}
    command: Sequence[str] = [sys.executable, "-m", "jixiao.site", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_read_prints_the_agreed_json(tmp_path: Path) -> None:
    done = jixiao("read", DEMO, "--json", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert list(printed) == ["department", "projects", "doubts"]
    first = printed["projects"][0]
    assert list(first) == ["table_title", "name", "year", "lead", "phone", "amount_yuan", "plan", "annual_goal", "indicators"]
    assert list(first["indicators"][0]) == [
        "level1",
        "level2",
        "level3",
        "value",
        "operator",
        "number",
        "unit",
        "basis",
        "weight",
        "actual",
        "score",
    ]
    assert (len(printed["projects"]), first["amount_yuan"], first["year"]) == (9, "2000000.00", 2022)
    assert first["plan"][0] == {"by": "3月底", "percent": "25"}
    assert list(tmp_path.iterdir()) == []


def test_read_says_in_words_what_was_read() -> None:
    done = jixiao("read", DEMO)

    assert done.returncode == 0
    assert "部门整体目标 1，项目表 9" in done.stdout
    assert "574" not in done.stderr


def test_check_prints_the_agreed_json_and_fails_on_a_block() -> None:
    done = jixiao("check", DEMO, "--json")

    assert done.returncode == 1, done.stderr
    (file,) = json.loads(done.stdout)["files"]
    assert list(file) == ["file", "projects", "findings"]
    named = next(finding for finding in file["findings"] if finding["rule"] == "NM-01" and finding["severity"] == "error")
    assert list(named) == ["rule", "severity", "where", "quote", "message", "basis", "suggestion", "fix"]
    assert list(named["where"]) == ["table", "row", "column", "line"]
    assert (named["where"]["table"], named["where"]["column"], named["where"]["line"]) == (3, "项目名称", None)
    assert named["fix"]["edits"][0]["new"] == "2022年度蔬菜储备补贴专项资金"
    assert "财预〔2015〕88号" in named["basis"][0]


def test_a_form_put_right_passes_at_every_level_but_info() -> None:
    assert jixiao("check", CLEAN, "--fail-on", "warn").returncode == 0


def test_fail_on_sets_the_bar() -> None:
    assert jixiao("check", CLEAN, "--fail-on", "info").returncode in {0, 1}
    assert jixiao("check", DEMO, "--fail-on", "warn").returncode == 1


def test_a_refused_file_is_one_sentence_and_its_own_exit_code(tmp_path: Path) -> None:
    empty = tmp_path / "空文件.docx"
    empty.write_bytes(b"")

    done = jixiao("check", empty)

    assert done.returncode == 2
    assert "拒收" in done.stderr
    assert done.stderr.strip().count("\n") == 0
    assert "Traceback" not in done.stderr


def test_a_missing_file_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    assert "没有找到文件" in jixiao("check", tmp_path / "没有.docx").stderr
    done = jixiao("check", DEMO, "--html", tmp_path / "没有" / "报告.html")
    assert (done.returncode, "请先建好文件夹" in done.stderr) == (2, True)
    done = jixiao("check", tmp_path)
    assert (done.returncode, "没有可以核对的文件" in done.stderr) == (2, True)


def test_many_files_give_a_table_and_one_refusal_does_not_stop_the_rest(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.docx").write_bytes(DEMO.read_bytes())
    (tmp_path / "坏的.docx").write_bytes(b"PK\x03\x04broken")

    done = jixiao("check", tmp_path)
    assert done.returncode == 1
    assert "合计 4 份" in done.stdout
    assert "拒收" in done.stdout

    files = json.loads(jixiao("check", tmp_path, "--json", "--jobs", "2").stdout)["files"]
    assert [bool(file["findings"]) for file in files] == [True, True, True, False]
    assert files[3]["refused"]


def test_reports_are_written_where_asked(tmp_path: Path) -> None:
    html, xlsx = tmp_path / "报告.html", tmp_path / "清单.xlsx"

    assert jixiao("check", DEMO, "--html", html, "--xlsx", xlsx).returncode == 1

    page = html.read_text(encoding="utf-8")
    assert "绩效目标核对报告" in page
    assert "表3" in page
    for outside in ("http://", "https://", "<script", "src="):
        assert outside not in page
    sheets = openpyxl.load_workbook(xlsx)
    assert sheets.sheetnames == ["汇总", "问题清单"]
    assert sheets["问题清单"].max_row > 100


def test_checking_never_imports_django() -> None:
    code = (
        "import sys; from jixiao.site.command import main; "
        f"main(['check', {str(DEMO)!r}, '--json']); print('django' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("False")


def test_help_speaks_the_officials_language() -> None:
    done = jixiao("--help")
    assert done.returncode == 0
    assert "核对绩效目标文件" in done.stdout

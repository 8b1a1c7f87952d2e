"""The seed document and the same content in other formats, built with true merges."""

from __future__ import annotations

import html
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from jixiao.documents import book as documents
from jixiao.documents.facts import Reading
from jixiao.office import book as office
from jixiao.office.facts import Document, Paragraph, Table

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SEED = SHARED / "seed" / "2022-targets.txt"
GOLDEN = SHARED / "seed" / "2022-targets.golden.json"


def seed() -> bytes:
    """Return the seed's bytes; skips, saying so, where the shared folder is not beside the repository."""
    if not SEED.is_file():
        pytest.skip("shared/seed is not beside the repository")
    return SEED.read_bytes()


def seed_reading() -> Reading:
    """Return what the seed reads into."""
    return documents.recognise(office.read(seed(), SEED.name))


def as_html(document: Document) -> bytes:
    """Write blocks as a page with real rowspan and colspan, as an office suite's export has them."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            tag = f"h{min(block.level, 6)}" if block.level else "p"
            parts.append(f"<{tag}>{_text(block.text)}</{tag}>")
        else:
            parts.append(_table(block))
    return "\n".join([*parts, "</body></html>"]).encode()


def _table(table: Table) -> str:
    rows = []
    for number in range(table.height):
        cells = [
            f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{_text(cell.text)}</td>' for cell in table.cells if cell.row == number
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def ragged(docx: bytes) -> bytes:
    """Return a Word file with its paragraphs set ragged: LibreOffice 7.4 loses a comma hung into the margin of a justified line."""
    source, out = zipfile.ZipFile(io.BytesIO(docx)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<w:jc w:val="both"/>', b'<w:jc w:val="left"/>'))
    return out.getvalue()


def converted(data: bytes, ending: str, target: str) -> bytes:
    """Convert a file through LibreOffice; skips, saying so, where there is none."""
    office_suite = shutil.which("soffice") or shutil.which("libreoffice")
    if office_suite is None:
        pytest.skip("LibreOffice is not here to build the sample")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"sample.{ending}").write_bytes(data)
        command = [office_suite, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", name, f"{name}/sample.{ending}"], check=True, capture_output=True, timeout=180)
        return (folder / f"sample.{target.split(':', maxsplit=1)[0]}").read_bytes()


def golden_facts(golden: dict[str, Any]) -> dict[str, Any]:
    """Return the transcription in the shape ``jixiao read --json`` prints, for an equality of every fact."""
    sections = [
        {
            "name": section["name"],
            "tasks": [{"name": item["name"] or "", "text": item["text"]} for item in section["items"]],
            "indicators": section["indicators"],
        }
        for section in golden["sub_goals"]
    ]
    safeguards = [{"name": one["name"], "text": one["text"]} for one in golden["safeguards"]]
    return {
        "department": {"overall_goal": golden["overall_goal"], "sub_goals": sections, "safeguards": safeguards},
        "projects": [_golden_project(project, golden["fiscal_year"]) for project in golden["projects"]],
    }


def _golden_project(project: dict[str, Any], year: int) -> dict[str, Any]:
    plan = [{"by": by, "percent": percent.rstrip("%") or None} for by, percent in project["spending_plan"].items()]
    rows = [{key: value or None for key, value in row.items()} for row in project["indicators"]]
    return {
        "table_title": project["table_title"],
        "name": project["project_name"],
        "year": year,
        "lead": project["lead"],
        "phone": project["phone"],
        "amount_wan": project["requested_wan"],
        "plan": plan,
        "annual_goal": project["annual_goal"],
        "indicators": rows,
    }


def read_facts(printed: dict[str, Any]) -> dict[str, Any]:
    """Return a printed reading cut to what the transcription holds."""
    department = printed["department"]
    projects = []
    for project in printed["projects"]:
        rows = [{key: row[key] for key in ("level1", "level2", "level3", "value", "basis")} for row in project["indicators"]]
        fen = int(project["amount_yuan"].replace(".", ""))
        kept = {key: project[key] for key in ("table_title", "name", "year", "lead", "phone", "plan", "annual_goal")}
        projects.append(kept | {"amount_wan": f"{fen / 1_000_000:g}", "indicators": rows})
    cut = {key: department[key] for key in ("overall_goal", "sub_goals", "safeguards")} if department else None
    return {"department": cut, "projects": projects}


def golden() -> dict[str, Any]:
    """Return the seed's transcription."""
    data: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return data

"""House rules a linter cannot say, read from the syntax tree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "jixiao"
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete", "acreate", "asave", "adelete"}
FORBIDDEN_NAMES = {"services", "utils", "util", "helpers", "managers", "signals", "mixins", "common", "misc"}
CLOCK = {"now", "today", "utcnow", "localtime", "localdate"}
# Rooms whose actions are the door itself, or that stand outside a request.
CLOCK_ALLOWED = {"jixiao/web/middleware.py", "jixiao/site/starting.py", "jixiao/site/checking.py"}
WRITE_ALLOWED: set[str] = set()
PAST_THE_DOOR = {"note_seen"}  # the heartbeat of a session changes nothing anybody decides; an event a minute would drown the log


def production() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if "/tests/" not in name and "/migrations/" not in name:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


TREES = dict(production())


def stands_in(name: str, part: str) -> bool:
    """Say whether a file is a room's part (actions, models), as one file or as a folder of them."""
    return name.endswith(f"/{part}.py") or f"/{part}/" in name


def writes_in(tree: ast.Module) -> list[str]:
    """Return the calls that write tables: save() and delete() on anything, the rest on a manager or a query."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, ast.unparse(node.func.value)
            manager = "objects" in owner or ".filter(" in owner or ".exclude(" in owner or "_set" in owner
            if (name in WRITES and (manager or name in {"save", "bulk_create"})) or (name == "update" and manager):
                found.append(f"{node.lineno}: {ast.unparse(node.func)}")
    return found


def test_only_actions_write() -> None:
    guilty = {
        name: found
        for name, tree in TREES.items()
        if not stands_in(name, "actions") and name not in WRITE_ALLOWED and (found := writes_in(tree))
    }
    assert guilty == {}


def test_the_write_detector_sees_a_write() -> None:
    assert writes_in(ast.parse("Upload.objects.filter(pk=1).update(name='x')"))
    assert writes_in(ast.parse("record.save(update_fields=['name'])"))
    assert not writes_in(ast.parse("words.update(other)"))


def public_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def goes_through_the_door(function: ast.FunctionDef) -> bool:
    return any("action" in ast.unparse(decorator).split("(")[0] for decorator in function.decorator_list)


def writes_itself(function: ast.FunctionDef) -> bool:
    return bool(writes_in(ast.Module(body=[function], type_ignores=[])))


@pytest.mark.parametrize("name", [name for name in TREES if stands_in(name, "actions") and "/audit/" not in name])
def test_every_action_that_writes_goes_through_the_door(name: str) -> None:
    past = [
        f.name for f in public_functions(TREES[name]) if writes_itself(f) and not goes_through_the_door(f) and f.name not in PAST_THE_DOOR
    ]
    assert past == [], f"{name}: {past}"


def test_the_clock_is_read_in_one_place() -> None:
    guilty = [
        f"{name}:{node.lineno} {ast.unparse(node.func)}"
        for name, tree in TREES.items()
        if name not in CLOCK_ALLOWED
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK and not node.args
    ]
    assert guilty == []


def test_no_room_reaches_back_through_a_foreign_key() -> None:
    guilty = []
    for name, tree in TREES.items():
        if not stands_in(name, "models"):
            continue
        room = name.split("/")[1]
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("ForeignKey", "OneToOneField", "ManyToManyField"))):
                continue
            target = ast.unparse(node.args[0]).strip("'\"") if node.args else ""
            related = {keyword.arg: ast.unparse(keyword.value).strip("'\"") for keyword in node.keywords}.get("related_name")
            foreign = ("." in target and target.split(".")[0] != room) or target == "settings.AUTH_USER_MODEL"
            if foreign and related != "+":
                guilty.append(f"{name}:{node.lineno} {target}")
    assert guilty == []


def test_money_is_never_a_float_or_decimal_column() -> None:
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"FloatField", "DecimalField"}
    ]
    assert guilty == []


def test_money_never_cascades() -> None:
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        if stands_in(name, "models")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "CASCADE"
    ]
    assert guilty == []


def test_every_package_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sorted(PACKAGE.rglob("__init__.py"))
        if "migrations" not in path.parts and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_room_has_a_cupboard() -> None:
    guilty = [name for name in TREES if set(Path(name).with_suffix("").parts) & FORBIDDEN_NAMES]
    assert guilty == []


def test_files_and_functions_stay_small() -> None:
    long_files = [name for name in TREES if (ROOT / name).read_text(encoding="utf-8").count("\n") > 400]
    long_functions = [
        f"{name}:{node.name}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    ]
    assert (long_files, long_functions) == ([], [])


def test_templates_stay_small_and_hold_no_script_or_style() -> None:
    guilty = []
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        bare = re.sub(r"\{%.*?%\}", "", text)  # a tag's own "with one=…" is no handler
        inline = re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=", bare)
        if text.count("\n") > 100 or inline:
            guilty.append(f"{path.relative_to(ROOT)} {inline[0] if inline else 'long'}")
    assert guilty == []


def test_shipped_css_runs_on_chrome_90() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sorted(PACKAGE.rglob("static/**/*.css"))
        for word in ("color-mix(", ":has(", "oklch(", "@layer")
        if word in path.read_text(encoding="utf-8")
    ]
    assert guilty == []


def test_no_page_reaches_out_of_the_house() -> None:
    """No CDN: offices have no internet. Links to laws and licences in comments do not load anything."""
    guilty = [
        f"{path.relative_to(ROOT)}"
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        if re.search(r"(?:src|href)=[\"'](?:https?:)?//", path.read_text(encoding="utf-8"))
    ]
    assert guilty == []

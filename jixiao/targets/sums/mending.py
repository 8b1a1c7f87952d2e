"""Facts mended, and facts as plain JSON and back."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from jixiao.kernel.money import Money
from jixiao.kernel.place import Spot
from jixiao.kernel.refusal import Refused
from jixiao.targets.facts import Filing, Indicator, Project

Change = tuple[str, str | None, str | None]  # path, old, new: the shape of an Edit
Pair = tuple[str | None, str | None]  # old, new
Node = TypeVar("Node")
FIXED = frozenset({"no", "spots", "columns", "amount_text", "projects"})  # not changed by naming them


def mend(filing: Filing, edits: Iterable[Change]) -> Filing:
    """Return the filing with edits applied, all or none.

    An edit is (path from the top of the filing, text now, new text); None is an empty cell, and a path that names a whole row
    ("projects.2.indicators.6") with None takes the row out, its ``old`` being the row's name. Paths count rows as they stand before
    the call. Amounts are texts in the form's unit. Refuses a path that names no fact, an ``old`` that is no longer so, and two
    different edits of one fact.
    """
    wanted: dict[str, Pair] = {}
    for path, old, new in edits:
        if wanted.setdefault(path, (old, new)) != (old, new):
            msg = f"{_where(filing, path)}有两种不同的改法，请逐条采纳"
            raise Refused(msg)
    gone: list[str] = []
    mended = cast("Filing", _mended(filing, filing, "", list(wanted.items()), gone))
    return replace(mended, spots=_moved(filing.spots, gone)) if gone else mended


def text_at(filing: Filing, path: str) -> str | None:
    """Return the text of a fact as an edit must quote it; refuse a path that names no fact."""
    node: Any = filing
    steps = path.split(".")
    for step in steps[:-1]:
        node = _below(filing, path, node, step)
    return _text(filing, path, node, steps[-1])


def _mended(filing: Filing, node: Any, at: str, edits: list[tuple[str, Pair]], gone: list[str]) -> Any:
    """Return a node with the edits below it applied; ``edits`` hold paths below the node."""
    direct: dict[str, Pair] = {}
    deeper: dict[str, list[tuple[str, Pair]]] = {}
    for path, change in edits:
        step, dot, rest = path.partition(".")
        if dot:
            deeper.setdefault(step, []).append((rest, change))
        else:
            direct[step] = change
    new: dict[str, Any] = {}
    for step, below in deeper.items():
        child = _below(filing, f"{at}{step}", node, step)
        new[step] = _mended(filing, child, f"{at}{step}.", below, gone)
    for step, (old, text) in direct.items():
        path = f"{at}{step}"
        now = _text(filing, path, node, step)
        if (now or "") != (old or ""):
            msg = f"{_where(filing, path)}现在是「{now or ''}」，不是「{old or ''}」，请重新检查后再改"
            raise Refused(msg)
        new |= _leaf(filing, path, node, step, text)
    return _rebuilt(node, at, new, gone)


def _rebuilt(node: Any, at: str, new: dict[str, Any], gone: list[str]) -> Any:
    """Put new parts into a node; rows set to None leave their list, and the rest is numbered anew."""
    if not isinstance(node, tuple):
        return replace(node, **new)
    items = [new.get(str(no), item) for no, item in enumerate(node)]
    gone.extend(f"{at}{no}" for no, item in enumerate(items) if item is None)
    kept = [item for item in items if item is not None]
    if len(kept) == len(items):
        return tuple(kept)
    return tuple(replace(item, no=no) if isinstance(item, Indicator) else item for no, item in enumerate(kept))


def _below(filing: Filing, path: str, node: Any, step: str) -> Any:
    if isinstance(node, tuple) and step.isdecimal() and int(step) < len(node):
        return node[int(step)]
    child = getattr(node, step, None) if is_dataclass(node) and step in _fields(node) else None
    if child is None or isinstance(child, str | int | Money):
        raise _unknown(filing, path)
    return child


def _text(filing: Filing, path: str, node: Any, step: str) -> str | None:
    """Return a fact as text: an amount in the form's unit, a pair's second half, a row's name."""
    if isinstance(node, tuple):
        value = _below(filing, path, node, step)
        if isinstance(value, tuple):
            value = value[1]
        elif isinstance(value, str):
            raise _unknown(filing, path)
        else:
            value = next(getattr(value, name) for name in ("level3", "name", "level2", "by") if hasattr(value, name))
    elif step in _fields(node) and step not in FIXED:
        value = getattr(node, step)
        if step == "amount" and node.amount_text is not None:
            return cast("str", node.amount_text)
    else:
        raise _unknown(filing, path)
    if isinstance(value, Money):
        return _in_unit(value, _unit(filing, path))
    if value is None or isinstance(value, str | int):
        return None if value is None else str(value)
    raise _unknown(filing, path)


def _leaf(filing: Filing, path: str, node: Any, step: str, text: str | None) -> dict[str, Any]:
    """Return the fields that change with a fact."""
    if isinstance(node, tuple):
        item = node[int(step)]
        if isinstance(item, tuple):
            return {step: (item[0], Money.parse(text or "", _unit(filing, path)) if isinstance(item[1], Money) else text or "")}
        if text is not None:
            raise _unknown(filing, path)
        return {step: None}
    if step == "amount":
        return {"amount": Money.parse(text, _unit(filing, path)) if text else None, "amount_text": text}
    if step == "medium_amount":
        return {step: Money.parse(text, _unit(filing, path)) if text else None}
    if step == "year":
        if text and not text.isdecimal():
            msg = f"「{text}」不是年度，请写四位数字"
            raise Refused(msg)
        return {step: int(text) if text else None}
    if step == "percent" and text:
        text = text.strip().rstrip("%％")  # facts hold it without the sign, people write it with
    empty = None if _fields(node)[step].default is None else ""
    return {step: empty if text is None else text}


def _unit(filing: Filing, path: str) -> str:
    project = filing.projects[int(path.split(".")[1])]
    return project.amount_unit or "万元"


def _in_unit(money: Money, unit: str) -> str:
    return money.wan() if unit == "万元" else money.yuan()


def _moved(spots: Mapping[str, Spot], gone: list[str]) -> Mapping[str, Spot]:
    """Return the spots without those of rows taken out, the rows below moved up."""
    lists: dict[str, list[int]] = {}
    for path in gone:
        head, _, last = path.rpartition(".")
        lists.setdefault(head, []).append(int(last))
    moved: dict[str, Spot] = {}
    for path, spot in spots.items():
        steps = path.split(".")
        for length in range(1, len(steps)):
            out = lists.get(".".join(steps[:length]))
            if out is None:
                continue
            no = int(steps[length])
            steps[length] = "" if no in out else str(no - sum(other < no for other in out))
        if "" not in steps:
            moved[".".join(steps)] = spot
    return MappingProxyType(moved)


def _where(filing: Filing, path: str) -> str:
    return f"「{filing.place(path)}」"


def _unknown(filing: Filing, path: str) -> Refused:
    return Refused(f"{_where(filing, path)}没有可以修改的内容（{path}）")


def dump(filing: Filing) -> dict[str, Any]:
    """Return the filing as plain JSON values; what says nothing is left out. ``load`` gives back equal facts and spots."""
    return cast("dict[str, Any]", _plain(filing))


def load(data: Mapping[str, Any]) -> Filing:
    """Return the filing ``dump`` wrote; refuse what it did not write."""
    try:
        return cast("Filing", _built(Filing, data))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = "这份数据不是绩效目标文本，无法读取"
        raise Refused(msg) from error


def dump_project(project: Project) -> dict[str, Any]:
    """Return one project as plain JSON values, for keeping what it was before a change."""
    return cast("dict[str, Any]", _plain(project))


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.fen
    if is_dataclass(value):
        items = ((name, getattr(value, name), one) for name, one in _fields(value).items())
        return {name: _plain(item) for name, item, one in items if one.default is MISSING or item != one.default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _built(cls: Any, data: Mapping[str, Any]) -> Any:
    makers = _makers(cls)
    return cls(**{name: makers[name](value) for name, value in data.items()})


@lru_cache(maxsize=32)
def _makers(cls: Any) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(cls)
    return {name: _maker(hints[name]) for name in _fields(cls)}


def _maker(hint: Any) -> Callable[[Any], Any]:
    """Return the function that makes a value of a type from its plain form."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        inner = _maker(next(arg for arg in args if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_maker(args)
    if hint is Money:
        return lambda value: Money(_checked(int, value))
    if is_dataclass(hint):
        return lambda value: _built(hint, value)
    if origin is not None:  # Mapping[str, Spot]
        return lambda value: MappingProxyType({key: _spot(item) for key, item in value.items()})
    return lambda value: _checked(hint, value)


def _tuple_maker(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if args[-1] is Ellipsis:
        each = _maker(args[0])
        return lambda value: tuple(each(item) for item in value)
    parts = [_maker(arg) for arg in args]
    return lambda value: tuple(part(item) for part, item in zip(parts, value, strict=True))


def _spot(value: list[Any]) -> Spot:
    table, row, line, page, block, cell = value
    return Spot(table, row, line, page, block, None if cell is None else (cell[0], cell[1]))


def _checked(kind: type[Node], value: Any) -> Node:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _fields(node: Any) -> dict[str, Field[Any]]:
    """Return the fields of a record or of its class, by name."""
    return _fields_of(node if isinstance(node, type) else type(node))


@lru_cache(maxsize=32)
def _fields_of(cls: Any) -> dict[str, Field[Any]]:
    return {one.name: one for one in fields(cls)}

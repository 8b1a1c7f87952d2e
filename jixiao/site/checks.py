"""Start-up checks: what the environment says, read once; an unsafe value is refused in one sentence before anything starts."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jixiao.kernel.refusal import Refused

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
SECRET_LENGTH, SECRET_SIGNS = 50, 10
WAL_IS_SAFE = (3, 51, 3)  # older releases can corrupt the database when the write-ahead log is reset
REQUIRED, OFF = "required", "off"
Database = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything an installer decides; all of it has a default that is safe on one machine."""

    data: Path
    database: Database
    secret: str
    hosts: tuple[str, ...]
    https: bool
    proxies: int
    checkpoints: Path
    checkpoint_every: int
    digest: str
    second_factor: str = REQUIRED
    demo: bool = False


def read(environ: Mapping[str, str]) -> Environment:
    """Read the JIXIAO_ variables; refuses what would not be safe to run."""
    data = folder(environ.get("JIXIAO_DATA") or "var")
    hosts = named_hosts(environ.get("JIXIAO_HOSTS", ""))
    return Environment(
        data=data,
        database=database(environ.get("JIXIAO_DATABASE_URL", ""), data),
        secret=secret(environ.get("JIXIAO_SECRET_KEY", ""), data / "secret.key"),
        hosts=hosts,
        https=https(environ.get("JIXIAO_HTTPS", ""), hosts),
        proxies=whole("JIXIAO_PROXIES", environ.get("JIXIAO_PROXIES", "0")),
        second_factor=second_factor(environ.get("JIXIAO_SECOND_FACTOR", "")),
        demo=environ.get("JIXIAO_DEMO", "").lower() in YES,
        checkpoints=data / (environ.get("JIXIAO_CHECKPOINTS") or "checkpoints.jsonl"),  # an absolute name stands for itself
        checkpoint_every=every(environ.get("JIXIAO_CHECKPOINT_EVERY") or "500"),
        digest=digest(environ.get("JIXIAO_DIGEST") or "sha256"),
    )


def folder(name: str) -> Path:
    """Return the data folder, made when it is missing; refuses one that cannot be written."""
    path = Path(name).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        msg = f"数据目录 {path} 建不起来（{error.strerror}），请用 JIXIAO_DATA 另指一个可写的目录"
        raise Refused(msg) from None
    if not os.access(path, os.W_OK | os.X_OK):
        msg = f"数据目录 {path} 不可写，请改权限，或用 JIXIAO_DATA 另指一个目录"
        raise Refused(msg)
    return path


def secret(given: str, path: Path) -> str:
    """Return the signing key: the one given, else the one kept in the data folder, made at the first start."""
    if given:
        if len(given) < SECRET_LENGTH or len(set(given)) < SECRET_SIGNS:
            msg = f"JIXIAO_SECRET_KEY 太短或太简单，须随机生成、不少于 {SECRET_LENGTH} 个字符；也可不设，由系统自行生成"
            raise Refused(msg)
        return given
    if not path.exists():
        make_secret(path)
    return kept_secret(path)


def make_secret(path: Path) -> None:
    """Write a key whole or not at all: of several processes that start at once, all read the first one's."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def kept_secret(path: Path) -> str:
    """Read the kept key; refuses one that others on the machine can read, or that is damaged."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        msg = f"{path} 别人也能读，请执行 chmod 600 {path} 后再启动"
        raise Refused(msg)
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < SECRET_LENGTH:
        msg = f"{path} 不完整，请删除该文件后再启动（已登录的人须重新登录）"
        raise Refused(msg)
    return key


def named_hosts(text: str) -> tuple[str, ...]:
    """Return the host names the site answers to, loopback always among them; refuses a wildcard for all."""
    names = tuple(name for part in text.split(",") if (name := part.strip()))
    if any(name in {"*", "."} for name in names):
        msg = "JIXIAO_HOSTS 不能写 *，请逐个写明访问地址，如 jixiao.example.gov.cn,10.1.2.3"
        raise Refused(msg)
    return tuple(dict.fromkeys((*names, *LOOPBACK)))


def https(text: str, hosts: tuple[str, ...]) -> bool:
    """Say whether browsers come by HTTPS; refuses to guess once the site answers to more than this machine."""
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    if text:
        msg = f"JIXIAO_HTTPS 只能写 1 或 0，现在是「{text}」"
        raise Refused(msg)
    if set(hosts) - set(LOOPBACK):
        msg = "JIXIAO_HOSTS 含本机以外的地址：请经 HTTPS 访问并设 JIXIAO_HTTPS=1；确在封闭网内用明文的，设 JIXIAO_HTTPS=0 明示"
        raise Refused(msg)
    return False


def second_factor(text: str) -> str:
    """Say whether approvers and administrators are asked for a second factor: they are, unless the installer says off."""
    chosen = text.strip().lower() or REQUIRED
    if chosen not in {REQUIRED, OFF}:
        msg = f"JIXIAO_SECOND_FACTOR 只能写 {REQUIRED} 或 {OFF}，现在是「{text}」"
        raise Refused(msg)
    return chosen


def whole(name: str, text: str) -> int:
    """Read a small whole number."""
    if not (text.isascii() and text.isdigit() and int(text) <= 9):  # noqa: PLR2004 - one digit is plenty
        msg = f"{name} 只能写 0 至 9 的整数，现在是「{text}」"
        raise Refused(msg)
    return int(text)


def every(text: str) -> int:
    """Read after how many events a checkpoint is signed."""
    if not (text.isascii() and text.isdigit() and 10 <= int(text) <= 100_000):  # noqa: PLR2004 - the bounds are named in the sentence
        msg = f"JIXIAO_CHECKPOINT_EVERY 只能写 10 至 100000 的整数，现在是「{text}」"
        raise Refused(msg)
    return int(text)


def digest(name: str) -> str:
    """Return the digest a new log is chained with; a log that has begun keeps its own."""
    if name not in {"sha256", "sm3"}:
        msg = f"JIXIAO_DIGEST 只能写 sha256 或 sm3，现在是「{name}」"
        raise Refused(msg)
    if name not in hashlib.algorithms_available:
        msg = f"这台机器的 OpenSSL 没有 {name}，请升级到 OpenSSL 3，或不设 JIXIAO_DIGEST"
        raise Refused(msg)
    return name


def database(url: str, data: Path) -> Database:
    """Return Django's database entry for an address: sqlite:///file, the default, or postgresql://host/name."""
    parts = urlsplit(url)
    if not url or parts.scheme in {"sqlite", "sqlite3"}:
        return sqlite(Path(unquote(parts.path).removeprefix("/") or "jixiao.sqlite3"), data)
    if parts.scheme in {"postgres", "postgresql"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path).removeprefix("/") or "jixiao",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", "") or parts.hostname or "",
            "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    msg = f"JIXIAO_DATABASE_URL 只认 sqlite:/// 和 postgresql://，现在是「{parts.scheme or url}」"
    raise Refused(msg)


def sqlite(name: Path, data: Path, version: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]) -> Database:
    """Return the entry of an SQLite file: writers queue at BEGIN, and an acknowledged commit survives a power cut."""
    journal = "journal_mode=WAL; PRAGMA synchronous=FULL" if version >= WAL_IS_SAFE else "journal_mode=DELETE; PRAGMA synchronous=EXTRA"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(data / name),  # an absolute name stands for itself
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA {journal};",
        },
    }

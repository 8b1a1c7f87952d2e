"""The files kept outside the database: the signing key, the public keys, the checkpoints, an exported log. No Django here."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from jixiao.kernel.refusal import Refused

from . import sums
from .facts import GENESIS, Break, Checkpoint, Trail, parsed

LONGEST = 4096  # more than any line of the file has bytes
Publics = dict[str, Ed25519PublicKey]


def private_key(path: Path) -> Ed25519PrivateKey:
    """Return the signing key, made at first need; refuses one others can read. Its public half is added to the .pub beside it."""
    if not path.exists():
        make_key(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        msg = f"{path} 别人也能读，请执行 chmod 600 {path} 后再试"
        raise Refused(msg)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        msg = f"{path} 不是检查点的签名密钥或已损坏，请从备份恢复；确已丢失的，删去后会另生成一把（旧的检查点仍可用 .pub 文件核对）"
        raise Refused(msg)
    publish(path.with_suffix(".pub"), key.public_key())
    return key


def publish(path: Path, public: Ed25519PublicKey) -> None:
    """Keep the public key in the file for auditors, beside the older ones."""
    if sums.key_id(public) not in public_keys(path):
        with path.open("a", encoding="ascii") as file:
            file.write(sums.pem(public))


def make_key(path: Path) -> None:
    """Write a key whole or not at all: of several processes that start at once, all read the first one's."""
    key = Ed25519PrivateKey.generate()
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def public_keys(path: Path) -> Publics:
    """Return the public keys of a file by their short names; none where there is no file."""
    try:
        return sums.publics(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        msg = f"公钥文件 {path} 读不出来，须是系统生成的 checkpoint.pub"
        raise Refused(msg) from None


def trail(path: Path, publics: Publics) -> Trail:
    """Read the checkpoints and check each: its form, its key, its signature, its tie to the line before."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]  # what a power cut left half-written has no end of line
    except FileNotFoundError:
        return Trail()
    except OSError as problem:
        msg = f"检查点文件 {path} 读不出来（{problem.strerror}），请检查权限，或用 JIXIAO_CHECKPOINTS 另指位置"
        raise Refused(msg) from None
    kept: list[Checkpoint] = []
    for number, line in enumerate(lines, 1):
        try:
            checkpoint = parsed(line)
        except ValueError:
            return Trail(tuple(kept), Break(0, "不是一个完整的检查点，被改动过", number))
        if wrong := flaw(checkpoint, kept[-1] if kept else None, publics):
            return Trail(tuple(kept), Break(checkpoint.seq, wrong, number))
        kept.append(checkpoint)
    return Trail(tuple(kept))


def flaw(checkpoint: Checkpoint, last: Checkpoint | None, publics: Publics) -> str | None:
    """Say what is wrong with a checkpoint, given the one before it."""
    if checkpoint.key not in publics:
        return f"由不认识的密钥 {checkpoint.key} 签名，不是本系统写的"
    if not sums.signed(publics[checkpoint.key], checkpoint):
        return "签名不对，内容被改动"
    if checkpoint.before != (last.fingerprint if last else GENESIS) or checkpoint.seq <= (last.seq if last else 0):
        return "与前一行接不上，有检查点被删去或调换"
    if checkpoint.count != checkpoint.seq:
        return f"签下时日志只有 {checkpoint.count} 条，序号却已到 {checkpoint.seq}，当时已有缺失"
    return None


def last(path: Path) -> Checkpoint | None:
    """Return the newest checkpoint without reading the others; None where there is none that can be read."""
    try:
        with path.open("rb") as file:
            return last_line(file.fileno(), mend=False)
    except (OSError, Refused):
        return None


def add(path: Path, key: Ed25519PrivateKey, fresh: Checkpoint) -> Checkpoint | None:
    """Sign a checkpoint and write it at the end of the file, whole and on the disk; None where a later one is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        end = last_line(file.fileno(), mend=True)
        if end and end.seq >= fresh.seq:
            return None
        bound = replace(fresh, before=end.fingerprint if end else GENESIS, key=sums.key_id(key.public_key()))
        made = replace(bound, signature=sums.sign(key, bound.signed))
        file.write(f"{made.line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return made


def last_line(handle: int, *, mend: bool) -> Checkpoint | None:
    """Return the last checkpoint of an open file; ``mend`` cuts off what a power cut left half-written after it."""
    size = os.fstat(handle).st_size
    data = os.pread(handle, LONGEST, max(0, size - LONGEST))
    whole = data.rfind(b"\n") + 1
    if mend and whole < len(data):
        os.ftruncate(handle, size - len(data) + whole)
    if not whole:
        return None
    try:
        return parsed(data[data.rfind(b"\n", 0, whole - 1) + 1 : whole - 1].decode())
    except ValueError:
        msg = "检查点文件的最后一行被改动过，没有续写；请先运行 jixiao audit verify 查明"
        raise Refused(msg) from None

"""Arithmetic of the entrance: passwords one can read out, names of browsers, shortened addresses, the key of the vault."""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jixiao.kernel.refusal import Refused

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without what looks alike on paper: 0 o 1 i l
GROUPS, GROUP = 4, 4
BROWSERS = (
    ("qihu|360se|360ee|qaxbrowser", "360/奇安信浏览器"),
    ("micromessenger", "微信"),
    ("edg/|edga/|edgios/", "Edge 浏览器"),
    ("firefox|fxios", "火狐浏览器"),
    ("opr/|opera", "Opera 浏览器"),
    ("chrome|crios|chromium", "Chrome 浏览器"),
    ("safari", "Safari 浏览器"),
)
SYSTEMS = (
    ("harmonyos|openharmony", "鸿蒙"),
    ("android", "安卓手机"),
    ("iphone", "苹果手机"),
    ("ipad", "苹果平板"),
    ("windows", "Windows 电脑"),
    ("mac os", "苹果电脑"),
    ("uos|uniontech", "统信 UOS"),
    ("kylin", "麒麟"),
    ("linux|x11", "Linux 电脑"),
)
UNKNOWN = "未知设备"


def one_time_password() -> str:
    """Return a random password in groups, easy to read out and type: about 79 random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def grouped(text: str, size: int = 4) -> str:
    """Write a long key in groups."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def device(agent: str) -> str:
    """Say in words what a browser says it is: Windows 电脑 · Chrome 浏览器."""
    low = agent.lower()
    found = [next((word for pattern, word in table if re.search(pattern, low)), "") for table in (SYSTEMS, BROWSERS)]
    return " · ".join(word for word in found if word) or UNKNOWN


def shortened(address: str) -> str:
    """Return the network part of an address: enough to tell places apart."""
    if ":" in address:
        return ":".join(address.split(":")[:4]) + ":…"
    parts = address.split(".")
    return f"{'.'.join(parts[:3])}.*" if len(parts) == GROUPS else address


def plain_code(text: str) -> str:
    """Return a typed code without spaces, signs and full-width forms."""
    return re.sub(r"[^0-9a-z]", "", unicodedata.normalize("NFKC", text).lower())


def three_names(text: str) -> tuple[str, str, str]:
    """Read the names of the three administrators; refuses fewer than three persons, or one of them twice."""
    names = [re.sub(r"\s+", "", part) for part in re.split(r"[,，、;；]", text)]
    names = [name for name in names if name]
    if len(names) != 3:  # noqa: PLR2004 - 三员
        msg = f"三员须写三个人的姓名（系统管理员,安全保密员,安全审计员），现在是 {len(names)} 个"
        raise Refused(msg)
    if len(set(names)) != 3:  # noqa: PLR2004 - 三员
        twice = next(name for name in names if names.count(name) > 1)
        msg = f"「{twice}」写了不止一次：系统管理员、安全保密员、安全审计员须由三个人分别担任"
        raise Refused(msg)
    return names[0], names[1], names[2]


def vault_key(secret: str) -> bytes:
    """Derive from the site's secret the key that second factors are kept under."""
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"jixiao second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)

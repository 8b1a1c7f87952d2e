"""Who is the same payee, however the name was typed and whichever of two entries was chosen."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from jixiao.organisations.sums.credit import refusal_of_credit
from jixiao.spending.facts import Payee, PayeeKind

SIGNS = re.compile(r"[\s·•.,，。、\-—_()（）\[\]【】「」\"'“”]+")
LEGAL = re.compile(r"(股份有限公司|有限责任公司|有限公司|公司)$")
Key = tuple[str, str]
REMEMBERED = 1 << 16  # names and codes: a city has fewer payees


@lru_cache(maxsize=REMEMBERED)
def plain(name: str) -> str:
    """Return a name without what typing adds: width, blanks, brackets, and the words of the legal form at its end."""
    bare = SIGNS.sub("", unicodedata.normalize("NFKC", name)).upper()
    return LEGAL.sub("", bare) or bare


@lru_cache(maxsize=REMEMBERED)
def code_of(typed: str) -> str:
    """Return a credit code that can tell one payee from another; "" for none and for one with a wrong check sign."""
    code = unicodedata.normalize("NFKC", typed).strip().upper()
    return code if code and refusal_of_credit(code) is None else ""


def identities(payees: Iterable[Payee]) -> dict[int, Key]:
    """Return number → who it is. Companies are told by credit code, without one by name; people of one name stay apart."""
    known = {(payee.number, payee.name, payee.credit_code): payee for payee in payees}
    codes = {number: code for number, _name, typed in known if (code := code_of(typed))}
    named: dict[str, set[str]] = defaultdict(set)
    for number, name, _typed in known:
        if number in codes:
            named[plain(name)].add(codes[number])
    return {payee.number: _identity(payee, codes.get(payee.number, ""), named) for payee in reversed(known.values())}


def _identity(payee: Payee, code: str, named: dict[str, set[str]]) -> Key:
    if payee.kind is not PayeeKind.COMPANY:
        return ("person", str(payee.number))
    if not code and len(others := named.get(plain(payee.name), set())) == 1:
        (code,) = others
    return ("code", code) if code else ("name", plain(payee.name))

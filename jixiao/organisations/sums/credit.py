"""The unified social credit code (统一社会信用代码, GB 32100-2015): 18 signs, the last a check digit."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NEVER = "IOSVZ"  # taken for 1, 0, 5, U and 2
LENGTH = 18
BASE = len(ALPHABET)
WEIGHTS = tuple(pow(3, place, BASE) for place in range(LENGTH - 1))


def check_sign(body: str) -> str:
    """Return the eighteenth sign for the first seventeen; ValueError for another length or a sign outside the alphabet."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % BASE]


def refusal_of_credit(code: str) -> str | None:
    """Return what is wrong with a code, in one sentence, or None; none given is right."""
    if not code:
        return None
    if len(code) != LENGTH:
        return f"统一社会信用代码应为 {LENGTH} 位，「{code}」是 {len(code)} 位"
    for place, sign in enumerate(code, 1):
        if sign not in ALPHABET:
            why = "代码里不用字母 I、O、S、V、Z，请对照证书核对" if sign in NEVER else "只能用数字和大写字母"
            return f"统一社会信用代码第 {place} 位「{sign}」不对，{why}"
    if not code[2:8].isdigit():
        return f"统一社会信用代码第 3 至 8 位是登记机关行政区划，应为数字，现在是「{code[2:8]}」"
    if (expected := check_sign(code[:-1])) != code[-1]:
        return f"统一社会信用代码校验位不符：末位应为 {expected}，现在是 {code[-1]}，请逐位核对"
    return None

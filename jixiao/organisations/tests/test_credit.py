from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao.organisations.sums.credit import ALPHABET, NEVER, check_sign, refusal_of_credit

pytestmark = pytest.mark.pure
SIGN = st.sampled_from(ALPHABET)
BODIES = st.tuples(
    st.text(ALPHABET, min_size=2, max_size=2), st.text("0123456789", min_size=6, max_size=6), st.text(ALPHABET, min_size=9, max_size=9)
)
CODES = BODIES.map("".join).map(lambda body: body + check_sign(body))


@pytest.mark.parametrize("code", ["91350100M000100Y43", "11500229660853981Q", ""])
def test_a_true_code_is_taken_and_so_is_none(code: str) -> None:
    assert refusal_of_credit(code) is None


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91310115MA1H8R7C6D", "末位应为 7，现在是 D"),
        ("91350100M000100Y4Z", "第 18 位「Z」不对，代码里不用字母 I、O、S、V、Z"),
        ("91350100M000100Y44", "末位应为 3，现在是 4"),
        ("91350100M000100Y4", "应为 18 位，「91350100M000100Y4」是 17 位"),
        ("91350100m000100Y43", "第 9 位「m」不对，只能用数字和大写字母"),
        ("9135010０M000100Y4", "是 17 位"),
        ("913501A0M000100Y43", "第 3 至 8 位是登记机关行政区划"),
    ],
)
def test_a_wrong_code_is_told_what_is_wrong(code: str, sentence: str) -> None:
    assert sentence in (refusal_of_credit(code) or "")


def test_the_alphabet_has_thirty_one_signs_and_none_of_the_five() -> None:
    assert (len(ALPHABET), set(ALPHABET) & set(NEVER)) == (31, set())


@given(CODES)
def test_a_code_with_its_own_check_sign_is_always_taken(code: str) -> None:
    assert refusal_of_credit(code) is None


@given(CODES, st.integers(0, 17), SIGN)
def test_one_sign_misread_is_always_found(code: str, place: int, sign: str) -> None:
    assume(code[place] != sign)

    assert refusal_of_credit(code[:place] + sign + code[place + 1 :]) is not None


@given(CODES, st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_found(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])

    assert refusal_of_credit(code[:place] + code[place + 1] + code[place] + code[place + 2 :]) is not None


@given(CODES, st.integers(0, 17), st.sampled_from(NEVER))
def test_the_five_letters_are_never_taken(code: str, place: int, sign: str) -> None:
    assert f"第 {place + 1} 位「{sign}」" in (refusal_of_credit(code[:place] + sign + code[place + 1 :]) or "")


@given(st.text(max_size=40))
def test_any_text_is_answered_with_a_sentence_or_taken(code: str) -> None:
    reason = refusal_of_credit(code)

    assert (reason is None) == (
        code == "" or (len(code) == 18 and set(code) <= set(ALPHABET) and code[2:8].isdigit() and check_sign(code[:-1]) == code[-1])
    )

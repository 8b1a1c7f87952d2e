"""What people type at the entrance: name and password, a new password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from jixiao.accounts.queries import User

from .queries.three import refusal_of_name

FIELD = {"class": "jx-input"}


class EnterForm(forms.Form):
    """Name and password, to sign in."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput({**FIELD, "autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码", max_length=200, strip=False, widget=forms.PasswordInput({**FIELD, "autocomplete": "current-password"})
    )


class PasswordForm(forms.Form):
    """A new password, twice; the present one as well where there is one."""

    present = forms.CharField(
        label="现在的密码", max_length=200, strip=False, widget=forms.PasswordInput({**FIELD, "autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新密码",
        min_length=12,
        error_messages={"min_length": "密码不少于 %(limit_value)d 个字，现在是 %(show_value)d 个"},
        max_length=200,
        strip=False,
        help_text="不少于 12 个字；几个不相干的词连起来最好记",
        widget=forms.PasswordInput({**FIELD, "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再写一遍", max_length=200, strip=False, widget=forms.PasswordInput({**FIELD, "autocomplete": "new-password"})
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        if not user.has_usable_password():
            del self.fields["present"]

    def clean_present(self) -> str:
        """Refuse a wrong present password."""
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            msg = "现在的密码不对"
            raise forms.ValidationError(msg)
        return present

    def clean_new(self) -> str:
        """Refuse a weak password, in the words of the validators."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean_again(self) -> str:
        """Refuse two that differ."""
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            msg = "两遍写的不一样"
            raise forms.ValidationError(msg)
        return again


class FirstForm(PasswordForm):
    """At the first sign-in: one's name where it is not known, and a password of one's own in place of the one-time one."""

    name = forms.CharField(
        label="姓名", max_length=60, help_text="担任此岗位的人的真实姓名", widget=forms.TextInput({**FIELD, "autocomplete": "name"})
    )
    field_order = ("name", "new", "again")

    def __init__(self, user: User, *, named: bool, data: Any = None) -> None:
        super().__init__(user, data)
        self.fields.pop("present", None)  # the one-time password was shown a moment ago
        if named:
            del self.fields["name"]

    def clean_name(self) -> str:
        """Refuse the name of another administrator."""
        name: str = self.cleaned_data["name"]
        if reason := refusal_of_name(self.user, name):
            raise forms.ValidationError(reason)
        return "".join(name.split())

    def clean_new(self) -> str:
        """Refuse the one-time password itself."""
        new = super().clean_new()
        if self.user.check_password(new):
            msg = "不能继续用一次性密码，请另设一个"
            raise forms.ValidationError(msg)
        return new


class CodeForm(forms.Form):
    """A code of the authenticator, or a recovery code."""

    code = forms.CharField(
        label="验证码",
        max_length=20,
        error_messages={"required": "请输入验证码"},
        widget=forms.TextInput({**FIELD, "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class NameForm(forms.Form):
    """What to call an authenticator."""

    name = forms.CharField(label="名称", max_length=30, error_messages={"required": "请填名称"}, widget=forms.TextInput(FIELD))


class ReasonForm(forms.Form):
    """Why somebody's second factor is cleared."""

    reason = forms.CharField(
        label="清除的原因",
        max_length=200,
        error_messages={"required": "请写明清除的原因"},
        help_text="如：本人当面申请，手机遗失；原因记入日志",
        widget=forms.TextInput(FIELD),
    )

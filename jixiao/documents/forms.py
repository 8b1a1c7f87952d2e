"""What people ask of a file, parsed: which findings, which cell, which reason, meant for which version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from jixiao.kernel.refusal import Refused

KEY = 64


def asked(form: Form) -> dict[str, Any]:
    """Return what a form asks; refuses in the form's own words."""
    if form.is_valid():
        return form.cleaned_data
    raise Refused("；".join(str(error) for errors in form.errors.values() for error in errors))


class Manifold(forms.MultipleChoiceField):
    """Several values of one name, whatever they are."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002 - the action knows which are there
        """Take any value."""
        return True


class AskedForm(Form):
    """What every act carries: its key."""

    key = forms.CharField(max_length=KEY, required=False, empty_value=None)


class VersionForm(AskedForm):
    """An act on facts: meant for one version of them."""

    version = forms.IntegerField(
        min_value=1, error_messages={"required": "页面不完整，请刷新后再办理", "invalid": "页面不完整，请刷新后再办理"}
    )


class CorrectForm(VersionForm):
    """Certain fixes to make."""

    finding = Manifold(error_messages={"required": "请先勾选要更正的问题"})


class FillForm(VersionForm):
    """One cell as a person gives it."""

    path = forms.CharField(max_length=255)
    old = forms.CharField(required=False, strip=False)
    new = forms.CharField(required=False, max_length=10_000, error_messages={"max_length": "内容太长，最多一万字"})


class WaiveForm(VersionForm):
    """A finding left as it is, with the reason."""

    finding = forms.CharField(max_length=255)
    reason = forms.CharField(required=False, max_length=500, error_messages={"max_length": "理由最多 500 字"}, widget=forms.Textarea)


class SettleForm(VersionForm):
    """A doubt settled: right as read, or what it should say."""

    right = forms.BooleanField(required=False)
    value = forms.CharField(required=False, max_length=10_000)


class FilesForm(AskedForm):
    """The files of one upload."""

    def __init__(self, data: QueryDict, files: MultiValueDict[str, UploadedFile[Any]]) -> None:
        super().__init__(data)
        self.uploads = files.getlist("files")

    def clean(self) -> dict[str, Any]:
        """Refuse an upload without files."""
        if not self.uploads:
            msg = "请先选择文件"
            raise forms.ValidationError(msg)
        return {**self.cleaned_data, "files": self.uploads}


class WorkbookForm(AskedForm):
    """The one workbook of an upload."""

    file = forms.FileField(
        max_length=255,
        error_messages={
            "required": "请先选择填好的工作簿",
            "empty": "这个文件是空的（0 字节），请检查后重新选择文件",
            "max_length": "文件名太长，请改短后再传",
            "invalid": "没有收到文件，请重新选择",
        },
    )

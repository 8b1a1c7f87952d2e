"""What people type: where they want to stand."""

from __future__ import annotations

from django import forms


class StandForm(forms.Form):
    """The unit and year of the top bar."""

    unit = forms.IntegerField(required=False)
    year = forms.IntegerField(required=False)

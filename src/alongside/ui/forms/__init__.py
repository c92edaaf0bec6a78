"""Forms whose fields draw themselves: label, hint and error sentence stand beside the question."""

from alongside.ui.forms.base import Form
from alongside.ui.forms.choices import Checkboxes, Option, Radios, Select, Tick
from alongside.ui.forms.conditions import If
from alongside.ui.forms.dates import Date, TypedDate
from alongside.ui.forms.files import File
from alongside.ui.forms.texts import Hidden, Number, Password, Text, Textarea

__all__ = [
    "Checkboxes",
    "Date",
    "File",
    "Form",
    "Hidden",
    "If",
    "Number",
    "Option",
    "Password",
    "Radios",
    "Select",
    "Text",
    "Textarea",
    "Tick",
    "TypedDate",
]

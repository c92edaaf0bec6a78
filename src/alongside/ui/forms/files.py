"""A question answered with a file."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from alongside.ui.forms.base import Drawn, Question


class File(Question, forms.FileField):
    """A file of one of the `endings` (like ".csv"), at most `megabytes` large."""

    kind = "file"
    covered_by_error = ("required", "invalid", "missing", "contradiction")

    def __init__(
        self, label: Any, *, endings: tuple[str, ...] = (), megabytes: float = 10, **options: Any
    ) -> None:
        super().__init__(label, max_length=200, **options)
        self.endings = tuple(ending.lower() for ending in endings)
        self.megabytes = megabytes

    def to_python(self, data: Any) -> UploadedFile | None:
        if isinstance(data, UploadedFile):
            name = PurePath(data.name or "").name
            if len(name) > 200:
                raise ValidationError(_("The file's name is too long. Give it a shorter one."), code="name")
            if self.endings and PurePath(name).suffix.lower() not in self.endings:
                raise ValidationError(
                    _("%(file)s is not a file we can read here. Choose one that ends in %(endings)s.")
                    % {"file": name, "endings": ", ".join(self.endings)},
                    code="ending",
                )
            if data.size is not None and data.size > self.megabytes * 1_000_000:
                raise ValidationError(
                    _("%(file)s is larger than %(limit)g MB. Choose a smaller one.")
                    % {"file": name, "limit": self.megabytes},
                    code="large",
                )
            if data.size == 0:
                raise ValidationError(_("%(file)s is empty.") % {"file": name}, code="empty")
        return super().to_python(data)  # type: ignore[return-value]

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        return {
            "attributes": {"accept": ",".join(self.endings)} if self.endings else {},
            "chooseFilesButtonText": _("Choose file"),
            "dropInstructionText": _("or drop it here"),
            "noFileChosenText": _("No file chosen"),
            "enteredDropZoneText": _("Entered drop zone"),
            "leftDropZoneText": _("Left drop zone"),
        }

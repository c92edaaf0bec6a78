"""From a question to its HTML, by the design system's macros.

Every word that a macro would say in English by itself is given to it here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template import engines
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

# Which macro of the design system draws which kind of question.
MACROS = {
    "text": ("input", "input"),
    "number": ("input", "input"),
    "textarea": ("textarea", "textarea"),
    "password": ("password-input", "passwordInput"),
    "select": ("select", "select"),
    "radios": ("radios", "radios"),
    "checkboxes": ("checkboxes", "checkboxes"),
    "date": ("date-input", "dateInput"),
    "file": ("file-upload", "fileUpload"),
}
# Kinds that are several boxes, so that the question is the legend of a group.
GROUPS = {"radios", "checkboxes", "date"}


def draw(kind: str, shared: dict[str, Any], own: dict[str, Any]) -> Markup:
    """A question of this kind. The texts are plain: the macro escapes them."""
    if kind == "hidden":
        return Markup('<input type="hidden" id="{id}" name="{name}" value="{value}">').format(
            id=shared["id"], name=shared["name"], value=own["value"]
        )
    # With radios and boxes the first one has the question's id, so that the error summary leads to it.
    params = {
        "idPrefix" if kind in ("radios", "checkboxes") else "id": shared["id"],
        "name": shared["name"],
        **own,
    }
    label = {"text": shared["label"], "size": shared["label_size"], "isPageHeading": shared["heading"]}
    if kind in GROUPS:
        params["fieldset"] = {"legend": label}
    else:
        params["label"] = label
    if shared["hint"]:
        params["hint"] = {"text": shared["hint"], "id": f"{shared['id']}-hint"}
    if shared["error"]:
        params["errorMessage"] = _error(shared["id"], shared["error"])
    return _macro(*MACROS[kind])(params)


def draw_tick(shared: dict[str, Any], *, ticked: bool) -> Markup:
    """One box whose label is the question."""
    params: dict[str, Any] = {
        "idPrefix": shared["id"],
        "name": shared["name"],
        "items": [{"value": "on", "text": shared["label"], "checked": ticked}],
    }
    if shared["hint"]:
        params["items"][0]["hint"] = {"text": shared["hint"]}
    if shared["error"]:
        params["errorMessage"] = _error(shared["id"], shared["error"])
    return _macro(*MACROS["checkboxes"])(params)


def summary(problems: list[dict[str, str]]) -> Markup:
    """The error summary: sentences, and where each leads."""
    return _macro("error-summary", "errorSummary")(
        {"heading": {"text": _("There is a problem")}, "errorList": problems}
    )


def items(options: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Options as the macros of radios, checkboxes and selects take them."""
    made = []
    for option in options:
        item: dict[str, Any] = {"value": option["value"], "text": option["words"]}
        if option["chosen"]:
            item["checked"] = item["selected"] = True
        if option["hint"]:
            item["hint"] = {"text": option["hint"]}
        if option["follow"]:
            item["conditional"] = {"html": Markup("\n").join(option["follow"])}
        made.append(item)
    return made


def keep_lines(text: str) -> Markup:
    """`text` escaped, with line ends as references: macros would indent what somebody typed."""
    lines = str(escape(text)).replace("\r\n", "\n").replace("\n", "&#10;")
    # A reader of HTML drops the first line end in a text box.
    return Markup(f"&#10;{lines}" if lines.startswith("&#10;") else lines)  # noqa: S704 - escaped above


def password_words() -> dict[str, str]:
    """What the button beside a password says."""
    return {
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }


def _error(id: str, sentence: str) -> dict[str, str]:
    return {"text": sentence, "id": f"{id}-error", "visuallyHiddenText": _("Error")}


def _macro(component: str, name: str) -> Any:
    template = engines["jinja2"].env.get_template(f"nhsuk/components/{component}/macro.jinja")  # type: ignore[attr-defined]
    return getattr(template.module, name)

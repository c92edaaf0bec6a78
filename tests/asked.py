"""Filling in pages as a browser would: what the form carries unseen goes along."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._select = self._option = self._text = None

    def handle_starttag(self, tag: str, attributes: list) -> None:
        at = dict(attributes)
        if tag == "form":
            self.forms.append({"action": at.get("action", ""), "fields": {}, "buttons": []})
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        name = at.get("name")
        if tag == "input" and name and at.get("type") not in ("file", "submit"):
            if at.get("type") in ("checkbox", "radio"):
                if "checked" in at:
                    fields.setdefault(name, []).append(at.get("value", "on"))
            else:
                fields.setdefault(name, []).append(at.get("value") or "")
        elif tag == "button":
            self.forms[-1]["buttons"].append((name, at.get("value")))
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in at:
            fields[self._select] = [at.get("value") or ""]
        elif tag == "textarea" and name:
            self._text = name
            fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1]["fields"][self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            # HTML drops one line end right after the tag, and the fields' template writes one.
            fields = self.forms[-1]["fields"]
            fields[self._text][0] = fields[self._text][0].removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None


def forms_on(page: Any) -> list[dict[str, Any]]:
    """Every form of a response: its action, its fields as a browser would send them, and its buttons."""
    reader = _Forms()
    reader.feed(page.content.decode())
    return reader.forms


def form_on(page: Any) -> dict[str, list[str]]:
    """What the page's question form would send if nobody typed anything."""
    return next(form["fields"] for form in forms_on(page) if "_form" in form["fields"])


def fill_in(client: Any, url: str, *, page: Any = None, **answers: Any) -> Any:
    """Open the page at `url` (or take the one already open), type the answers and send the form."""
    opened = page if page is not None else client.get(url)
    assert opened.status_code in (200, 409, 422), f"{url} answers {opened.status_code}"
    return client.post(url, {**form_on(opened), **answers})


def press_on(client: Any, page: Any, action: str, **headers: Any) -> Any:
    """Press the button of the page whose form goes to `action`."""
    form = next(form for form in forms_on(page) if form["action"] == action)
    return client.post(action, form["fields"], **headers)

"""The retention table as people read it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.core.retention import AtTheEnd, RetentionClass
from alongside.programmes.presenters.wording import in_language

AT_THE_END = {
    AtTheEnd.ERASE: gettext_lazy("Erased"),
    AtTheEnd.ERASE_KEEPING_A_STUB: gettext_lazy("Erased, keeping a stub that says so"),
    AtTheEnd.REVIEW: gettext_lazy("Looked at by somebody, who decides"),
}


def listed(each: RetentionClass) -> dict[str, str]:
    """One class in words."""
    return {
        "name": in_language(each.name),
        "covers": in_language(each.covers),
        "how_long": how_long(each),
        "then": str(AT_THE_END[each.then]),
        "because": in_language(each.because),
        "sure": "" if each.sure else _("To be checked before anybody relies on it."),
    }


def how_long(each: RetentionClass) -> str:
    """The length from its beginning, and the rule in words where there is one."""
    length = ""
    if each.years is not None:
        length = ngettext("%(n)d year", "%(n)d years", each.years) % {"n": each.years}
    elif each.months is not None:
        length = ngettext("%(n)d month", "%(n)d months", each.months) % {"n": each.months}
    elif each.days is not None:
        length = ngettext("%(n)d day", "%(n)d days", each.days) % {"n": each.days}
    rule = in_language(each.rule)
    if not length:
        return rule
    counted = _("%(length)s, counted from %(beginning)s.") % {
        "length": length,
        "beginning": in_language(each.counts_from),
    }
    return f"{counted} {rule}".strip()

"""What tests of improvement work begin with."""

from __future__ import annotations

from datetime import date

from alongside.improvement.actions import aims, drivers, ideas
from alongside.improvement.models import Aim, ChangeIdea, Driver


def an_aim(cast, **said) -> Aim:
    """An aim of Harbour, whole but for its measure."""
    told = {
        "project": cast.harbour,
        "what": "More people feel understood when they leave",
        "how_much": "from 58% to 75%",
        "by_when": date(2027, 6, 30),
        "for_whom": "everybody who stays two nights or more",
        "by": cast.improvement_lead,
        **said,
    }
    return aims.set_aim(**told)


def driver(cast, aim: Aim, name: str, under: Driver | None = None) -> Driver:
    """One more driver of an aim."""
    return drivers.add(aim=aim, names=[name], under=under, by=cast.improvement_lead)[0]


def idea(cast, aim: Aim, words: str = "Ask at the second meeting", under: Driver | None = None) -> ChangeIdea:
    """One more idea for an aim."""
    return ideas.add(aim=aim, words=[words], driver=under, by=cast.improvement_lead)[0]

"""Where rooms enter what pages gather: nobody looks upwards, so lower rooms read these tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from alongside.core.facts import Fact

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """A named table of entries by key, kept in the order `order` gives, then as entered."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, tuple[int, Entry]] = {}

    def enter(self, key: str, entry: Entry, *, order: int = 100) -> Entry:
        """Enter `entry` under `key`. Entering a key twice is an error: two rooms would answer for one thing."""
        if key in self._entries and self._entries[key][1] != entry:
            raise KeyError(f"{key!r} is entered in {self.name} already")
        self._entries[key] = (order, entry)
        return entry

    def get(self, key: str) -> Entry | None:
        """The entry under `key`, or None where no room has entered it."""
        found = self._entries.get(key)
        return found[1] if found else None

    def __iter__(self) -> Iterator[Entry]:
        return iter([entry for _, entry in sorted(self._entries.values(), key=lambda pair: pair[0])])

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link in the navigation of a project: shown to viewers who have `permission` (None: to every member)."""

    label: Any  # lazy translated text
    url_name: str
    permission: Any = None


@dataclass(frozen=True, slots=True)
class OfferedHat:
    """A hat that an account can put on: the header offers it, and `switch_hat` gets its value."""

    value: str
    words: Any
    worn: bool = False


@dataclass(frozen=True, slots=True)
class LateItem:
    """Something past its date: shown on the home page until it is done."""

    words: str
    due_on: Any
    url: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for whoever is asking: on their home page until it is done."""

    words: str
    url: str
    due_on: Any = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands, in a word or two and a sentence, and where to read on. Colours only repeat what the words say."""

    words: str
    text: str = ""
    url: str = ""
    colour: str = "grey"


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page that another room draws: its template, and what the template is given as `section`."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HomeTile:
    """How something of a project stands, as a tile of its home page: what it is about, and its standing with where to read on."""

    heading: str
    stands: Standing


# Links in the navigation of project pages.
navigation: Registry[NavigationLink] = Registry("navigation")
# Functions viewer -> what waits for this viewer.
to_do: Registry[Callable[[Any], Iterable[ToDo]]] = Registry("to do")
# Functions viewer -> how one of the programme's messages stands in its project. Keys: training, employment, support, guarding.
# A key that no room has entered has not been started, and the page says so.
messages: Registry[Callable[[Any], Standing]] = Registry("messages")
# Functions viewer -> a tile of the project's home page, or None where there is nothing to say yet.
home_tiles: Registry[Callable[[Any], HomeTile | None]] = Registry("home tiles")
# Functions viewer -> iterable of LateItem.
late_items: Registry[Callable[[Any], Iterable[LateItem]]] = Registry("late items")
# Links in the account menu, for whoever is signed in.
account_links: Registry[NavigationLink] = Registry("account links")
# Functions viewer -> the hats that its account can put on, the worn one among them.
offered_hats: Registry[Callable[[Any], Iterable[OfferedHat]]] = Registry("offered hats")
# Functions viewer -> names of those whom to ask about a role, for the page that says "This isn't part of your role".
whom_to_ask: Registry[Callable[[Any], Iterable[str]]] = Registry("whom to ask")
# What rooms offer to be counted, for measures that feed themselves: core/facts.py says what a fact is.
facts: Registry[Fact] = Registry("facts")
# Functions viewer -> what a programme's page shows of what its projects released.
programme_sections: Registry[Callable[[Any], PageSection]] = Registry("programme sections")

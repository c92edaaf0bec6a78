"""What should be known beside a pooled estimate, each with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.stats.words import N_, Say, fill, in_english

# With fewer sites than this, how much sites differ is hardly known (IntHout 2014 shows it from 2 on).
FEW_SITES = 5

NOTES = {
    "one": N_(
        "there is one estimate only, so nothing is pooled: the interval is its own, and how much sites differ "
        "cannot be told"
    ),
    "few": N_(
        "%(k)s estimates are few: how much sites differ is hardly known, so look at the sites themselves first"
    ),
    "truncated": N_(
        "the estimates lie closer together than their variances allow for, so the Knapp-Hartung interval is "
        "kept from being narrower than the plain one (factor %(factor)s raised to 1)"
    ),
    "z": N_(
        "interval likely too narrow: z takes the difference between sites as known, and it is estimated from "
        "%(k)s sites"
    ),
    "ee": N_(
        "one true effect is assumed for all sites: no difference between sites is allowed for, and there is "
        "no prediction interval"
    ),
    "missing": N_("estimates left out because they or their variance are missing: %(count)s"),
}


@dataclass(frozen=True)
class Note:
    """One thing to know: a key of NOTES and what fills its sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, say: Say = in_english) -> str:
        """Return it in the language of `say`."""
        return fill(say(NOTES[self.code]), self.params)

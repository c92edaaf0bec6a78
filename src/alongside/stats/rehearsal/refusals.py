"""What cannot be rehearsed, each with its sentence."""

from alongside.stats.words import N_, Say, fill, in_english

REFUSALS = {
    "unknown_chart": N_("“%(given)s” can't be rehearsed. Choose one of: %(choices)s."),
    "unknown_choice": N_("“%(given)s” is not a choice for %(name)s. Choose one of: %(choices)s."),
    "not_a_number": N_("The %(name)s must be a number."),
    "out_of_range": N_("The %(name)s must be between %(lowest)s and %(highest)s; it is %(given)s."),
    "not_positive": N_("The %(name)s must be more than 0; it is %(given)s."),
    "too_few": N_("At least %(fewest)s periods %(name)s the change are needed; the plan has %(given)s."),
    "too_many": N_("A rehearsal takes %(most)s periods at most; the plan has %(given)s."),
    "spread_needed": N_(
        "Say how much the value varies from one period to the next (its standard deviation)."
    ),
    "size_needed": N_(
        "Say how many are counted in each period: a share or a rate needs to know out of how many."
    ),
    "size_refused": N_("A %(chart)s chart has no denominator. A u chart shows counts per unit."),
    "spread_refused": N_(
        "On a %(chart)s chart the spread follows from the numbers counted. Say overdispersion instead."
    ),
    "level_leaves": N_(
        "With this level and this change the %(what)s would be %(given)s after the change. It must stay "
        "between %(lowest)s and %(highest)s."
    ),
    "no_room_for_autocorrelation": N_(
        "Counts that vary only by chance can't resemble their neighbours. Say an overdispersion above 1, or no "
        "autocorrelation."
    ),
    "no_effect": N_("The expected change is 0. Say how large a change you hope to notice."),
}


class Refused(ValueError):
    """The plan can't be rehearsed. `code` is a key of REFUSALS, `params` fills its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.sentence())

    def sentence(self, say: Say = in_english) -> str:
        """What is wrong and what to do, in the language of `say`."""
        return fill(say(REFUSALS[self.code]), self.params)

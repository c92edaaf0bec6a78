"""What cannot be charted, each with its sentence."""

from alongside.stats.words import N_, Say, fill, in_english

REFUSALS = {
    "unknown_chart": N_("There is no chart type “%(chart)s”. Choose one of: %(choices)s."),
    "unknown_choice": N_("“%(given)s” is not a choice for %(name)s. Choose one of: %(choices)s."),
    "not_a_number": N_("The %(name)s must be a number."),
    "not_positive": N_("The %(name)s must be more than 0."),
    "baseline_too_short": N_("A baseline needs at least %(fewest)s rows; %(given)s is too few."),
    "firm_after_negative": N_("The number of points that make limits firm cannot be negative."),
    "per_series_length": N_(
        "There are %(given)s values of %(name)s for %(series)s series: give one, or one for each."
    ),
    "centre_out_of_range": N_(
        "A centre line of %(centre)s cannot be on the %(chart)s chart: it must be between %(lowest)s and "
        "%(highest)s."
    ),
    "centre_too_low": N_(
        "A centre line of %(centre)s cannot be on the %(chart)s chart: it must be %(lowest)s or more."
    ),
    "wrong_shape": N_("The %(name)s has the shape %(given)s; it must be %(expected)s."),
    "bad_length": N_("Series %(series)s is said to have %(length)s rows; it can have 0 to %(rows)s."),
    "infinite": N_("Series %(series)s, row %(row)s: the %(name)s is not a finite number."),
    "bad_phase": N_(
        "Series %(series)s, row %(row)s: phases count up from 1, one at a time; phase %(phase)s cannot be "
        "here."
    ),
    "denominator_needed": N_("The %(chart)s chart needs a denominator for each point."),
    "denominator_refused": N_("The %(chart)s chart takes no denominator. A u chart shows counts per unit."),
    "spread_needed": N_(
        "The %(chart)s chart needs the values of each sample, or the mean, size and standard deviation of each."
    ),
    "spread_refused": N_("The %(chart)s chart takes no standard deviations. Xbar and s charts do."),
    "not_whole": N_(
        "Series %(series)s, row %(row)s: the size of a sample must be a whole number; %(size)s is not."
    ),
    "negative": N_("Series %(series)s, row %(row)s: the %(name)s is negative (%(value)s)."),
    "more_than_all": N_(
        "Series %(series)s, row %(row)s: the numerator (%(value)s) is more than the denominator (%(size)s), "
        "so it is not a share. A u chart shows counts per unit."
    ),
}


class Refused(ValueError):
    """The numbers or settings cannot make the chart that was asked for.

    `code` is a key of REFUSALS, `params` fills its sentence; `series` and `row` in it count from 1.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.sentence())

    def sentence(self, say: Say = in_english) -> str:
        """What is wrong and what to do, in the language of `say`."""
        return fill(say(REFUSALS[self.code]), self.params)

"""What cannot be analysed, each with its sentence."""

from alongside.stats.words import N_, Say, fill, in_english

REFUSALS = {
    "unknown_choice": N_("“%(given)s” is not a choice for %(name)s. Choose one of: %(choices)s."),
    "negative_number": N_("The %(name)s cannot be negative: %(given)s."),
    "season_needed": N_("Harmonics need the length of the season: 12 for months of a year."),
    "season_too_short": N_(
        "A season of %(season)s periods has room for %(most)s harmonics, not for %(given)s. Ask for fewer."
    ),
    "ar1_for_ols": N_("Errors of kind ar1 are for the model ols. For counts use newey-west or none."),
    "lag_for_newey_west": N_("A number of lags belongs to newey-west errors alone."),
    "lag_too_long": N_("%(lag)s lags are too many for %(rows)s points. Use fewer than there are points."),
    "wrong_shape": N_("The %(name)s has the shape %(given)s; it must be %(expected)s."),
    "infinite": N_("Row %(row)s: the %(name)s is not a finite number."),
    "negative": N_("Row %(row)s: the %(name)s is negative (%(value)s). Counts cannot be."),
    "not_whole": N_(
        "Row %(row)s: %(value)s is not a whole number, and the model poisson counts. "
        "Use quasipoisson, or ols for values."
    ),
    "no_size": N_("Row %(row)s: the denominator is %(value)s. It must be more than 0."),
    "time_twice": N_("Period %(time)s stands there twice. One row is needed for each period of a series."),
    "nothing_there": N_("There is no point with a value, so there is nothing to analyse."),
    "too_few_before": N_(
        "There are too few points before the change (%(count)s, after leaving out what was asked to be left "
        "out). At least %(fewest)s are needed on each side: choose a later change or bring in more figures."
    ),
    "too_few_after": N_(
        "There are too few points from the change on (%(count)s, after leaving out what was asked to be left "
        "out). At least %(fewest)s are needed on each side: choose an earlier change or wait for more figures."
    ),
    "too_few_for_terms": N_(
        "%(terms)s numbers are to be estimated from %(rows)s points, which leaves nothing to judge them by. "
        "Ask for less (no slope, fewer harmonics) or bring in more figures."
    ),
    "not_told_apart": N_(
        "What is asked for cannot be told apart with these points: one term is a mixture of the others. "
        "Ask for less (no slope, fewer harmonics)."
    ),
    "all_zero_before": N_(
        "Every count before the change is 0, so a ratio to it does not exist. Use the model ols."
    ),
    "all_zero_after": N_(
        "Every count from the change on is 0, so its ratio has no lower end. Use the model ols."
    ),
    "no_answer": N_("The model did not settle on an answer for these counts. Use the model ols."),
    "control_not_binary": N_(
        "The control must be 0 for rows of the series that changed and 1 for rows of its control."
    ),
    "one_series_only": N_(
        "There is only one series here. A controlled analysis needs rows with 0 and rows with 1."
    ),
}


class Refused(ValueError):
    """The numbers, or what is asked of them, make no interrupted time series.

    `code` is a key of REFUSALS, `params` fills its sentence; a `row` in it counts from 1.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.sentence())

    def sentence(self, say: Say = in_english) -> str:
        """What is wrong and what to do, in the language of `say`."""
        return fill(say(REFUSALS[self.code]), self.params)

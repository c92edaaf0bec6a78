"""What cannot be pooled, each with its sentence."""

from alongside.stats.words import N_, Say, fill, in_english

REFUSALS = {
    "unknown_choice": N_("“%(given)s” is not a choice for %(name)s. Choose one of: %(choices)s."),
    "nothing_there": N_("There is no estimate with its variance, so there is nothing to pool."),
    "wrong_shape": N_("The %(name)s has the shape %(given)s; it must be %(expected)s."),
    "infinite": N_("Row %(row)s: the %(name)s is not a finite number."),
    "no_variance": N_(
        "Row %(row)s: the variance is 0. An estimate that is never wrong would outweigh all others: "
        "correct it, or leave the row out."
    ),
    "negative_variance": N_(
        "Row %(row)s: the variance is negative (%(value)s). It is a standard error squared."
    ),
}


class Refused(ValueError):
    """The estimates cannot be pooled as asked.

    `code` is a key of REFUSALS, `params` fills its sentence; a `row` in it counts from 1.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.sentence())

    def sentence(self, say: Say = in_english) -> str:
        """What is wrong and what to do, in the language of `say`."""
        return fill(say(REFUSALS[self.code]), self.params)

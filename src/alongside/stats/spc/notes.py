"""What should be known beside a chart: each note is a code with its numbers, and has its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alongside.stats.words import N_, Say, fill, in_english

NOTES = {
    "nothing_to_judge": N_("there is no usable point"),
    "provisional": N_(
        "limits are provisional: fewer than %(fewest)s usable points behind the limits of phase %(phase)s"
    ),
    "provisional_centre": N_(
        "the centre line is provisional: fewer than %(fewest)s usable points behind the centre line of "
        "phase %(phase)s"
    ),
    "judged_on_earlier": N_(
        "phase %(phase)s is judged on the limits of phase %(judged_by)s until it has %(fewest)s usable points"
    ),
    "judged_on_earlier_centre": N_(
        "phase %(phase)s is judged on the centre line of phase %(judged_by)s until it has %(fewest)s usable "
        "points"
    ),
    "no_limits": N_("no limits for phase %(phase)s: fewer than 2 usable points behind them"),
    "no_centre": N_("no centre line for phase %(phase)s: no usable point behind it"),
    "no_neighbours": N_(
        "no limits for phase %(phase)s: no two neighbouring rows behind them have usable points"
    ),
    "ranges_screened": N_(
        "moving ranges left out as too wide when the limits of phase %(phase)s were set: %(count)s"
    ),
    "varies_more": N_(
        "phase %(phase)s varies more than chance allows (sigma z %(sigma_z)s): a %(instead)s chart allows "
        "for it"
    ),
    "few_crossings": N_(
        "phase %(phase)s crosses its centre line too seldom: %(crossings)s times, at least %(fewest)s "
        "expected"
    ),
    "few_expected": N_(
        "points where fewer than 5 events (of a share, also fewer than 5 without one) are expected: "
        "%(count)s; shift and two in three are listed there but do not count"
    ),
    "no_fall_below": N_(
        "points whose lower limit is 0: %(count)s; a fall cannot signal here by going below it"
    ),
    "no_rise_above": N_(
        "points whose upper limit is all there can be: %(count)s; a rise cannot signal here by going above it"
    ),
    "conflict_improvement": N_(
        "points where improvement and concern meet: %(count)s; they are shown as improvement"
    ),
    "conflict_concern": N_(
        "points where improvement and concern meet: %(count)s; on a balancing measure they are shown as "
        "concern"
    ),
    "target_unit": N_("the target %(target)s is far from every value: did you mean %(meant)s?"),
    "no_time_between": N_(
        "times of 0 between two events: %(count)s; a t chart takes times to be more than 0, so record them "
        "more finely, or count the events with a c or u chart"
    ),
    "centre_is_mean": N_(
        "the given centre %(mean)s is a mean; the line drawn is the median that goes with it, %(median)s"
    ),
    "samples_of_one": N_("samples of one value, which have no spread and no limits: %(count)s"),
    "spread_pooled": N_("samples of phase %(phase)s differ in size, so their standard deviations are pooled"),
    "no_spread": N_("no limits for phase %(phase)s: no sample behind them has two values"),
    "excluded": N_("points left out of centre line, limits, rules and icons: %(count)s"),
    "no_denominator": N_("rows with a denominator of 0, which are gaps: %(count)s"),
    "not_the_last_row": N_("the icons are those of %(row)s, the last point present and not excluded"),
    "neighbours_alike": N_(
        "neighbouring points of phase %(phase)s resemble each other (lag-one autocorrelation %(lag_one)s): "
        "signals come more often than the rules promise"
    ),
    "season_unknown": N_("fewer than %(fewest)s points, two years: season cannot be told from change"),
}
ROW = N_("row %(row)s")


@dataclass(frozen=True, slots=True)
class Note:
    """A code of NOTES and the numbers of its sentence; `row` among them counts from 0."""

    code: str
    params: Mapping[str, int | float | str] = field(default_factory=dict)

    def sentence(self, say: Say = in_english, labels: Sequence[str] | None = None) -> str:
        """The note in words, without a capital or a full stop.

        labels : what the rows are called (dates); without them a row is a number, counted from 1.

        >>> Note("not_the_last_row", {"row": 34}).sentence()
        'the icons are those of row 35, the last point present and not excluded'
        >>> Note("not_the_last_row", {"row": 0}).sentence(labels=["2026-01-01"])
        'the icons are those of 2026-01-01, the last point present and not excluded'
        """
        params = dict(self.params)
        if "row" in params:
            row = int(params["row"])
            params["row"] = labels[row] if labels else fill(say(ROW), {"row": row + 1})
        return fill(say(NOTES[self.code]), params)

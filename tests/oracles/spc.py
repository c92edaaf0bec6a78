"""Control charts once more, slowly: one series, one point at a time, in plain Python.

Written from the rules in docs/reference/chart-rules.md and not from the fast code, with which it shares
nothing. A missing value is None.
"""

from fractions import Fraction
from itertools import pairwise
from math import comb, exp, lgamma, log2, pi, sqrt

COUNTS = {"p", "pp", "u", "up", "c"}
SAMPLES = {"xbar", "s"}
WITHOUT_A_FLOOR = {"xmr", "ip", "xbar"}


def judge_slowly(
    y,
    n=None,
    phase=None,
    excluded=None,
    *,
    sd=None,
    sigma=None,
    chart,
    rules=None,
    better="neither",
    target=None,
    baseline=None,
    centre=None,
    multiply=1,
    screen=True,
    trend=7,
    two_in_three="beyond",
    balancing=False,
):
    """Every point as a dict, the runs of every phase, and both icons."""
    rules = rules or ("anhoej" if chart == "run" else "nhs")
    points = _points(y, n, phase, excluded, chart, baseline, sd)
    usable = [point for point in points if point["usable"]]
    tolerance = _tolerance([point["plotted"] for point in usable])
    phases = sorted({point["phase"] for point in points})

    natural_centre = None if centre is None else centre / multiply
    lines = {
        number: _lines(points, number, chart, natural_centre, screen, tolerance, sigma) for number in phases
    }
    judge_of = {}
    for number in phases:
        in_phase = [point for point in usable if point["phase"] == number]
        before = judge_of.get(number - 1)
        if before is None or len(in_phase) >= 13 or not lines[before]["drawn"]:
            judge_of[number] = number
        else:
            judge_of[number] = before

    for point in points:
        point["judged_by"] = judge_of[point["phase"]]
        own = _lines_at(point, lines[point["phase"]], chart)
        judged = _lines_at(point, lines[point["judged_by"]], chart)
        for name, value in judged.items():
            point[name] = _times(value, multiply) if name not in ("floored", "capped") else value
        for name in ("centre", "lower", "upper"):
            point["own_" + name] = _times(own[name], multiply)
        point["y"] = _times(point["plotted"], multiply)
        point["few_expected"] = _few_expected(point, judged["centre"], chart)
        point["signals"] = set()

    # The scale of the plotted values decides what is equal from here on.
    tolerance = _tolerance([point["y"] for point in usable])
    stretches = _stretches(points)
    _find_outside(usable, tolerance)
    runs = _runs(points, phases, tolerance, color=rules == "anhoej" and chart != "mr")
    if chart == "mr":
        for each in runs:
            each["signal"] = False
    if rules == "nhs":
        for stretch in stretches:
            if chart not in ("mr", "s"):
                _find_shift(stretch, tolerance)
            if chart not in ("mr", "s", "g", "t"):
                _find_trend(stretch, trend, tolerance)
                _find_two_in_three(stretch, two_in_three, tolerance)
    for point in points:
        point["verdict"] = _verdict(point, better, balancing)

    last = usable[-1] if usable else None
    shown = (
        last is not None and lines[last["judged_by"]]["drawn"] and lines[last["judged_by"]]["behind"] >= 13
    )
    return {
        "points": points,
        "runs": runs,
        "variation": _variation(last, better) if shown else None,
        "assurance": _assurance(last, target, better, _tolerance([p["y"] for p in usable]))
        if shown
        else None,
    }


def _points(y, n, phase, excluded, chart, baseline, sd=None):
    points, rows_of_phase = [], {}
    for row, value in enumerate(y):
        size = n[row] if n is not None else None
        number = phase[row] if phase is not None else 1
        rows_of_phase[number] = rows_of_phase.get(number, 0) + 1
        points.append(
            {
                "row": row,
                "value": value,
                "size": 1 if chart == "c" else (size or None),
                "sd": sd[row] if sd is not None else None,
                "phase": number,
                "excluded": bool(excluded[row]) if excluded is not None else False,
                "in_baseline": baseline is None or rows_of_phase[number] <= baseline,
            }
        )
    for point in points:
        if chart in SAMPLES:
            enough = point["size"] is not None and point["size"] >= (2 if chart == "s" else 1)
            point["plotted"] = point["value"] if enough else None
        else:
            point["plotted"] = _plotted(point, n is not None)
    if chart == "mr":
        values = [point["plotted"] for point in points]
        for row, point in enumerate(points):
            before = points[row - 1] if row else None
            follows = before is not None and before["phase"] == point["phase"] and not before["excluded"]
            both = follows and values[row] is not None and values[row - 1] is not None
            point["plotted"] = abs(values[row] - values[row - 1]) if both else None
    for point in points:
        point["usable"] = point["plotted"] is not None and not point["excluded"]
    return points


def _plotted(point, is_rate):
    if point["value"] is None:
        return None
    if not is_rate:
        return point["value"]
    return None if point["size"] is None else point["value"] / point["size"]


def _tolerance(values):
    if not values:
        return 0.0
    return max(1e-9 * (max(values) - min(values)), 8 * 2.0**-52 * max(abs(value) for value in values))


def _side(value, line, tolerance):
    if value is None or line is None or abs(value - line) <= tolerance:
        return 0
    return 1 if value > line else -1


def _mean(values):
    return float(sum(Fraction(value) for value in values) / len(values)) if values else None


def _median(values):
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _lines(points, number, chart, given, screen, tolerance, sigma):
    """What a phase's lines rest on: centre, spread, points behind."""
    behind = [p for p in points if p["phase"] == number and p["in_baseline"] and p["usable"]]
    values = [p["plotted"] for p in behind]
    found = {"behind": len(behind), "spread": None}
    if chart == "run":
        found["centre"] = _median(values)
    elif chart == "g":
        found["centre"] = _median(values)
        found["mean"] = _mean(values) if given is None else given
        given = None if given is None else 0.693 * given
    elif chart == "t":
        even = _mean([value ** (1 / 3.6) for value in values])
        found["centre"] = None if even is None else even**3.6
    elif chart == "xbar":
        total = sum(p["size"] for p in behind)
        found["centre"] = (
            float(sum(Fraction(p["plotted"]) * p["size"] for p in behind) / total) if behind else None
        )
    elif chart == "s":
        found["centre"] = _within(behind, "plotted", sigma)
    elif chart in COUNTS or chart == "ip":
        total = sum(Fraction(p["size"]) for p in behind)
        found["centre"] = float(sum(Fraction(p["value"]) for p in behind) / total) if behind else None
    else:
        found["centre"] = _mean(values)
    if given is not None:
        found["centre"] = given
    neighbours = [(a, b) for a in behind for b in behind if b["row"] == a["row"] + 1]
    if chart == "xmr":
        ranges = [abs(b["plotted"] - a["plotted"]) for a, b in neighbours]
        found["spread"] = _mean_range(ranges, screen, _tolerance(values))
    elif chart == "t":
        ranges = [abs(b["plotted"] ** (1 / 3.6) - a["plotted"] ** (1 / 3.6)) for a, b in neighbours]
        spread = _mean_range(ranges, screen, _tolerance([value ** (1 / 3.6) for value in values]))
        found["spread"] = None if spread is None else spread / 1.128
    elif chart == "ip":
        ranges = [
            sqrt(pi / 2) * abs(b["plotted"] - a["plotted"]) / sqrt(1 / a["size"] + 1 / b["size"])
            for a, b in neighbours
        ]
        d4 = 1 + 3 * sqrt(2 - 4 / pi) / (2 / sqrt(pi))
        found["spread"] = _mean_range(ranges, screen, _tolerance(values), d4)
    elif chart == "xbar":
        found["spread"] = _within(behind, "sd", sigma)
    elif chart == "s":
        found["spread"] = found["centre"]
    elif chart in ("pp", "up") and found["centre"] is not None:
        z = {p["row"]: _standardised(p, found["centre"], chart) for p in behind}
        ranges = [abs(z[b["row"]] - z[a["row"]]) for a, b in neighbours]
        spread = _mean_range(ranges, screen, _tolerance(list(z.values())))
        found["spread"] = None if spread is None else spread / 1.128
    elif len(behind) >= 2:
        found["spread"] = 1.0
    found["drawn"] = len(behind) >= 2 and found["spread"] is not None
    return found


def _within(behind, name, sigma):
    """The spread within samples, from the standard deviations of those of two values or more."""
    spreads = [(p[name], p["size"]) for p in behind if p["size"] >= 2]
    if not spreads:
        return None
    if sigma is None:
        sigma = "pooled" if len({p["size"] for p in behind}) > 1 else "sbar"
    if sigma == "sbar":
        return _mean([spread for spread, _ in spreads])
    squares = sum(Fraction(spread) ** 2 * (size - 1) for spread, size in spreads)
    return sqrt(squares / sum(size - 1 for _, size in spreads))


def _c4(size):
    return sqrt(2 / (size - 1)) * exp(lgamma(size / 2) - lgamma((size - 1) / 2))


def _mean_range(ranges, screen, tolerance, bound=3.267):
    mean = _mean(ranges)
    if mean is None or not screen:
        return mean
    kept = [value for value in ranges if value < bound * mean]
    screened = _mean(kept)
    return screened if screened is not None and screened > tolerance else mean


def _chance_sigma(centre, size, chart):
    if chart in ("p", "pp"):
        return sqrt(centre * (1 - centre) / size)
    return sqrt(centre / size)


def _standardised(point, centre, chart):
    sigma = _chance_sigma(centre, point["size"], chart)
    return (point["plotted"] - centre) / sigma if sigma > 0 else 0.0


def _lines_at(point, phase, chart):
    centre = phase["centre"]
    nothing = {"lower": None, "upper": None, "lower_2s": None, "upper_2s": None}
    found = {"centre": centre, **nothing, "floored": False, "capped": False}
    if not phase["drawn"] or chart == "run":
        return found
    middle = centre
    if chart == "xmr":
        reach = 2.66 * phase["spread"]
    elif chart == "g":
        middle = phase["mean"]
        reach = 3 * sqrt(middle * (middle + 1))
    elif chart == "t":
        middle, reach = centre ** (1 / 3.6), 3 * phase["spread"]
    elif chart == "mr":
        reach = 3.267 * centre - centre
    elif point["size"] is None:
        return found
    elif chart == "ip":
        reach = 3 * phase["spread"] / sqrt(point["size"])
    elif chart in SAMPLES:
        if point["size"] < 2:
            return found
        c4 = _c4(point["size"])
        reach = 3 * phase["spread"] / c4
        reach = reach / sqrt(point["size"]) if chart == "xbar" else 3 * centre * sqrt(1 - c4**2) / c4
    else:
        reach = 3 * _chance_sigma(centre, point["size"], chart) * phase["spread"]
    found["lower"], found["upper"] = middle - reach, middle + reach
    found["lower_2s"], found["upper_2s"] = middle - reach * 2 / 3, middle + reach * 2 / 3
    if chart not in WITHOUT_A_FLOOR:
        found["floored"] = found["lower"] < 0
        found["lower"], found["lower_2s"] = max(found["lower"], 0), max(found["lower_2s"], 0)
    if chart in ("p", "pp"):
        found["capped"] = found["upper"] > 1
        found["upper"], found["upper_2s"] = min(found["upper"], 1), min(found["upper_2s"], 1)
    if chart == "t":
        for name in ("lower", "upper", "lower_2s", "upper_2s"):
            found[name] = found[name] ** 3.6
    return found


def _times(value, multiply):
    return None if value is None else value * multiply


def _few_expected(point, centre, chart):
    if chart not in COUNTS or centre is None or point["size"] is None:
        return False
    expected = point["size"] * (min(centre, 1 - centre) if chart in ("p", "pp") else centre)
    return expected < 5 * (1 - 1e-9)


def _stretches(points):
    """Unbroken stretches of usable points: excluded ones skipped, broken by a gap or a new phase."""
    stretches, current = [], []
    for point in points:
        if point["excluded"] and point["plotted"] is not None:
            continue
        if not point["usable"] or (current and current[-1]["phase"] != point["phase"]):
            stretches.append(current)
            current = []
        if point["usable"]:
            current.append(point)
    stretches.append(current)
    return stretches


def _find_outside(usable, tolerance):
    for point in usable:
        if _side(point["y"], point["upper"], tolerance) > 0:
            point["signals"].add(("outside", "high"))
        if _side(point["y"], point["lower"], tolerance) < 0:
            point["signals"].add(("outside", "low"))


def _find_shift(stretch, tolerance):
    for start in range(len(stretch) - 6):
        window = stretch[start : start + 7]
        sides = {_side(point["y"], point["centre"], tolerance) for point in window}
        for side, name in ((1, "high"), (-1, "low")):
            if sides == {side}:
                for point in window:
                    point["signals"].add(("shift", name))


def _find_trend(stretch, length, tolerance):
    for start in range(len(stretch) - length + 1):
        window = stretch[start : start + length]
        steps = {_side(b["y"], a["y"], tolerance) for a, b in pairwise(window)}
        for step, name in ((1, "high"), (-1, "low")):
            if steps == {step}:
                for point in window:
                    point["signals"].add(("trend", name))


def _find_two_in_three(stretch, version, tolerance):
    for start in range(len(stretch) - 2):
        window = stretch[start : start + 3]
        for side, name in ((1, "high"), (-1, "low")):
            if any(_side(p["y"], p["centre"], tolerance) != side for p in window):
                continue
            inner = "upper_2s" if side > 0 else "lower_2s"
            far = [p for p in window if _side(p["y"], p[inner], tolerance) == side]
            if version == "within":
                far = [p for p in far if ("outside", name) not in p["signals"]]
            if len(far) >= 2:
                for point in far:
                    point["signals"].add(("two_in_three", name))


def _runs(points, phases, tolerance, *, color):
    found = []
    for number in phases:
        useful = []
        for point in points:
            side = _side(point["y"], point["centre"], tolerance) if point["usable"] else 0
            if point["phase"] == number and side:
                useful.append((side, point))
        runs = []
        for side, point in useful:
            if runs and runs[-1][0] == side:
                runs[-1][1].append(point)
            else:
                runs.append((side, [point]))
        longest = max((len(members) for _, members in runs), default=0)
        longest_max = round(log2(max(len(useful), 1))) + 3
        crossings, crossings_min = max(len(runs) - 1, 0), _binomial_quantile(len(useful) - 1)
        found.append(
            {
                "phase": number,
                "useful": len(useful),
                "longest": longest,
                "longest_max": longest_max,
                "crossings": crossings,
                "crossings_min": crossings_min,
                "signal": longest > longest_max or crossings < crossings_min,
            }
        )
        for side, members in runs:
            if color and len(members) > longest_max:
                for point in members:
                    point["signals"].add(("shift", "high" if side > 0 else "low"))
    return found


def _binomial_quantile(trials):
    """The smallest k with at least a 5 % chance of k heads or fewer in so many tosses."""
    if trials < 1:
        return 0
    chance = Fraction(0)
    for k in range(trials + 1):
        chance += Fraction(comb(trials, k), 2**trials)
        if chance >= Fraction(5, 100):
            return k
    raise AssertionError("the chances of all outcomes sum to 1")


def _counted(point):
    return {
        (rule, side)
        for rule, side in point["signals"]
        if not (point["few_expected"] and rule in ("shift", "two_in_three"))
    }


def _verdict(point, better, balancing):
    if not point["usable"]:
        return None
    sides = {side for _, side in _counted(point)}
    if not sides:
        return "common"
    if better == "neither":
        return "neutral"
    good = "high" if better == "up" else "low"
    if sides == {"high", "low"}:
        return "concern" if balancing else "improvement"
    return "improvement" if good in sides else "concern"


def _variation(last, better):
    verdict = last["verdict"]
    if verdict == "common":
        return "common"
    if verdict == "neutral":
        for rule in ("outside", "trend", "two_in_three", "shift"):
            for side in ("high", "low"):
                if (rule, side) in _counted(last):
                    return f"neutral_{side}"
    good, bad = ("high", "low") if better == "up" else ("low", "high")
    return f"{verdict}_{good if verdict == 'improvement' else bad}"


def _assurance(last, target, better, tolerance):
    if target is None or better == "neither" or last["lower"] is None:
        return None
    against_lower = _side(target, last["lower"], tolerance)
    against_upper = _side(target, last["upper"], tolerance)
    if better == "up":
        always, never = against_lower <= 0, against_upper > 0 or (against_upper == 0 and not last["capped"])
    else:
        always, never = against_upper >= 0, against_lower < 0 or (against_lower == 0 and not last["floored"])
    if always:
        return "pass"
    return "fail" if never else "hit_or_miss"

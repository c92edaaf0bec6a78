"""An analysis as JSON, and as a table for people."""

from __future__ import annotations

import argparse
from typing import Any

from alongside.cli.its.reading import Interrupted
from alongside.cli.speaking import chance, figure, print_aligned, print_list
from alongside.stats.its import Analysis, Estimate

_TERMS = {
    "intercept": "level at the start",
    "trend": "trend before the change, each period",
    "level_change": "jump at the change",
    "trend_change": "change of the trend, each period",
}


def document(found: Analysis, read: Interrupted) -> dict[str, Any]:
    """Return everything that was found, in the form that `--json` prints."""
    return {
        "format": "alongside.its/1",
        "model": found.model,
        "errors": found.errors,
        "n": found.rows,
        "before": found.before,
        "after": found.after,
        "change": {"time": read.change, "inside": read.inside},
        "terms": [_term(term) for term in found.terms],
        "dispersion": found.dispersion,
        "ar1": found.ar1,
        "durbin_watson": found.durbin_watson,
        "df": found.df,
        "notes": notes(found, read),
    }


def notes(found: Analysis, read: Interrupted) -> list[str]:
    """Return what to know, about the analysis first and then about how the file was read."""
    return [*(note.sentence() for note in found.notes), *read.notes]


def print_table(found: Analysis, read: Interrupted, options: argparse.Namespace) -> None:
    """Print the terms with their intervals, and what to know."""
    shown = f"{options.y} per {options.n}" if options.n else options.y
    print(f"{shown} around {options.intervention}: {found.before} points before, {found.after} after")
    print(_how(found))
    print()
    headings = ["Term", "What it is", "Estimate", "SE", "95% from", "to", "p"]
    numeric = [False, False, True, True, True, True, True]
    rows = [
        [
            term.name, _TERMS.get(term.name, ""), figure(term.estimate), figure(term.se), figure(term.lower),
            figure(term.upper), chance(term.p),
        ]
        for term in found.terms
    ]  # fmt: skip
    if found.design.specification.log_link:
        headings += ["Ratio", "from", "to"]
        numeric += [True, True, True]
        for row, term in zip(rows, found.terms, strict=True):
            row += [figure(term.ratio), figure(term.ratio_lower), figure(term.ratio_upper)]
    print_aligned(headings, rows, numeric)
    print()
    for name, value in (
        ("Neighbouring points alike (AR(1))", found.ar1),
        ("Durbin-Watson (2 when neighbours are not alike; unreliable in short series)", found.durbin_watson),
        ("Dispersion (1 for Poisson counts)", found.dispersion),
    ):
        if value is not None:
            print(f"{name}: {figure(value)}")
    print_list("What to know", notes(found, read))
    print()
    print("A difference between before and after is not proof of what made it: say what else changed.")


def _how(found: Analysis) -> str:
    model = {"ols": "least squares", "poisson": "Poisson", "quasipoisson": "quasi-Poisson"}[found.model]
    errors = {
        "ar1": "AR(1) errors by REML",
        "newey-west": "Newey-West errors",
        "none": "plain errors",
    }[found.errors]
    spread = "normal intervals" if found.df is None else f"t with {found.df:g} degrees of freedom"
    return f"Segmented regression: {model}, {errors}, {spread}"


def _term(term: Estimate) -> dict[str, Any]:
    return {
        "name": term.name,
        "estimate": term.estimate,
        "se": term.se,
        "lower": term.lower,
        "upper": term.upper,
        "p": term.p,
        "ratio": term.ratio,
        "ratio_lower": term.ratio_lower,
        "ratio_upper": term.ratio_upper,
    }

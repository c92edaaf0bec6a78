"""A pooled estimate as JSON, and as a table for people."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from alongside.cli.pool.reading import Sites
from alongside.cli.speaking import chance, figure, print_aligned, print_list
from alongside.stats.pooling import Pooled

_METHODS = {
    "reml": "sites may differ; their variance by REML",
    "dl": "sites may differ; their variance by DerSimonian and Laird",
    "pm": "sites may differ; their variance by Paule and Mandel",
    "ee": "one true effect for all sites",
}
_INTERVALS = {"hk": "Knapp-Hartung interval, t with k − 1 degrees of freedom", "z": "normal interval"}
_LONGEST_LABEL = 40


def document(found: Pooled, sites: Sites) -> dict[str, Any]:
    """Return everything that was found, in the form that `--json` prints."""
    return {
        "format": "alongside.pool/1",
        "method": found.method,
        "ci": found.ci,
        "k": found.k,
        "estimate": found.estimate,
        "se": found.se,
        "lower": found.lower,
        "upper": found.upper,
        "p": found.p,
        "tau2": found.tau2,
        "tau2_lower": found.tau2_lower,
        "tau2_upper": found.tau2_upper,
        "i2": found.i2,
        "q": found.q,
        "q_p": found.q_p,
        "predict_lower": found.predict_lower,
        "predict_upper": found.predict_upper,
        "weights": [float(weight) for weight in found.weights],
        "labels": [sites.labels[row] for row in np.flatnonzero(found.used)],
        "notes": notes(found, sites),
    }


def notes(found: Pooled, sites: Sites) -> list[str]:
    """Return what to know, about the pooling first and then about how the file was read."""
    return [*(note.sentence() for note in found.notes), *sites.notes]


def print_table(found: Pooled, sites: Sites, options: argparse.Namespace) -> None:
    """Print the sites with their weights, the pooled estimate, and what to know."""
    print(f"{options.yi}, pooled over {found.k:,} {'site' if found.k == 1 else 'sites'}")
    how = _how(found)
    print(how[:1].upper() + how[1:])
    print()
    rows = [
        [_short(sites.labels[row]), figure(sites.estimates[row]), figure(sites.variances[row] ** 0.5), weight]
        for row, weight in zip(
            np.flatnonzero(found.used), (f"{weight:.1f}%" for weight in found.weights), strict=True
        )
    ]
    print_aligned([options.label or "Site", "Estimate", "SE", "Weight"], rows, [False, True, True, True])
    print()
    print(
        f"Pooled: {figure(found.estimate)}, 95% from {figure(found.lower)} to {figure(found.upper)} "
        f"(p {chance(found.p)})"
    )
    if np.isfinite(found.predict_lower):
        print(
            f"A further site may expect: from {figure(found.predict_lower)} to {figure(found.predict_upper)}"
        )
    if found.k > 1:
        print(
            f"Between sites: tau² {figure(found.tau2)} (95% from {figure(found.tau2_lower)} to "
            f"{figure(found.tau2_upper)}), I² {found.i2:.0f}%, Q {figure(found.q)} (p {chance(found.q_p)})"
        )
    print_list("What to know", notes(found, sites))


def _how(found: Pooled) -> str:
    return f"{_METHODS[found.method]}; {_INTERVALS[found.ci]}"


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"

"""Plans that the example projects rehearsed before they began to measure: one that could show its change, and some that could not."""

from __future__ import annotations

from alongside.stats.rehearsal import Plan

PLANS: tuple[tuple[str, str, str, Plan], ...] = (
    ("harbour", "imran", "Asked and informed before referral",
     Plan(chart="p", level=0.55, effect=0.25, size=34, before=15, after=12)),
    ("harbour", "imran", "Back on a ward within 28 days, if one in ten of them were fewer",
     Plan(chart="p", level=0.14, effect=-0.014, size=52, before=15, after=12)),
    ("harbour", "imran", "Days from being asked to the first meeting",
     Plan(chart="xmr", level=11.4, effect=-3.0, spread=1.6, before=12, after=10, autocorrelation=0.2)),
    ("lantern", "ivy", "Slept on the street on the first night out",
     Plan(chart="pp", level=0.21, effect=-0.1, size=40, before=15, after=12, overdispersion=1.5)),
)  # fmt: skip

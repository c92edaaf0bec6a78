"""What `alongside rehearse` can be asked."""

from __future__ import annotations

import argparse

_EXAMPLES = """\
examples:
  alongside rehearse --chart p --level 60% --effect 15% --size 30 --before 15 --after 12
  alongside rehearse --level 11.4 --effect -3 --spread 2.5 --autocorrelation 0.3 --before 24 --after 12
  alongside rehearse --chart u --level 2.1 --effect -0.5 --size 28,30,31 --overdispersion 1.5 --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    _measured(parser.add_argument_group("what is measured"))
    _hoped(parser.add_argument_group("what is hoped for, and how long it is watched"))
    _judged(parser.add_argument_group("how it is judged"))
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="everything as one JSON object")
    output.add_argument(
        "--simulations", metavar="N", type=int, default=2000, help="times to try (default 2000)"
    )
    output.add_argument(
        "--seed", metavar="N", type=int, default=1924, help="the same number, the same answer"
    )


def _measured(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--chart", metavar="TYPE", default="xmr", help="xmr (default), run, p, pp, u, up or c")
    group.add_argument(
        "--level",
        metavar="NUMBER",
        required=True,
        help="the value, share or rate before the change; 60%% for shares",
    )
    group.add_argument(
        "--spread", metavar="NUMBER", help="standard deviation of a period's value (for xmr and run)"
    )
    group.add_argument(
        "--size", metavar="N[,N…]", help="how many are counted in a period; several are gone through in turn"
    )
    group.add_argument(
        "--autocorrelation",
        metavar="R",
        default="0",
        help="how much neighbours resemble each other (default 0)",
    )
    group.add_argument(
        "--season",
        metavar="NUMBER",
        default="0",
        help="how far the best month lies above the level (default 0)",
    )
    group.add_argument(
        "--season-length",
        metavar="N",
        type=int,
        default=12,
        help="periods of one turn of the season (default 12)",
    )
    group.add_argument(
        "--overdispersion", metavar="Z", default="1", help="sigma z of counts; 1 is chance alone (default)"
    )
    group.add_argument("--missing", metavar="SHARE", default="0", help="share of periods without a figure")


def _hoped(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--effect",
        metavar="NUMBER",
        required=True,
        help="what the change adds to the level; negative for a fall",
    )
    group.add_argument("--before", metavar="N", type=int, required=True, help="periods before the change")
    group.add_argument("--after", metavar="N", type=int, required=True, help="periods after it")


def _judged(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--rules", metavar="RULES", default="", help="nhs or anhoej (default as for the chart)"
    )
    group.add_argument(
        "--trend", metavar="6|7", type=int, default=7, help="points that make a trend (default 7)"
    )
    group.add_argument(
        "--two-in-three", metavar="beyond|within", default="beyond", help="as `alongside chart` has it"
    )
    group.add_argument(
        "--its",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="rehearse the time series analysis too (default)",
    )
    group.add_argument(
        "--slope",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the analysis allows for a change of slope beside the jump (default)",
    )

"""Reading people's CSV and Excel files into tables and series. No Django; see README.md in this folder."""

from alongside.tabular.columns import Columns
from alongside.tabular.gathering import gather
from alongside.tabular.limits import LIMITS, Limits
from alongside.tabular.previewing import Guess, Preview, preview
from alongside.tabular.problems import Note, Problem, Unreadable
from alongside.tabular.reading import parse_pasted, read
from alongside.tabular.sentences import sentence
from alongside.tabular.series import Gathered, Series, above_denominator
from alongside.tabular.table import Column, Table

__all__ = [
    "LIMITS",
    "Column",
    "Columns",
    "Gathered",
    "Guess",
    "Limits",
    "Note",
    "Preview",
    "Problem",
    "Series",
    "Table",
    "Unreadable",
    "above_denominator",
    "gather",
    "parse_pasted",
    "preview",
    "read",
    "sentence",
]

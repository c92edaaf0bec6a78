"""A board pack: what a project has released, as a PDF and as PowerPoint slides. It reads releases and nothing behind them."""

from alongside.improvement.board_pack.content import MOST_SHEETS, Pack, made_of
from alongside.improvement.board_pack.pdf import pdf
from alongside.improvement.board_pack.slides import slides

__all__ = ["MOST_SHEETS", "Pack", "made_of", "pdf", "slides"]

"""How a page asks: nothing typed is lost, nothing is written twice, nobody's edit is overwritten unseen.

`ask` for forms, `press` for actions of one button. Every signed-in page that takes a POST goes through one of them, or is
declared `harmless_twice`; tests/meta/test_forms_keep.py fails for any other.
"""

from alongside.ui.asking.harmless import harmless_twice
from alongside.ui.asking.pressing import press
from alongside.ui.asking.questions import ask

__all__ = ["ask", "harmless_twice", "press"]

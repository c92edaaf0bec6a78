"""The pages of docs/reference that are made from the code. `python -m devtools.reference` in .venv writes them.

What a page says is known in a room (a table, a docstring, a help text); here it is only set in a page. Unlike the rest of devtools this
imports Alongside.
"""

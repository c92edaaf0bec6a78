"""Pure statistics: no Django, no clock, no files. See README.md in this folder."""

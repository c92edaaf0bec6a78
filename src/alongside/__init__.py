"""Alongside: introducing peer support into clinical services, and finding out honestly whether it helps."""

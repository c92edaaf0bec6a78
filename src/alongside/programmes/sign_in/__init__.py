"""Signing in and looking after one's own account, by allauth behind our doors, forms, words, limits and trail."""

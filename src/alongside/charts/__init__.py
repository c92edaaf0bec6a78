"""Charts: from judged series to a document, a picture, a table and words. No Django, no files."""

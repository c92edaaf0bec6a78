"""From records to the words of a page. Nothing here asks the database."""

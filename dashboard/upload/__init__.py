"""The Upload page: file, columns, records."""

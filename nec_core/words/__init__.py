"""The record's names and values in languages other than English: one file a language, `languages` lists them.

English stands in `nec_core.record`, and in the rooms that look for it. A language more is a file more here, like the
others, and a line in `languages`.
"""

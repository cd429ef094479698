"""YAML text of staff to a tree in which each value knows its line and column, then to records.

Comes in: bytes of one file. Goes out: a `Source` or a typed record, and what is wrong with it.
"""

"""From the YAML text of staff to a tree with lines and columns, then to typed records.

Comes in: bytes of one file. Goes out: a `Source` or a typed record, and what is wrong with it.
"""

"""The values that all other wings work with: records, the catalogue, totals over it, problems.

Comes in: plain values, already read. Goes out: frozen values with types.
"""

"""What a report is: typed records, the catalogue of all, sums over it, problems.

Comes in: plain values, already read. Goes out: frozen values that every other wing works with.
"""

"""A made-up county's reports, for demonstration, tests and benchmarks; never for `content/`.

Comes in: a number and a seed. Goes out: a content folder, the same bytes each time.
"""

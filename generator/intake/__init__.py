"""The beginning of a report: an empty form, laid out as the outline or a former year asks.

Comes in: the answers of a person. Goes out: a draft, a YAML file that never replaces another.
"""

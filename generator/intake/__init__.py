"""New reports: a draft with every key, after the outline or a former year's report.

Comes in: options and answers of a person. Goes out: a YAML file, which never replaces another.
"""

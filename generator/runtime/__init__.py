"""The machine, and nothing of the field: time, executors, cached files, folders that appear whole.

Comes in: paths, bytes, functions to run. Goes out: files that are there whole or not at all.
"""

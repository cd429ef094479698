"""The `jixiao` command: options in, one call each, problems and exit codes out.

Comes in: what a person types. Goes out: text at the terminal and an exit code.
"""

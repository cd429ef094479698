"""A release to the server that shows it: whole or not at all, and back again.

Comes in: a released site and a target. Goes out: a site that serves, or the former one, untouched.
"""

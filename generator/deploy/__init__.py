"""Deploys a release to the server, whole or not at all, and rolls it back.

Comes in: a released site and a target. Goes out: a site that serves, or the former one, untouched.
"""

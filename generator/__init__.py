"""Publishes budget-performance evaluation reports as a static, searchable site."""

__version__ = "0.1.0"

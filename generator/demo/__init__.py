"""A made-up county's reports, for demonstration, tests and benchmarks; never for `content/`."""

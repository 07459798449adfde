"""Settings of the reference site: ``base``, and one module for each way of running it."""

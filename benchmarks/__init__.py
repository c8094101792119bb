"""Speed and size, measured: `make bench`, or `python -m benchmarks NAME…` for some of it."""

"""Wires everything; owns the process, the clock, the ticker and the worker pool."""

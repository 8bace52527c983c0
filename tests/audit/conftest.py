from tests.audit.committed import committed, keeps_code_lists, people

__all__ = ["committed", "keeps_code_lists", "people"]

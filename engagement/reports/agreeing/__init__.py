"""Agreeing on a report: written into, checked, approved, restated; and closing a period."""

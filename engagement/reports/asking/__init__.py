"""Asking for a report: the form, and what the report will hold."""

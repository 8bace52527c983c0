"""Reading a report: its page, how far it is, and its files."""

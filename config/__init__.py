"""Deployment only: settings, addresses, engines. Nothing in engagement imports this package."""

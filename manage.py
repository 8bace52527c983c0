#!/usr/bin/env python
"""Django's commands, and `up`: the whole product on engines of its own."""

from __future__ import annotations

import os
import sys

from config.embedded import command, refusal, supervisor


def main(arguments: list[str]) -> int:
    """Run one command; 1 with a sentence where a person can mend what stopped it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if arguments[1:2] == ["up"]:
            return supervisor.up()
        with command.engines_for(arguments):
            run(arguments)
    except refusal.Refusal as sentence:
        sys.stderr.write(f"{sentence}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run(arguments: list[str]) -> None:
    """Hand over to Django, imported only here: the supervisor stays small without it."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv))

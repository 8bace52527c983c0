"""The sign-ins of the demonstration, shown on the sign-in page in demonstration mode only."""

from __future__ import annotations

from engagement.access.models import Role

DEMONSTRATION_PASSWORD = "jisr-demo"  # noqa: S105  public on purpose; such a server binds to loopback
#: Of the demonstration's partner; as public as the password, for the quick start of docs/api.md.
DEMONSTRATION_KEY = "jisr_demonstration-only-palm-grove-mediation-key"
DEMONSTRATION_SIGN_INS = (
    ("officer", Role.OFFICER),
    ("manager", Role.MANAGER),
    ("reader", Role.READER),
    ("administrator", Role.ADMINISTRATOR),
    ("colleague", Role.OFFICER),
)

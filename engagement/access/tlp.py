"""Who may see a row: the Traffic Light Protocol 2.0 of FIRST, as ordered numbers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tlp(models.IntegerChoices):
    """Strictest last, so that the strictest of several is their maximum."""

    CLEAR = 0, _("Anybody")
    GREEN = 1, _("Members of the programme")
    AMBER = 2, _("Officers of the teams it belongs to, and managers")
    AMBER_STRICT = 3, _("Officers of the lead team, and managers")
    RED = 4, _("Named people only")

    @property
    def code(self) -> str:
        """The protocol's own name, for example `TLP:AMBER+STRICT`."""
        return "TLP:" + self.name.replace("_", "+")

"""Stable names of what coverage shows beside a figure, with the words for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Hybrid(models.TextChoices):
    """As what hybrid actors are read: apart from both (the default), with non-state, with state."""

    SEPARATE = "separate", _("Hybrid actors apart")
    NON_STATE = "non_state", _("Hybrid actors as non-state")
    STATE = "state", _("Hybrid actors as state")


class Companion(models.TextChoices):
    """The lines beside the value of an indicator (`Line.code`), in every language's words."""

    CAPITAL = "capital", _("In the capital")
    ABROAD = "abroad", _("Abroad")
    UNKNOWN = "unknown", _("Place not known")
    REMOTE = "remote", _("Remote")
    INTERMEDIARY = "intermediary", _("Through someone")
    WHOLE_PERIOD = "whole_period", _("In the whole period")
    OFTEN = "often", _("Met three times")
    MEANINGFUL = "meaningful", _("Met three times, by two groups of actors at least")
    PEOPLE = "people", _("Of the people, by population")
    ANY_SEPARATE = "any_separate", _("With a non-state counterpart, hybrid actors apart")
    ANY_NON_STATE = "any_non_state", _("With a non-state counterpart, hybrid actors as non-state")
    ANY_STATE = "any_state", _("With a non-state counterpart, hybrid actors as state")
    ONLY_SEPARATE = "only_separate", _("With no state counterpart, hybrid actors apart")
    ONLY_NON_STATE = "only_non_state", _("With no state counterpart, hybrid actors as non-state")
    ONLY_STATE = "only_state", _("With no state counterpart, hybrid actors as state")
    FRACTIONAL_SEPARATE = "fractional_separate", _("Of counterparts, hybrid actors apart")
    FRACTIONAL_NON_STATE = "fractional_non_state", _("Of counterparts, hybrid actors as non-state")
    FRACTIONAL_STATE = "fractional_state", _("Of counterparts, hybrid actors as state")
    PART_STATE = "part_state", _("State counterparts")
    PART_HYBRID = "part_hybrid", _("Hybrid counterparts")
    PART_NON_STATE = "part_non_state", _("Non-state counterparts")
    PART_UNDETERMINED = "part_undetermined", _("Undetermined counterparts")
    MEETINGS = "meetings", _("Meetings with a paramilitary counterpart")
    UNITS_MET = "units_met", _("Paramilitary units met")
    UNITS = "units", _("Paramilitary units registered")
    COMMUNITIES = "communities", _("With a community")
    RICHNESS = "richness", _("Actor types met at least once")
    DOMINANT = "dominant", _("Actor types met most, as many alike")
    GINI_SIMPSON = "gini_simpson", _("Chance that two meetings differ in actor type")
    EVENNESS = "evenness", _("Of the most the list of actor types allows")
    MILLER_MADOW = "miller_madow", _("Actor types, corrected for few meetings")
    BEYOND_SECURITY = "beyond_security", _("Beyond the capital, with a security actor")
    BEYOND_OTHERS = "beyond_others", _("Beyond the capital, without a security actor")
    CAPITAL_SECURITY = "capital_security", _("In the capital, with a security actor")
    CAPITAL_OTHERS = "capital_others", _("In the capital, without a security actor")
    BEYOND_STATE = "beyond_state", _("Beyond the capital, with a state counterpart")
    BEYOND_HYBRID = "beyond_hybrid", _("Beyond the capital, with a hybrid counterpart")
    BEYOND_NON_STATE = "beyond_non_state", _("Beyond the capital, with a non-state counterpart")
    CAPITAL_STATE = "capital_state", _("In the capital, with a state counterpart")
    CAPITAL_HYBRID = "capital_hybrid", _("In the capital, with a hybrid counterpart")
    CAPITAL_NON_STATE = "capital_non_state", _("In the capital, with a non-state counterpart")
    BODIES_TOP = "bodies_top", _("Of the time, the ten bodies met most")
    HHI = "hhi", _("Concentration on people (HHI)")
    HHI_BODIES = "hhi_bodies", _("Concentration on bodies (HHI)")
    HHI_STAR = "hhi_star", _("Concentration on people, whatever their number (HHI*)")
    HHI_STAR_BODIES = "hhi_star_bodies", _("Concentration on bodies, whatever their number (HHI*)")
    EFFECTIVE = "effective", _("People met alike would be as many")
    EFFECTIVE_BODIES = "effective_bodies", _("Bodies met alike would be as many")
    DISTINCT = "distinct", _("Different people, units and communities met")
    DISTINCT_BODIES = "distinct_bodies", _("Different bodies met")
    TOP_OF_PEOPLE = "top_of_people", _("Ten of everybody met")
    ANSWERED = "answered", _("Answered within 60 days")
    REFLECTED = "reflected", _("Changed a decision")
    IN_TWO = "in_two", _("In two meetings at least")
    SECURITY_ONLY = "security_only", _("Meetings on security only")
    STALE_BY_EVENT = "stale_by_event", _("Stale by event")
    NEVER_ASSESSED = "never_assessed", _("Without an assessment")
    ASKED_FOR = "asked_for", pgettext_lazy("assessments", "Asked for")
    DELIVERED = "delivered", pgettext_lazy("assessments", "Delivered")
    ACTED_ON = "acted_on", pgettext_lazy("assessments", "Acted on")
    KEPT = "kept", _("Follow-ups and commitments kept in time")
    ASKED_THEIRS = "asked_theirs", _("Asked for by the other side")
    AGAIN = "again", _("Counterparts met more than once")

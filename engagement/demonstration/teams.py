"""The invented teams, their people, and who signs in."""

from __future__ import annotations

ADVISORY = "Advisory Mission A"
TRAINING = "Training Mission B"
LIAISON = "Coalition Liaison C"
EMBASSY = "Embassy Reform Section D"
RAFIDAIN = "Rafidain Dialogue"
PALM = "Palm Grove Mediation"
ZAGROS = "Zagros Listening Project"

#: Team -> the usernames of its officers, the one who logs first.
TEAMS = {
    ADVISORY: ("officer",),
    TRAINING: ("demo-training",),
    LIAISON: ("demo-liaison",),
    EMBASSY: ("demo-embassy",),
    RAFIDAIN: ("colleague",),
    PALM: ("demo-palm",),
    ZAGROS: ("demo-zagros",),
}
#: Which addressee of the brief a team answers for: by role, never by name.
ADDRESSEES = {
    ADVISORY: "eu_advisory_mission",
    TRAINING: "nato_mission",
    LIAISON: "coalition",
    EMBASSY: "us_administration",
}
PEOPLE = {
    "officer": "Amal Haddad",
    "manager": "Bassam Rashid",
    "reader": "Ruth Lindqvist",
    "administrator": "Idris Fadhil",
    "colleague": "Clara Moretti",
}
#: Officers without a sign-in: their rows are there to be seen, or hidden.
WITHOUT_SIGN_IN = {
    "demo-training": "Jonas Veldman",
    "demo-liaison": "Harriet Osei",
    "demo-embassy": "Paul Whitcombe",
    "demo-palm": "Sahar al-Zayyat",
    "demo-zagros": "Rebin Nuri Aziz",
}

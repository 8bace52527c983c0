"""Who is in the demonstration: nobody here exists."""

from __future__ import annotations

#: Team -> the usernames of its officers.
TEAMS = {
    "Advisory mission (demonstration)": ("officer",),
    "Rafidain Dialogue (demonstration)": ("colleague",),
}
PEOPLE = {
    "officer": "Amal Haddad",
    "manager": "Bassam Rashid",
    "reader": "Ruth Lindqvist",
    "administrator": "Idris Fadhil",
    "colleague": "Clara Moretti",
}
#: key: (names, kind, actor type, where from, at risk)
STAKEHOLDERS: dict[str, tuple[tuple[str, ...], str, str, str, bool]] = {
    "ministry": (
        ("Interior Reform Directorate", "مديرية إصلاح الداخلية"),
        "organisation",
        "federal_executive",
        "baghdad",
        False,
    ),
    "director": (("Nabil Sattar", "نبيل ستار"), "person", "federal_executive", "baghdad", False),
    "deputy": (("Huda Kamil", "هدى كامل"), "person", "federal_executive", "baghdad", False),
    "committee": (
        ("Security Committee of Parliament", "لجنة الأمن النيابية"),
        "organisation",
        "parliament",
        "baghdad",
        False,
    ),
    "general": (("Faris Dawud", "فارس داود"), "person", "federal_security", "baghdad", False),
    "police": (("Ziad Marwan", "زياد مروان"), "person", "local_police", "nineveh", False),
    "governor": (
        ("Office of the Governor, Nineveh", "مكتب محافظ نينوى"),
        "organisation",
        "local_government",
        "nineveh",
        False,
    ),
    "council": (
        ("Basra Provincial Council", "مجلس محافظة البصرة"),
        "organisation",
        "local_government",
        "basra",
        False,
    ),
    "krg": (("Shilan Aziz", "شیلان عەزیز"), "person", "krg_executive", "erbil", False),
    "peshmerga": (("Karwan Salih", "کاروان ساڵح"), "person", "peshmerga_asayish", "erbil", False),
    "commission": (
        ("Liaison Office of the Commission", "مكتب ارتباط الهيئة"),
        "organisation",
        "pmf_commission",
        "baghdad",
        False,
    ),
    "brigade": (("Demo Brigade 101", "اللواء التجريبي 101"), "unit", "pmf_unit", "nineveh", False),
    "tribal": (("Demo Brigade 207", "اللواء التجريبي 207"), "unit", "pmf_unit", "anbar", False),
    "sheikh": (
        ("Sheikh Jabbar al-Sawadi", "الشيخ جبار السوادي"),
        "person",
        "tribe",
        "basra",
        False,
    ),
    "elder": (
        ("Sheikh Mizhir al-Dulfi", "الشيخ مزهر الدلفي"),
        "person",
        "tribe",
        "anbar",
        False,
    ),
    "women": (
        ("Mosul Women's Circle", "حلقة نساء الموصل"),
        "organisation",
        "womens_group",
        "nineveh",
        False,
    ),
    "activist": (("Rand Yasin", "رند ياسين"), "person", "youth_protest", "dhi-qar", True),
    "law": (
        ("Basra Legal Aid House", "بيت العون القانوني في البصرة"),
        "organisation",
        "cso_ngo",
        "basra",
        False,
    ),
    "watch": (
        ("Tigris Reform Watch", "مرصد دجلة للإصلاح"),
        "organisation",
        "cso_ngo",
        "baghdad",
        False,
    ),
    "kirkuk": (
        ("Kirkuk Dialogue Forum", "منتدى كركوك للحوار", "کۆڕی گفتوگۆی کەرکووک"),
        "organisation",
        "cso_ngo",
        "kirkuk",
        False,
    ),
    "endowment": (
        ("Endowment Office, Najaf", "ديوان الوقف في النجف"),
        "organisation",
        "religious_endowment",
        "najaf",
        False,
    ),
    "village": (
        ("Residents of Tel Rumman", "أهالي تل رمان"),
        "community",
        "community_committee",
        "nineveh",
        False,
    ),
    "returnees": (
        ("Returnees' committee, Sinjar road", "لجنة العائدين على طريق سنجار"),
        "community",
        "displaced_committee",
        "nineveh",
        False,
    ),
    "professor": (("Salma Idris", "سلمى إدريس"), "person", "academia", "sulaymaniyah", False),
    "embassy": (
        ("Embassy reform section", "قسم الإصلاح في السفارة"),
        "organisation",
        "mission_embassy",
        "baghdad",
        False,
    ),
    "qadisiyyah": (
        ("Diwaniyah Farmers' Union", "اتحاد فلاحي الديوانية"),
        "organisation",
        "professional_union",
        "qadisiyyah",
        False,
    ),
}

"""The invented bodies: 120 organisations and units, five communities, one adversary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engagement.demonstration.teams import ADVISORY, LIAISON, PALM, RAFIDAIN

Names = tuple[str, ...]


@dataclass(frozen=True)
class Body:
    """An organisation, unit or community, and which team registered it."""

    key: str
    names: Names
    kind: str
    actor_type: str
    base: str
    staff: int = 0
    team: str = ADVISORY
    tags: tuple[str, ...] = ()
    not_to_be_engaged: bool = False


#: Topic of a directorate, in English and Arabic.
_TOPICS = (
    ("Police Training", "تدريب الشرطة"),
    ("Interior Reform", "إصلاح الداخلية"),
    ("Defence Planning", "التخطيط الدفاعي"),
    ("Border Policy", "سياسة الحدود"),
    ("Payroll Review", "مراجعة الرواتب"),
    ("Human Rights", "حقوق الإنسان"),
    ("Community Policing", "الشرطة المجتمعية"),
    ("Reintegration", "إعادة الإدماج"),
    ("Complaints", "الشكاوى"),
    ("Public Budget", "الموازنة العامة"),
    ("Legal Drafting", "الصياغة القانونية"),
    ("Women's Affairs", "شؤون المرأة"),
    ("Emergency Response", "الاستجابة للطوارئ"),
    ("Record Keeping", "حفظ السجلات"),
)
_COMMITTEES = (
    ("Security Committee", "لجنة الأمن"),
    ("Legal Committee", "اللجنة القانونية"),
    ("Human Rights Committee", "لجنة حقوق الإنسان"),
)
_COURTS = (
    ("Court of Appeal, demo circuit", "محكمة الاستئناف التجريبية"),
    ("Training Institute for Judges", "معهد تدريب القضاة"),
    ("Prosecutors' Review Board", "هيئة مراجعة الادعاء"),
)
_KRG = (
    ("Interior Reform Office", "مكتب إصلاح الداخلية", "نووسینگەی چاکسازی ناوخۆ", "erbil"),
    ("Coordination Department", "دائرة التنسيق", "فەرمانگەی هەماهەنگی", "erbil"),
    ("Planning Directorate", "مديرية التخطيط", "بەڕێوەبەرایەتی پلاندانان", "erbil"),
    ("Public Service Bureau", "مكتب الخدمة العامة", "نووسینگەی خزمەتگوزاری", "sulaymaniyah"),
    ("District Affairs Office", "مكتب شؤون الأقضية", "نووسینگەی کاروباری قەزاکان", "sulaymaniyah"),
    ("Local Services Directorate", "مديرية الخدمات", "بەڕێوەبەرایەتی خزمەتگوزاری", "duhok"),
)
_PESHMERGA = (
    ("Demo Peshmerga Brigade 31", "لواء البيشمركة التجريبي 31", "لیوای نموونەیی 31", "erbil"),
    ("Demo Peshmerga Brigade 32", "لواء البيشمركة التجريبي 32", "لیوای نموونەیی 32", "duhok"),
    ("Demo Training Centre 33", "مركز التدريب التجريبي 33", "ناوەندی ڕاهێنانی 33", "sulaymaniyah"),
    ("Demo Liaison Office 34", "مكتب الارتباط التجريبي 34", "نووسینگەی پەیوەندی 34", "erbil"),
)
_OFFICES = {
    "anbar": "الأنبار",
    "basra": "البصرة",
    "najaf": "النجف",
    "qadisiyyah": "القادسية",
    "babil": "بابل",
    "baghdad": "بغداد",
    "karbala": "كربلاء",
    "kirkuk": "كركوك",
    "maysan": "ميسان",
    "nineveh": "نينوى",
    "salah-al-din": "صلاح الدين",
    "dhi-qar": "ذي قار",
    "wasit": "واسط",
}
_POLICE = {
    "diyala": "ديالى",
    "nineveh": "نينوى",
    "basra": "البصرة",
    "anbar": "الأنبار",
    "kirkuk": "كركوك",
}
#: number: (actor type, base, registering team)
UNITS = {
    101: ("pmf_unit", "nineveh", ADVISORY),
    102: ("pmf_unit", "nineveh", ADVISORY),
    103: ("pmf_unit", "baghdad", ADVISORY),
    104: ("pmf_unit", "salah-al-din", ADVISORY),
    105: ("pmf_unit", "basra", ADVISORY),
    106: ("pmf_unit", "anbar", ADVISORY),
    107: ("pmf_unit", "diyala", LIAISON),
    108: ("pmf_unit", "baghdad", LIAISON),
    109: ("pmf_unit", "karbala", LIAISON),
    110: ("pmf_unit", "najaf", RAFIDAIN),
    111: ("pmf_unit", "dhi-qar", RAFIDAIN),
    112: ("pmf_unit", "sulaymaniyah", PALM),
    207: ("tribal_mobilisation", "anbar", RAFIDAIN),
    208: ("tribal_mobilisation", "nineveh", PALM),
    209: ("tribal_mobilisation", "salah-al-din", PALM),
    301: ("paramilitary_unspecified", "kirkuk", ADVISORY),
}
#: English, Arabic, Sorani where there is one; actor type; base.
_SOCIETY: tuple[tuple[Names, str, str], ...] = (
    (("Tigris Reform Watch", "مرصد دجلة للإصلاح"), "cso_ngo", "baghdad"),
    (("Open Ledger Iraq", "السجل المفتوح"), "cso_ngo", "baghdad"),
    (("Karkh Neighbours' Network", "شبكة جيران الكرخ"), "cso_ngo", "baghdad"),
    (("Rusafa Women's Assembly", "تجمع نساء الرصافة"), "womens_group", "baghdad"),
    (("October Square Voices", "أصوات الساحة"), "youth_protest", "baghdad"),
    (("Demo Lawyers' Union", "اتحاد المحامين التجريبي"), "professional_union", "baghdad"),
    (("Basra Legal Aid House", "بيت العون القانوني في البصرة"), "cso_ngo", "basra"),
    (("Shatt Water Forum", "منتدى مياه الشط"), "cso_ngo", "basra"),
    (("Basra Women's Table", "طاولة نساء البصرة"), "womens_group", "basra"),
    (("Mosul Women's Circle", "حلقة نساء الموصل"), "womens_group", "nineveh"),
    (("Right Bank Rebuilders", "بناة الجانب الأيمن"), "cso_ngo", "nineveh"),
    (("Nineveh Plains Listening Post", "محطة إصغاء سهل نينوى"), "cso_ngo", "nineveh"),
    (("Mosul Youth Workshop", "ورشة شباب الموصل"), "youth_protest", "nineveh"),
    (("Citadel Dialogue Centre", "مركز حوار القلعة", "ناوەندی گفتوگۆی قەڵا"), "cso_ngo", "erbil"),
    (
        ("Erbil Teachers' Union", "اتحاد المعلمين", "یەکێتی مامۆستایان"),
        "professional_union",
        "erbil",
    ),
    (("Azmar Civic House", "بيت أزمر المدني", "ماڵی مەدەنی ئەزمەڕ"), "cso_ngo", "sulaymaniyah"),
    (("Slemani Women's Bridge", "جسر النساء", "پردی ژنان"), "womens_group", "sulaymaniyah"),
    (("Anbar Return Network", "شبكة عودة الأنبار"), "cso_ngo", "anbar"),
    (("Kufa Mediation Group", "مجموعة الكوفة للوساطة"), "cso_ngo", "najaf"),
    (("Karbala Volunteers", "متطوعو كربلاء"), "cso_ngo", "karbala"),
    (("Nasiriyah Square Committee", "لجنة ساحة الناصرية"), "youth_protest", "dhi-qar"),
    (("Marsh Livelihoods Trust", "أمانة سبل العيش في الأهوار"), "cso_ngo", "dhi-qar"),
    (("Kirkuk Dialogue Forum", "منتدى كركوك للحوار", "کۆڕی گفتوگۆی کەرکووک"), "cso_ngo", "kirkuk"),
    (("Hilla Legal Clinic", "عيادة الحلة القانونية"), "cso_ngo", "babil"),
    (("Kut Farmers' Voice", "صوت فلاحي الكوت"), "cso_ngo", "wasit"),
    (
        ("Duhok Hosting Families", "عوائل دهوك المضيفة", "خێزانە میواندارەکانی دهۆک"),
        "cso_ngo",
        "duhok",
    ),
    (("Council of the Demo Tribes, Ramadi", "مجلس عشائر الرمادي"), "tribe", "anbar"),
    (("Tribal Council of the Lower Shatt", "مجلس عشائر أسفل الشط"), "tribe", "basra"),
    (("Elders' Council of the North Bank", "مجلس شيوخ الضفة الشمالية"), "tribe", "salah-al-din"),
    (("Marsh Elders' Council", "مجلس شيوخ الأهوار"), "tribe", "dhi-qar"),
    (("Euphrates Elders' Council", "مجلس شيوخ الفرات"), "tribe", "qadisiyyah"),
    (("Tigris Bend Tribal Council", "مجلس عشائر منعطف دجلة"), "tribe", "nineveh"),
    (("Study Circle of the Old City", "حلقة المدينة القديمة"), "religious_authority", "najaf"),
    (("Bishop's Office of the Plain", "مكتب مطران السهل"), "religious_authority", "nineveh"),
    (("Endowment Office, Najaf", "ديوان الوقف في النجف"), "religious_endowment", "najaf"),
    (("Endowment Office, Baghdad", "ديوان الوقف في بغداد"), "religious_endowment", "baghdad"),
    (("Two Rivers Radio", "إذاعة الرافدين التجريبية"), "media", "baghdad"),
    (("Shatt Weekly", "أسبوعية الشط"), "media", "basra"),
    (("Zagros Page", "صفحة زاكروس", "لاپەڕەی زاگرۆس"), "media", "sulaymaniyah"),
    (("Demo University of Baghdad", "الجامعة التجريبية في بغداد"), "academia", "baghdad"),
    (("Demo University of Mosul", "الجامعة التجريبية في الموصل"), "academia", "nineveh"),
    (
        ("Demo University of Slemani", "الجامعة التجريبية", "زانکۆی نموونەیی"),
        "academia",
        "sulaymaniyah",
    ),
)
_COMMUNITIES: tuple[tuple[Names, str, str], ...] = (
    (("Residents of Tel Rumman", "أهالي تل رمان"), "community_committee", "nineveh"),
    (("Returnees, Sinjar road", "عائدو طريق سنجار"), "displaced_committee", "nineveh"),
    (("Families of the Old Bridge", "عوائل الجسر القديم"), "community_committee", "anbar"),
    (("Fishing village of al-Qasab", "قرية القصب"), "community_committee", "basra"),
    (("Residents of Block 12", "سكان القطعة 12"), "displaced_committee", "baghdad"),
)
#: People of a body, by its actor type.
STAFF = {
    "cso_ngo": 3,
    "womens_group": 4,
    "youth_protest": 3,
    "professional_union": 3,
    "tribe": 3,
}


def bodies() -> tuple[Body, ...]:
    """Everybody who is no person; the same order each time."""
    return (*_federal(), *_regional(), *_local(), *_units(), *_society(), *_others())


def _federal() -> Iterator[Body]:
    for number, (en, ar) in enumerate(_TOPICS):
        names = (f"Directorate of {en} (demo)", f"مديرية {ar} (تجريبية)")
        yield Body(f"exec{number}", names, "organisation", "federal_executive", "baghdad", 3)
    for number, (en, ar) in enumerate(_COMMITTEES):
        names = (f"{en} of Parliament (demo)", f"{ar} النيابية (تجريبية)")
        yield Body(f"parl{number}", names, "organisation", "parliament", "baghdad", 6)
    for number, names in enumerate(_COURTS):
        yield Body(f"court{number}", names, "organisation", "judiciary", "baghdad", 4)
    for number in range(13):
        names = (
            f"Demo Federal Command {number + 21}",
            f"القيادة الاتحادية التجريبية {number + 21}",
        )
        yield Body(f"army{number}", names, "organisation", "federal_security", "baghdad", 4)
    commission = ("Demo Liaison Office of the Commission", "مكتب ارتباط الهيئة التجريبي")
    yield Body("commission", commission, "organisation", "pmf_commission", "baghdad", 4)


def _regional() -> Iterator[Body]:
    for number, (*names, base) in enumerate(_KRG):
        yield Body(f"krg{number}", tuple(names), "organisation", "krg_executive", base, 4)
    for number, (*names, base) in enumerate(_PESHMERGA):
        yield Body(f"pesh{number}", tuple(names), "organisation", "peshmerga_asayish", base, 4)


def _local() -> Iterator[Body]:
    for base, ar in _OFFICES.items():
        names = (f"Demo Governor's Office, {base.replace('-', ' ').title()}", f"ديوان محافظة {ar}")
        yield Body(f"office-{base}", names, "organisation", "local_government", base, 4)
    for base, ar in _POLICE.items():
        names = (f"Demo Police Command, {base.title()}", f"قيادة شرطة {ar}")
        yield Body(f"police-{base}", names, "organisation", "local_police", base, 3)


def _units() -> Iterator[Body]:
    for number, (actor_type, base, team) in UNITS.items():
        names = (f"Demo Brigade {number}", f"اللواء التجريبي {number}")
        yield Body(f"unit{number}", names, "unit", actor_type, base, 1 + number % 2, team)


def _society() -> Iterator[Body]:
    for number, (names, actor_type, base) in enumerate(_SOCIETY):
        tags = ("women-led",) if actor_type == "womens_group" else ()
        team = (RAFIDAIN, ADVISORY, PALM)[number % 3]
        staff = STAFF.get(actor_type, 2)
        yield Body(f"soc{number}", names, "organisation", actor_type, base, staff, team, tags)


def _others() -> Iterator[Body]:
    for number, (names, actor_type, base) in enumerate(_COMMUNITIES):
        yield Body(f"community{number}", names, "community", actor_type, base, team=RAFIDAIN)
    adversary = ("Dust Road cell (invented)", "خلية طريق الغبار (مختلقة)")
    yield Body("adversary", adversary, "unit", "armed_group", "diyala", not_to_be_engaged=True)

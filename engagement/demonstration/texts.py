"""What people say in the demonstration; all of it invented."""

from __future__ import annotations

#: By the relation to the state that a meeting was held for.
OUTCOMES = {
    "state": (
        "Terms of the advisory cell agreed",
        "Draft bill to be shared before the next reading",
        "Training calendar handed over",
        "Payroll figures promised by the end of the month",
        "Joint workshop proposed",
        "They ask for a written offer first",
        "لا قرار بعد، يعودون إلينا بعد العطلة",
        "Focal point named",
        "",
        "",
    ),
    "non_state": (
        "Night patrols wanted on the road to the school",
        "Farmers report checkpoints at harvest",
        "Women ask for a complaints desk staffed by women",
        "Open hour at the station, monthly, was kept",
        "They know nobody at the ministry to turn to",
        "يطلبون حضور الشرطة المحلية في اللقاء القادم",
        "داوای کۆبوونەوەیەکی تر دەکەن لە مانگی داهاتوو",
        "Second visit wanted",
        "",
    ),
    "hybrid": (
        "Grievance line accepted in principle",
        "Ask what a transfer to the police would mean for pensions",
        "Checkpoint hours agreed with the elders",
        "No commitment; the door stays open",
    ),
    "international": ("Calendars compared", "Shared list of visits to the south"),
}
OURS = (
    "Send the minutes to everybody present",
    "Share the draft law with the union",
    "Arrange the visit with the governor's office",
    "Bring the question to the working group",
    "Send the training offer in writing",
    "Find an interpreter for the next meeting",
    "Report back on the complaint",
)
THEIRS = (
    "Name a focal point",
    "Publish the opening hours of the complaints desk",
    "Share the payroll figures",
    "Open the meeting to the women's group",
    "Send the list of trainees",
    "Keep the road free at harvest",
)
ISSUES = (
    "Checkpoints at harvest keep lorries waiting for hours",
    "No complaints desk that women can go to",
    "Salaries of local police are paid late",
    "Returnees are asked for papers that no office issues",
    "Nobody tells the village when patrols change",
    "Protesters are still held without a date in court",
    "Two forces give orders at the same crossing",
    "The draft law was never explained outside the capital",
    "Wounded members of units have no way to a pension",
    "Boats on the river are stopped by three different bodies",
)
ANSWERS = (
    "Raised with the ministry; a date for an answer is set",
    "Not ours to decide; passed on to the governor's office",
    "A visit is planned with the local police",
    "Put on the agenda of the working group",
)
DECISIONS = (
    "The training plan now begins outside the capital",
    "Two days of the complaints course are for women officers",
    "",
    "",
)
WITHDRAWN = "Left public life; asked not to be contacted again"

"""What the example's clients write: plain things that people do write, none of them anybody's own."""

from __future__ import annotations

from typing import Any

from client_portal.questionnaires.types import Question
from example_project.stage.cast import ClientRole

UNANSWERABLE = ("signature", "information")

REASONS = (
    "I lie awake until three most nights and drag myself through the day after.",
    "Since the move I snap at people I love, and then I feel terrible about it.",
    "My father died in spring. Everybody says it gets easier. It hasn’t.",
    "I put everything off until it is too late, and I am tired of apologizing.",
    "I get through work fine, but I have stopped seeing anybody outside of it.",
)
HELPED = (
    "Walking to work instead of driving. Calling my sister.",
    "Writing lists in the evening, when I remember to.",
    "Swimming. I stopped when the pool closed.",
)
STREETS = ("14 Alder Lane", "220 Munjoy Street, Apt 3", "7 Cobbler’s Row", "61 Stroudwater Road", "118 Vesper Street")
PREFERRED = {"Jonah": "Joe", "Desmond": "Des", "Maya": "May"}
PRONOUNS = ("she/her", "he/him", "they/them")
WORK = ("Middle school librarian", "Electrician", "Nurse, night shifts", "I run a small bakery", "Between jobs")

BY_QUESTION: dict[str, tuple[str, ...]] = {
    "reason": REASONS,
    "tried": HELPED,
    "why_now": ("Nothing special. I just noticed that I stopped looking forward to things.",),
    "goals": ("I would sleep, and laugh at breakfast again.", "I would answer the phone when it rings."),
    "strengths": ("I am patient with other people’s children.", "I can fix most things."),
    "household": ("My partner and our old dog.", "I live alone; my mother is two streets away."),
    "work_school": WORK,
    "primary_care": ("Dr. Alvarez, Casco Bay Family Medicine",),
    "usual_location": ("At home, " + STREETS[0],),
    "callback_phone": ("(555) 010-0142",),
    "emergency_contact_name": ("Robin Hale, my sister",),
    "emergency_contact_phone": ("(555) 010-0177",),
    "completed_by": ("Rosalba Marchetti, his grandmother",),
    "decision_makers": ("His grandmother, by a court’s decision of 2019.",),
}
BY_TYPE = {"yes_no": "no", "date": "2026-02-10", "short_text": "Nothing that I know of", "long_text": "Nothing to add."}


def information_for(role: ClientRole, number: int) -> dict[str, dict[str, Any]]:
    """What somebody gives for each item of information, by its key."""
    born = role.born.isoformat() if role.born else f"{1960 + number % 40}-0{1 + number % 9}-1{number % 10}"
    return {
        "name": {
            "first_name": role.first_name,
            "last_name": role.last_name,
            "preferred_name": PREFERRED.get(role.first_name, ""),
            "pronouns": PRONOUNS[number % len(PRONOUNS)],
        },
        "demographics": {"birth_date": born, "sex": "", "gender_identity": ""},
        "contact_details": {
            "phone": f"(555) 010-01{number % 90 + 10}",
            "phone_kind": "mobile",
            "street": STREETS[number % len(STREETS)],
            "city": "Portland",
            "state": "Maine",
            "postal_code": "04101",
            "time_zone": "America/New_York",
        },
        "preferences": {
            "language": "en",
            "may_email": True,
            "may_text": number % 2 == 0,
            "may_leave_voicemail": number % 3 == 0,
            "wants_reminders": True,
        },
        "insurance": {
            "primary_payer": "Casco Mutual",
            "primary_member_id": f"CM-{40210 + 37 * number}",
            "primary_group_id": "0082",
            "primary_relation": "self",
            "primary_starts_on": "2025-01-01",
        },
    }


def answer_to(question: Question, number: int) -> Any:
    """An answer to a question of a form; ``number`` makes people differ."""
    if question.type == "multiple_choice":
        values = [option.value for option in question.options]
        return sorted({values[number % len(values)], values[(2 * number + 1) % len(values)]})
    if question.type == "single_choice":
        return question.options[0].value
    texts = BY_QUESTION.get(question.key)
    return texts[number % len(texts)] if texts else BY_TYPE[question.type]

"""The form of a post: bodies are found by name, dates are known as roughly as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.dates import Rough, as_typed, day_after, end_as_typed, first_day
from engagement.access.keys import new_id
from engagement.access.models import Precision
from engagement.access.scope import Actor
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.lists import choices
from engagement.stakeholders.posts.models import Post, Seniority

#: The fields that name somebody in the register, and whether only bodies are meant.
CHOSEN = {"organisation": True, "on_behalf_of": False}


class RoughDateField(forms.CharField):
    """A year, a month or a day, as (day, precision); (None, day) where nothing is written."""

    def __init__(self, *, read: Callable[[str], Rough], **options: Any) -> None:
        super().__init__(required=False, max_length=20, **options)
        self.read = read

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None, Precision.DAY.value
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PostForm(forms.Form):
    """What somebody is in a body, from when to when."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.UUIDField(
        label=gettext_lazy("Body"),
        error_messages={
            "required": gettext_lazy("Find the body by its name, and choose it."),
            "invalid": gettext_lazy("Find the body by its name, and choose it."),
        },
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    seniority = forms.ChoiceField(
        label=gettext_lazy("Seniority"),
        required=False,
        choices=[("", gettext_lazy("Don’t know")), *Seniority.choices],
    )
    valid_from = RoughDateField(
        label=gettext_lazy("From"),
        read=first_day,
        help_text=gettext_lazy("As well as it is known: 2024, 2024-05 or 2024-05-17."),
    )
    valid_to = RoughDateField(
        label=gettext_lazy("Until"),
        read=day_after,
        help_text=gettext_lazy("Empty while they hold it, or where it is not known."),
    )
    on_behalf_of = forms.UUIDField(label=gettext_lazy("On behalf of"), required=False)
    source = forms.CharField(label=gettext_lazy("How we know"), required=False, max_length=500)
    reason = forms.CharField(
        label=gettext_lazy("Why do you change it?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why you change it.")},
    )

    def __init__(
        self, actor: Actor, data: Any = None, *, post: Post | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.actor, self.post = actor, post
        if post is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "id" in self.errors:
            self.add_error(None, _("The form was damaged on the way. Please save again."))
            data = cast(QueryDict, self.data).copy()
            data["id"] = str(new_id())
            self.data = data
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """Show an action's messages beside their fields."""
        for field, texts in error.message_dict.items():
            self.add_error(field if field in self.fields else None, cast(Any, texts))

    def once_more(self) -> PostForm:
        """The same values, unjudged, with what was found by name."""
        values = {name: self[name].data for name in self.fields}
        again = PostForm(self.actor, post=self.post, initial=values)
        again.sought = {name: self.data.get(f"{name}_find", "") for name in CHOSEN}
        return again

    sought: dict[str, str] = {}  # what is written in the fields that find somebody

    @property
    def choices(self) -> dict[str, dict[str, Any]]:
        """For each field that names somebody: what is sought, what is found, what is chosen."""
        sought = self.sought or {name: self.data.get(f"{name}_find", "") for name in CHOSEN}
        return {
            name: {
                "field": self[name],
                "sought": sought[name],
                **choices(self.actor, sought[name], self[name].value(), bodies=bodies),
            }
            for name, bodies in CHOSEN.items()
        }

    def draft(self, stakeholder_id: UUID) -> PostDraft:
        """As written; call after `is_valid()`."""
        data = self.cleaned_data
        return PostDraft(
            id=data["id"],
            stakeholder_id=stakeholder_id,
            organisation_id=data["organisation"],
            title=data["title"],
            seniority=data["seniority"],
            valid_from=data["valid_from"][0],
            from_precision=data["valid_from"][1],
            valid_to=data["valid_to"][0],
            to_precision=data["valid_to"][1],
            on_behalf_of_id=data["on_behalf_of"],
            source=data["source"],
        )


def initial_of(post: Post, version: int) -> dict[str, Any]:
    """A post as the form's first values; the version is that of whoever holds it."""
    return {
        "id": post.pk,
        "version": version,
        "organisation": post.organisation_id,
        "title": post.title,
        "seniority": post.seniority,
        "valid_from": as_typed(post.valid_from, post.from_precision),
        "valid_to": end_as_typed(post.valid_to, post.to_precision),
        "on_behalf_of": post.on_behalf_of_id,
        "source": post.source,
    }

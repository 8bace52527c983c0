"""Posts in the API's payloads."""

from __future__ import annotations

from rest_framework import serializers

from engagement.access.fields import Code, Id, RoughDay, Strict, Text
from engagement.stakeholders.posts.models import Seniority


class PostSerializer(Strict):
    """What somebody is in an organisation, from when to when."""

    id = Id(help_text="Made by the writer, so that a repeated request is the same row.")
    version = serializers.IntegerField(
        read_only=True, help_text="That of the stakeholder, which moves with every post of theirs."
    )
    stakeholder = serializers.UUIDField(read_only=True)
    organisation = Id(help_text="Read as null where you may not open it.")
    title = Text(max_length=200, allow_blank=True, default="")
    seniority = Code(choices=Seniority.choices, allow_blank=True, default="")
    valid_from = RoughDay(allow_null=True, default=None)
    valid_until = RoughDay(
        end=True, allow_null=True, default=None, help_text="The last day, month or year of it."
    )
    on_behalf_of = Id(allow_null=True, default=None)
    hidden = serializers.BooleanField(
        read_only=True, help_text="True where it names somebody whom you may not open."
    )
    source = Text(max_length=500, allow_blank=True, default="")
    written_at = serializers.DateTimeField(read_only=True)
    withdrawn_at = serializers.DateTimeField(read_only=True, allow_null=True)


class PostRead(PostSerializer):
    """A post as it is read."""

    organisation = serializers.UUIDField(
        allow_null=True, help_text="Null where you may not open it."
    )


class PostChange(PostSerializer):
    """A post written anew; whom you may not open stays where nobody else is named."""

    id = Id(required=False, help_text="As in the address, if it is sent at all.")
    organisation = Id(required=False, allow_null=True)
    change_reason = Text(
        max_length=500, required=False, write_only=True, help_text="Or the header Change-Reason."
    )


class PostPage(serializers.Serializer):
    items = PostRead(many=True)
    next = serializers.CharField(allow_null=True)

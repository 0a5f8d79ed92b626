"""CKAN's schemas: which fields records have, and which rules each obeys."""

from atelier.portal import naming as n
from atelier.portal import rules
from atelier.portal import validators as v
from atelier.portal.validation import Schema

_TEXT = [v.ignore_missing, v.text]

PACKAGE_TEXTS = (
    "title",
    "version",
    "url",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "notes",
    "license_id",
)
"""Fields of a dataset that an update without them clears."""

RESOURCE_FIELDS = (
    "url",
    "format",
    "description",
    "hash",
    "name",
    "resource_type",
    "mimetype",
    "mimetype_inner",
    "size",
    "created",
    "last_modified",
    "metadata_modified",
    "cache_url",
    "cache_last_updated",
    "url_type",
)
CLEARED_RESOURCE_FIELDS = ("description", "resource_type", "mimetype", "mimetype_inner")
"""Fields of a resource that an update without them clears; the others keep their value."""

RESOURCE = Schema(
    {
        "id": [v.ignore_empty, v.identifier, rules.resource_id_is_free, v.text],
        "package_id": [v.ignore],
        "url": [v.ignore_missing, v.text, v.strip],
        "format": [v.format_if_empty, v.ignore_missing, v.text, v.clean_format],
        **dict.fromkeys(
            (
                "description",
                "hash",
                "name",
                "resource_type",
                "url_type",
                "mimetype",
                "mimetype_inner",
                "cache_url",
            ),
            _TEXT,
        ),
        "size": [v.ignore_missing, v.integer],
        "created": [v.ignore_missing, v.date],
        "last_modified": [v.ignore_missing, v.date],
        "cache_last_updated": [v.ignore_missing, v.date],
        "state": [v.ignore],
        "position": [v.ignore],
        "datastore_active": [v.ignore_missing],
    },
    keeps_others=True,
)

TAG = Schema(
    {
        "name": [v.not_missing, v.not_empty, v.text, n.tag_length, n.tag_characters],
        "vocabulary_id": [v.ignore_missing, v.text, rules.no_vocabulary],
        "revision_timestamp": [v.ignore],
        "state": [v.ignore],
        "display_name": [v.ignore],
    },
    keeps_others=True,
)

EXTRA = Schema(
    {
        "id": [v.ignore_missing, v.empty_unless_sysadmin, v.identifier],
        "key": [v.not_empty, v.key_not_a_field, v.text],
        "value": [v.not_missing],
        "state": [v.ignore],
        "deleted": [v.ignore_missing],
        "revision_timestamp": [v.ignore],
    }
)

RELATIONSHIP = Schema(
    {
        "id": _TEXT,
        "subject": _TEXT,
        "object": _TEXT,
        "type": [v.not_empty, v.text],
        "comment": _TEXT,
        "state": [v.ignore],
    }
)

_GROUP_OF_PACKAGE = Schema({"id": _TEXT, "name": _TEXT, "title": _TEXT})

_PACKAGE_FIELDS = {
    "author": _TEXT,
    "author_email": [v.ignore_missing, v.text, v.strip, n.email],
    "maintainer": _TEXT,
    "maintainer_email": [v.ignore_missing, v.text, v.strip, n.email],
    "license_id": _TEXT,
    "notes": _TEXT,
    "url": _TEXT,
    "version": [v.ignore_missing, v.text, n.version],
    "state": [rules.only_package_admin, v.ignore_missing, v.text],
    "type": _TEXT,
    "private": [v.ignore_missing, v.boolean, rules.private_needs_organization],
    "tag_string": [v.ignore_missing, rules.tags_from_text],
    "plugin_data": [v.ignore_missing, v.only_sysadmin],
    "save": [v.ignore],
    "return_to": [v.ignore],
}

_PACKAGE_LISTS = {
    "resources": RESOURCE,
    "tags": TAG,
    "extras": EXTRA,
    "groups": _GROUP_OF_PACKAGE,
    "relationships_as_object": RELATIONSHIP,
    "relationships_as_subject": RELATIONSHIP,
}

NEW_PACKAGE = Schema(
    {
        **_PACKAGE_FIELDS,
        "id": [
            v.ignore_missing,
            v.empty_unless_sysadmin,
            v.identifier,
            rules.package_id_is_free,
            v.text,
        ],
        "name": [v.not_empty, v.text, n.name, rules.package_name],
        "title": [v.same_as_if_empty("name"), v.text],
        "owner_org": [rules.owner_org, v.text],
    },
    _PACKAGE_LISTS,
    refuses_junk=True,
)

CHANGED_PACKAGE = Schema(
    {
        **_PACKAGE_FIELDS,
        "id": [v.ignore_missing, rules.package_id_stays],
        "name": [v.ignore_missing, n.name, rules.package_name, v.text],
        "title": [v.ignore_missing, v.text],
        "owner_org": [v.ignore_missing, rules.owner_org, v.text],
    },
    _PACKAGE_LISTS,
    refuses_junk=True,
)

_GROUP_LISTS = {
    "extras": EXTRA,
    "packages": Schema(
        {"id": [v.not_empty, v.text, rules.package_exists], "title": _TEXT, "name": _TEXT}
    ),
    "users": Schema({"name": [v.not_empty, v.text], "capacity": [v.ignore_missing]}),
    "groups": Schema({"name": [v.not_empty, v.text], "capacity": [v.ignore_missing]}),
}

_GROUP_FIELDS = {
    "title": _TEXT,
    "description": _TEXT,
    "image_url": _TEXT,
    "image_display_url": _TEXT,
    "type": _TEXT,
    "state": [rules.only_group_admin, v.ignore_missing, v.text],
    "created": [v.ignore],
    "is_organization": [v.ignore_missing],
    "approval_status": _TEXT,
}

NEW_GROUP = Schema(
    {
        **_GROUP_FIELDS,
        "id": [
            v.ignore_missing,
            v.empty_unless_sysadmin,
            v.identifier,
            rules.group_id_is_free,
            v.text,
        ],
        "name": [v.not_empty, v.text, n.name, rules.group_name],
    },
    _GROUP_LISTS,
)

CHANGED_GROUP = Schema(
    {
        **_GROUP_FIELDS,
        "id": [v.not_empty, rules.group_exists, v.text],
        "name": [v.ignore_missing, v.not_empty, v.text, rules.group_name],
    },
    _GROUP_LISTS,
)

MEMBER = Schema(
    {
        "id": [v.not_missing, rules.group_exists, v.text],
        "username": [v.not_missing, rules.user_exists, v.text],
        "role": [v.not_missing, rules.role_exists, v.text],
    }
)

_USER_FIELDS = {
    "fullname": _TEXT,
    "password_hash": [v.ignore_missing, v.only_sysadmin, v.text],
    "email": [v.not_empty, v.text, v.strip, n.email, rules.email_is_free],
    "about": [v.ignore_missing, n.no_link, v.text],
    "created": [v.ignore],
    "sysadmin": [v.ignore_missing, v.only_sysadmin, v.boolean],
    "reset_key": [v.ignore],
    "activity_streams_email_notifications": [v.ignore_missing, v.boolean],
    "state": [v.ignore_missing, v.only_sysadmin, v.text],
    "image_url": _TEXT,
    "image_display_url": _TEXT,
    "plugin_extras": [v.ignore_missing, v.only_sysadmin],
}

NEW_USER = Schema(
    {
        **_USER_FIELDS,
        "id": [
            v.ignore_missing,
            v.empty_unless_sysadmin,
            v.identifier,
            rules.user_id_is_free,
            v.text,
        ],
        "name": [v.not_empty, n.name, rules.user_name, v.text],
        "password": [n.password, n.password_given, v.ignore_missing, v.text],
    }
)

CHANGED_USER = Schema(
    {
        **_USER_FIELDS,
        "id": [v.not_empty, rules.user_exists, v.text],
        "name": [v.ignore_missing, n.name, rules.user_name, v.text],
        "password": [n.password, v.ignore_missing, v.text],
    }
)

TOKEN = Schema(
    {
        "name": [v.not_empty, v.text],
        "user": [v.not_empty, v.text],
        "plugin_extras": [v.ignore_missing, v.only_sysadmin],
    }
)

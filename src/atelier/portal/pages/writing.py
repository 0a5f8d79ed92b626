"""Forms that publish: a new dataset, a file, a correction, a withdrawal.

They only put what people type into the shape of CKAN's actions. The actions judge it.
"""

from typing import Any

from tornado.web import HTTPError, stream_request_body

from atelier.portal import formats
from atelier.portal.errors import Invalid, NotAuthorized
from atelier.portal.files import Upload
from atelier.portal.gathering import BadRequest, Gathering, read_form
from atelier.portal.pages import words
from atelier.portal.pages.page import Page, path, told

TEXTS = (
    "title",
    "name",
    "notes",
    "license_id",
    "owner_org",
    "url",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "version",
)
"""Fields of a dataset that are typed as they are stored."""

HDX = ("dataset_source", "dataset_date", "methodology", "data_update_frequency")
"""Fields that HDX demands besides."""


class Form(Page):
    """A page with a form, for people who have come in."""

    def prepare(self) -> None:
        """Send others to the door, but only once they have sent all: else they hear no answer."""
        super().prepare()
        if not self._finished and not (self.free_of_seal and self.request.method == "POST"):
            self.is_stranger()

    def is_stranger(self) -> bool:
        """Tell whether nobody has come in; lead them to the door."""
        if not self.viewer:
            self.redirect(f"{self.up}connexion", status=303)
        return not self.viewer

    def text(self, name: str) -> str:
        """Return what was typed, with plain line ends."""
        return self.get_body_argument(name, "").replace("\r\n", "\n").strip()

    def attempt(self, action: str, **data: Any) -> tuple[Any, dict[str, Any]]:
        """Do an action; return what it gives, or the errors that the form must show."""
        try:
            return self.call(action, **data), {}
        except Invalid as error:
            return None, error.errors
        except NotAuthorized as error:
            return None, {"": [error.message or "vous n’avez pas ce droit ici"]}


class DatasetForm(Form):
    """What creating and editing a dataset share."""

    def form(self, title: str, dataset: dict[str, Any], errors: dict[str, Any], new: bool) -> None:
        """Write the form, filled with `dataset`, with the errors that the portal has found."""
        mine = self.call("organization_list_for_user", permission="create_dataset")
        licences = [
            (one["id"], words.licence_name(one["id"], one["title"]))
            for one in self.call("license_list")
        ]
        chosen = dataset.get("license_id") or ""
        if chosen and chosen not in dict(licences):
            licences.append((chosen, chosen))
        self.show(
            "formulaire",
            title,
            409 if errors else 200,
            dataset=dataset,
            errors=_by_field(errors),
            summary=told({k: v for k, v in errors.items() if k}) + _loose(errors),
            organizations=mine,
            licences=licences,
            hdx=HDX if self.site.portal.profile == "hdx" else (),
            groups=self.groups(),
            new=new,
        )

    def groups(self) -> list[dict[str, Any]]:
        """Return the places of HDX's profile; elsewhere nothing is asked."""
        if self.site.portal.profile != "hdx":
            return []
        return self.call("group_list", all_fields=True, limit=300)

    def typed(self) -> dict[str, Any]:
        """Return what the form says, in CKAN's terms."""
        data: dict[str, Any] = {name: self.text(name) for name in TEXTS}
        tags = [" ".join(tag.split()) for tag in self.text("tag_string").split(",")]
        data["tags"] = [{"name": tag} for tag in tags if tag]
        data["private"] = self.text("private") == "oui"
        if self.site.portal.profile == "hdx":
            data |= {name: self.text(name) for name in HDX}
            data["groups"] = [{"name": name} for name in self.get_body_arguments("groups") if name]
        return data


class NewDataset(DatasetForm):
    """`/dataset/new`."""

    def get(self) -> None:
        """Show the empty form."""
        self.form("Publier un jeu de données", {}, {}, new=True)

    def post(self) -> None:
        """Create the dataset, then ask for its file."""
        data = self.typed()
        given = {key: value for key, value in data.items() if value not in ("", [])}
        dataset, errors = self.attempt("package_create", **{"name": "", **given})
        if errors:
            return self.form("Publier un jeu de données", data, errors, new=True)
        return self.redirect(f"{self.up}dataset/{path(dataset['name'])}/resource/new", status=303)


class EditDataset(DatasetForm):
    """`/dataset/edit/NAME`."""

    def get(self, name: str) -> None:
        """Show the form as the dataset is now."""
        self.form("Modifier la fiche", self.call("package_show", id=name), {}, new=False)

    def post(self, name: str) -> None:
        """Change what the form holds and nothing else; or withdraw the dataset."""
        dataset = self.call("package_show", id=name)
        if self.text("retirer") == "oui":
            _, errors = self.attempt("package_delete", id=dataset["id"])
            if not errors:
                return self.redirect(f"{self.up}dataset/", status=303)
            return self.form("Modifier la fiche", dataset, errors, new=False)
        data = self.typed()
        changed, errors = self.attempt("package_patch", id=dataset["id"], **data)
        if errors:
            kept = {"name": name, **data, "id": dataset["id"]}
            return self.form("Modifier la fiche", kept, errors, new=False)
        return self.redirect(f"{self.up}dataset/{path(changed['name'])}", status=303)


@stream_request_body
class ResourceForm(Gathering, Form):
    """What adding and changing a file share."""

    free_of_seal = True  # until the form has come
    title: str

    def find(self, *parts: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the dataset and the file that the address names."""
        raise NotImplementedError

    def save(self, dataset: dict[str, Any], resource: dict[str, Any]) -> None:
        """Do what the form says."""
        raise NotImplementedError

    def get(self, *parts: str) -> None:
        """Show the form as the file is now."""
        self.form(*self.find(*parts), {})

    def post(self, *parts: str) -> None:
        """Read what was sent, and do it; of far too much, nothing was kept but its size."""
        if self.is_stranger():
            return None
        if self.too_large:
            return self.form(*self.find(*parts), {"upload": ["File upload too large"]})
        self.keep_body()
        try:
            read_form(self.request)
        except BadRequest:
            raise HTTPError(400) from None
        self.check_seal()
        return self.save(*self.find(*parts))

    def form(
        self, dataset: dict[str, Any], resource: dict[str, Any], errors: dict[str, Any]
    ) -> None:
        """Write the form."""
        self.show(
            "formulaire-fichier",
            self.title,
            409 if errors else 200,
            jeu=dataset,
            resource=resource,
            errors=_by_field(errors),
            summary=told({k: v for k, v in errors.items() if k}) + _loose(errors),
        )

    def typed(self) -> dict[str, Any]:
        """Return what the form says, the file included."""
        data: dict[str, Any] = {
            name: self.text(name) for name in ("name", "description", "format", "url")
        }
        for file in self.request.files.get("upload", ())[:1]:
            if file["filename"]:
                data["upload"] = Upload(file["filename"], file["body"], file["content_type"])
        if not data["format"]:
            del data["format"]  # the portal guesses it
        return data


class NewResource(ResourceForm):
    """`/dataset/NAME/resource/new`."""

    title = "Ajouter un fichier"

    def find(self, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the dataset, and a file of which nothing is known yet."""
        return self.call("package_show", id=name), {}

    def save(self, dataset: dict[str, Any], resource: dict[str, Any]) -> None:
        """Add the file or the link."""
        data = self.typed()
        if "upload" not in data and not data["url"]:
            nothing = {"upload": ["choisissez un fichier, ou donnez un lien"]}
            return self.form(dataset, data, nothing)
        _, errors = self.attempt("resource_create", package_id=dataset["id"], **data)
        if errors:
            return self.form(dataset, data, errors)
        return self.redirect(f"{self.up}dataset/{path(dataset['name'])}", status=303)


class EditResource(ResourceForm):
    """`/dataset/NAME/resource/ID/edit`."""

    title = "Modifier un fichier"

    def find(self, name: str, identifier: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the dataset and its file."""
        dataset = self.call("package_show", id=name)
        resource = self.call("resource_show", id=identifier)
        if resource["package_id"] != dataset["id"]:
            raise HTTPError(404)
        return dataset, resource

    def complete(self, data: dict[str, Any], resource: dict[str, Any]) -> None:
        """Say what follows from a new file, or from a link in place of a file."""
        if "upload" in data:
            name = data["upload"].filename
            data["mimetype"] = formats.mimetype_of(name)
            if data.get("format", resource.get("format")) == resource.get("format"):
                data["format"] = formats.unified_format(name.rpartition(".")[2])
        elif resource.get("url_type") == "upload" and data.get("url"):
            data |= {"clear_upload": "true", "mimetype": formats.mimetype_of(data["url"])}

    def save(self, dataset: dict[str, Any], resource: dict[str, Any]) -> None:
        """Change it, or remove it from the dataset."""
        if self.text("retirer") == "oui":
            _, errors = self.attempt("resource_delete", id=resource["id"])
        else:
            data = self.typed()
            if resource.get("url_type") == "upload" and not data["url"]:
                del data["url"]  # the file stays
            self.complete(data, resource)
            _, errors = self.attempt("resource_patch", id=resource["id"], **data)
            resource = {**resource, **{k: v for k, v in data.items() if k != "upload"}}
        if errors:
            return self.form(dataset, resource, errors)
        return self.redirect(f"{self.up}dataset/{path(dataset['name'])}", status=303)


def _by_field(errors: dict[str, Any]) -> dict[str, str]:
    """Return the first thing that is wrong with each field of a form."""
    lines = {field: told({field: value}) for field, value in errors.items() if field}
    found = {field: said[0].partition(" : ")[2] for field, said in lines.items() if said}
    if "tags" in found:
        found["tag_string"] = found["tags"]
    return found


def _loose(errors: dict[str, Any]) -> list[str]:
    """Return what is wrong with no field in particular."""
    return [str(text) for text in errors.get("", ())]

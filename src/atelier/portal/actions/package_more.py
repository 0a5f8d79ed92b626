"""More ways to change a dataset: revise parts of it, order its resources, give it away."""

from typing import Any

from atelier.portal import auth, records, revising
from atelier.portal.call import Call, writing
from atelier.portal.errors import Invalid, NotFound
from atelier.portal.saving import set_owner


@writing
def package_revise(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Change parts of a dataset if it still is what you think it is.

    :param match: values that must match, among them the `id` or the `name`
    :type match: dictionary
    :param filter: patterns of what to remove (or, after a +, to keep)
    :type filter: list of strings
    :param update: values to change or to add
    :type update: dictionary
    :param include: patterns of what to return
    :type include: list of strings

    The keys `match__...` and `update__...` reach into lists, as in `update__resources__0__name`
    or `update__resources__extend`.

    :returns: a record with the dataset under `package`
    :rtype: dictionary
    """
    wish = revising.read(call, data)
    reference = wish.reference()
    if reference is None:
        raise Invalid({"match__id": call.say("Missing value")})
    package = call.act("package_show", {"id": reference})
    unmatched = wish.unmatched(package)
    if unmatched:
        raise Invalid({"match": unmatched})
    package_id = package["id"]
    wish.apply(package)
    package["id"] = package_id
    auth.check_update_package(call, package)
    answer = {"package": call.act("package_update", package)}
    if wish.include:
        revising.remove_matching(answer, wish.include)
    return answer


@writing
def package_resource_reorder(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Put the resources of a dataset in another order.

    :param id: the id or the name of the dataset
    :type id: string
    :param order: the ids of the resources to put first
    :type order: list of strings

    :returns: the id and the whole order
    :rtype: dictionary
    """
    reference = call.need(data, "id")
    order = call.need(data, "order")
    if not isinstance(order, list):
        raise Invalid({"order": "Must be a list of resource"})
    if any(order.count(item) > 1 for item in order):
        raise Invalid({"order": "Must supply unique resource_ids"})
    package = call.act("package_show", {"id": reference})
    rest = {resource["id"]: resource for resource in package["resources"]}
    first = []
    for resource_id in order:
        if not isinstance(resource_id, str) or resource_id not in rest:
            raise Invalid({"order": f"resource_id {resource_id} can not be found"})
        first.append(rest.pop(resource_id))
    package["resources"] = [*first, *rest.values()]
    call.act("package_update", package)
    return {"id": reference, "order": [resource["id"] for resource in package["resources"]]}


@writing
def package_owner_org_update(call: Call, data: dict[str, Any]) -> None:
    """Give a dataset to another organisation. For the portal's administrator.

    :param id: the id or the name of the dataset
    :type id: string
    :param organization_id: the id or the name of the organisation
    :type organization_id: string
    """
    auth.check_sysadmin(call)
    package = records.package(call, data.get("id"))
    if package is None:
        raise NotFound(call.say("Package was not found."))
    group = records.group(call, data.get("organization_id"))
    if group is None or not group["is_organization"]:
        raise NotFound(call.say("Organization was not found."))
    set_owner(call, package["id"], group["id"])

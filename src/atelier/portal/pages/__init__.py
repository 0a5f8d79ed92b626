"""The portal's pages for people: French, light, without scripts.

They do what the portal's actions allow to the person who looks, and nothing else. Every link is
relative, so that the portal may stand below any address (`…/proxy/5000/` on Binder).
"""

from typing import Any


def routes(portal: Any) -> list[tuple[str, type, dict[str, Any]]]:
    """Return the addresses of the pages; the last one takes whatever no other has taken."""
    from atelier.portal.pages import account, reading, search, writing
    from atelier.portal.pages.page import HERE, Missing, Site

    site = {"site": Site.of(portal)}
    part = r"([^/]+)"
    kinds = r"(organization|group)"
    shown = [
        (r"/", reading.Home),
        (r"/dataset/?", search.Search),
        (rf"/dataset/{part}/resource/{part}", reading.Resource),
        (rf"/dataset/{part}", reading.Dataset),
        (rf"/{kinds}/?", reading.Groups),
        (rf"/{kinds}/{part}", reading.Group),
        (rf"/user/{part}", reading.Person),
    ]
    own = [
        (r"/dataset/new/?", writing.NewDataset),
        (rf"/dataset/edit/{part}", writing.EditDataset),
        (rf"/dataset/{part}/resource/new", writing.NewResource),
        (rf"/dataset/{part}/resource/{part}/edit", writing.EditResource),
        (rf"/fichier/{part}", reading.File),
        (r"/connexion", account.Login),
        (r"/entrer", account.Entry),
        (r"/sortie", account.Logout),
        (r"/compte", account.Account),
    ]
    languages = r"(?:/fr|/en)?"  # CKAN's addresses have them; these pages are French in any case
    return [
        *((pattern, handler, site) for pattern, handler in own),
        *((languages + pattern, handler, site) for pattern, handler in shown),
        (r"(?:/fr|/en)?/()style\.css", reading.Style, {"path": str(HERE)}),
        (r"(?!/api(?:/|$)).*", Missing, site),
    ]

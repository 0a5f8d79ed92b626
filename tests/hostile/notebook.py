"""The payloads of `displaying` as one notebook, each with a number of its own."""

import json

from hostile.displaying import CELLS, MARKDOWN, METADATA, OUTPUTS, PIXEL, shown

HONEST = [
    {"cell_type": "markdown", "source": "Le taux est « juste » : a < b & c, \"d\" et 'e'."},
    {
        "cell_type": "markdown",
        "source": "![image jointe](attachment:carte.png)\n\n| pays | taux |\n|---|---:|\n| Tchad | 5 |",
        "attachments": {"carte.png": {"image/png": PIXEL}},
    },
    shown(
        {
            "text/html": '<div><style scoped>.dataframe {color: red}</style><table border="1" '
            'class="dataframe"><thead><tr style="text-align: right;"><th></th><th>habitants</th></tr>'
            "</thead><tbody><tr><th>SEN</th><td>18077573</td></tr></tbody></table></div>",
            "text/plain": "     habitants\nSEN  18077573",
        }
    ),
    shown(
        {"image/png": PIXEL, "text/plain": "<Figure>"}, {"image/png": {"width": 40, "height": 30}}
    ),
    shown(
        {
            "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">'
            '<rect width="60" height="40" fill="#1b6e3c"/></svg>'
        }
    ),
]
"""What honest participants show: text with signs, a table, pictures."""


def payloads():
    """Return every payload in the order of its number: its place and name → a cell."""
    found = {}
    for name, cell in CELLS.items():
        found["cell", name] = cell
    for name, output in OUTPUTS.items():
        found["output", name] = _code(output)
    for kind in ("text/html", "text/markdown"):
        for name, source in MARKDOWN.items():
            found[kind, name] = _code(shown({kind: source}))
    for name, source in MARKDOWN.items():
        found["markdown", name] = {"cell_type": "markdown", "source": source}
    return found


def numbered(value, number):
    """Return `value` with the call of `canari` for every sign §."""
    text = json.dumps(value, ensure_ascii=False).replace("§", f"canari({number})")
    return json.loads(text)


def hostile_cells():
    """Return the cells of all payloads, after those of honest participants."""
    cells = [cell if "cell_type" in cell else _code(cell) for cell in HONEST]
    cells += [numbered(cell, number) for number, cell in enumerate(payloads().values())]
    return [_whole(cell, number) for number, cell in enumerate(cells)]


def hostile_metadata(number):
    """Return the metadata of a notebook that holds payloads everywhere."""
    return numbered(METADATA, number)


def _code(output):
    return {"cell_type": "code", "source": "afficher()", "outputs": [output]}


def _whole(cell, number):
    whole = {"id": f"piege-{number}", "metadata": {}, **cell}
    if whole["cell_type"] == "code":
        whole = {"outputs": [], "execution_count": 1, **whole}
    return whole

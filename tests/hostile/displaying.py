"""What a submission may hold to act in the page that shows it: one name each, by where it stands.

`§` stands for a call of `canari`, which says that a script ran. Most are the well-known kinds of the
public collections on cross-site scripting, for HTML, Markdown and SVG, written anew; the others are
places that nbconvert and nbgrader leave open.
"""

import base64

MARKDOWN = {
    # Handlers in attributes.
    "picture that fails": '<img src=x onerror="§">',
    "handler without quotes": "<img src=x onerror=§>",
    "handler after a slash": "<img/src=x/onerror=§>",
    "handler in mixed case": "<ImG sRc=x OnErRoR=§>",
    "handler with entities": '<img src=x onerror="&#118;oid §">',
    "picture in a quotation": "> texte\n> <img src=x onerror=§>",
    "picture in a table": "| a | b |\n|---|---|\n| <img src=x onerror=§> | 2 |",
    "picture in a heading": "# Titre <img src=x onerror=§>",
    "drawing that loads": "<svg onload=§></svg>",
    "drawing in a paragraph": "bonjour <svg/onload=§> au revoir",
    "details that open": "<details open ontoggle=§><summary>x</summary></details>",
    "video without source": "<video><source onerror=§></video>",
    "sound that fails": "<audio src=x onerror=§>",
    "field that takes the focus": "<input autofocus onfocus=§>",
    "area that takes the focus": "<textarea autofocus onfocus=§></textarea>",
    "text that takes the focus": '<p tabindex="1" onfocus=§ autofocus>x</p>',
    "pointer that passes": '<b onmouseover="§">passez ici</b>',
    "animation that starts": (
        "<style>@keyframes k{from{left:0}}</style><b style='animation:k 1s' onanimationstart=§>x</b>"
    ),
    "transition of a style": "<b style='transition:all .1s' ontransitionend=§>x</b>",
    "scrolling": "<div onscroll=§ style='height:1px;overflow:auto'>x<br>y</div>",
    "marquee": "<marquee onstart=§>x</marquee>",
    # Scripts.
    "script": "<script>§</script>",
    "script in a paragraph": "texte <script>§</script> texte",
    "script from a data address": '<script src="data:text/javascript,§"></script>',
    "module": '<script type="module">§</script>',
    "script inside a drawing": "<svg><script>§</script></svg>",
    "script address inside a drawing": '<svg><script href="data:text/javascript,§"/></svg>',
    "script split by another tag": "<scr<script>ipt>§</scr</script>ipt>",
    # Addresses.
    "link in Markdown": "[cliquez](javascript:§)",
    "link in Markdown with case and blanks": "[cliquez]( JaVaScRiPt:§ )",
    "link in Markdown with entities": "[cliquez](javascript&colon;§)",
    "link in Markdown with a line's end": '<a href="java\nscript:§">cliquez</a>',
    "link with a leading control character": '<a href="\x01javascript:§">cliquez</a>',
    "link by reference": "[cliquez][1]\n\n[1]: javascript:§",
    "link between angles": "<javascript:§>",
    "link in a picture": "[![image](data:image/png;base64,AAAA)](javascript:§)",
    "link to a page of data": "[cliquez](data:text/html,<script>§</script>)",
    "title that ends its attribute": '[x](# "a\\" onmouseover=\\"§")',
    "picture whose text ends its attribute": '![a" onerror="§](x)',
    "picture whose address ends its attribute": '![a](x"onerror="§)',
    "link inside a drawing": '<svg><a xlink:href="javascript:§"><text y="20">x</text></a></svg>',
    "address that an animation sets": (
        '<svg><a><animate attributeName="href" values="javascript:§"/><text y="20">x</text></a></svg>'
    ),
    "set of an attribute by a drawing": '<svg><set attributeName="x" onbegin=§ dur="1s"/></svg>',
    "animation of a drawing": '<svg><animate onbegin=§ attributeName="x" dur="1s"/></svg>',
    "drawing that uses another": (
        '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg>'
        '<script>§</script></svg>#x"/></svg>'
    ),
    "formula that is a link": '<math><maction actiontype="statusline" xlink:href="javascript:§">x</maction></math>',
    "form": '<form action="javascript:§"><button>Envoyer</button></form>',
    "button with its own address": '<form><button formaction="javascript:§">Envoyer</button></form>',
    # Frames and objects.
    "frame": '<iframe src="javascript:parent.§"></iframe>',
    "frame with its text": '<iframe srcdoc="<script>parent.§</script>"></iframe>',
    "frame with a page of data": '<iframe src="data:text/html,<script>§</script>"></iframe>',
    "object": '<object data="data:text/html,<script>§</script>"></object>',
    "embedded page": '<embed src="data:text/html,<script>§</script>">',
    # What parsers read otherwise than browsers (mutation).
    "noscript": '<noscript><p title="</noscript><img src=x onerror=§>"></noscript>',
    "style in a formula": (
        "<math><mtext><table><mglyph><style><!--</style>"
        '<img title="--&gt;&lt;img src=x onerror=§&gt;"></style></mglyph></table></mtext></math>'
    ),
    "comment that ends early": "<!--><img src=x onerror=§>-->",
    "declaration": "<!x><img src=x onerror=§>",
    "processing instruction": "<?x ><img src=x onerror=§>?>",
    "cdata in a drawing": "<svg><![CDATA[><img src=x onerror=§>]]></svg>",
    "template": "<template shadowrootmode=open><img src=x onerror=§></template>",
    "title": "<title></title><img src=x onerror=§>",
    "xmp": "<xmp><p title='</xmp><img src=x onerror=§>'></xmp>",
    # What Markdown renders in its own way.
    "block of code": "```html\n</code></pre><img src=x onerror=§>\n```",
    "language of a block of code": '```"><img/src=x/onerror=§>\nx\n```',
    "block of mermaid": "```mermaid\n</pre><img src=x onerror=§>\n```",
    "formula": "$</p><img src=x onerror=§>$",
    "formula in a block": "$$\n</p><img src=x onerror=§>\n$$",
    "environment of LaTeX": "\\begin{align}</p><img src=x onerror=§>\\end{align}",
    "link of LaTeX": "$\\href{javascript:§}{x}$ $\\unicode{<img src=x onerror=§>}$",
    # Formgrader's own scripts as a tool.
    "tooltip": '<a data-toggle="tooltip" data-html="true" title="<img src=x onerror=§>">x</a>',
    "panel that opens": '<a data-toggle="collapse" data-target="<img src=x onerror=§>">x</a>',
    "link that formgrader makes": '<a data-link="x\'onclick=§">x</a>',
    "names that scripts read": '<a id="MathJax"></a><form id="formgrader" name="submission_id"></form>',
    # Pages that go elsewhere; these come last, they spoil what follows.
    "page that goes elsewhere": '<meta http-equiv="refresh" content="0;url=javascript:§">',
    "page that goes to data": (
        '<meta http-equiv="refresh" content="0;url=data:text/html,<script>§</script>">'
    ),
    "style sheet from elsewhere": '<link rel="stylesheet" href="data:text/css,x" onload=§>',
    "style that is an address": "<p style=\"background:url('javascript:§')\">x</p>",
    "base": '<base href="data:text/javascript,§//">',
}
"""Sources of Markdown cells. Each is also tried as an output of type HTML, and of type Markdown."""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" onload="§"><script>§</script></svg>'

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def shown(data, metadata=None):
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def pixel(**metadata):
    return shown({"image/png": PIXEL}, {"image/png": metadata})


OUTPUTS = {
    "JavaScript": shown({"application/javascript": "§"}),
    "JavaScript with a text": shown({"application/javascript": "§", "text/plain": "x"}),
    "old kind of JavaScript": shown({"text/javascript": "§"}),
    "drawing": shown({"image/svg+xml": DRAWING}),
    "drawing that ends its attribute": shown({"image/svg+xml": '"><img src=x onerror=§>'}),
    "HTML in a frame": shown(
        {"text/html": "<script>§</script>"}, {"text/html": {"isolated": True}}
    ),
    "LaTeX": shown({"text/latex": "$</p><img src=x onerror=§>$"}),
    "text": shown({"text/plain": "</pre><img src=x onerror=§>"}),
    "mermaid": shown({"text/vnd.mermaid": "</pre><img src=x onerror=§>"}),
    "PDF": shown({"application/pdf": "JVBERi0xLjQKJVBERg==", "text/html": "<img src=x onerror=§>"}),
    "PNG that ends its attribute": shown({"image/png": 'x" onerror="§'}),
    "JPEG that ends its attribute": shown({"image/jpeg": 'x" onerror="§'}),
    "width of a picture": pixel(width="1 onload=§"),
    "height of a picture": pixel(height="1 onload=§"),
    "text of a picture": pixel(alt='x" onload="§'),
    "name of a picture's file": shown(
        {"image/png": "x"}, {"filenames": {"image/png": 'x" onerror="§'}}
    ),
    "address of a picture's file": shown(
        {"image/png": "x"}, {"filenames": {"image/png": "/formgrader?path=."}}
    ),
    "widget": shown(
        {
            "application/vnd.jupyter.widget-view+json": {"model_id": "</script><script>§</script>"},
            "text/plain": "x",
        }
    ),
    "unknown kind": shown({"text/x-inconnu": "<script>§</script>"}),
    "stream": {"output_type": "stream", "name": "stdout", "text": "</pre><img src=x onerror=§>"},
    "stream in colours": {
        "output_type": "stream",
        "name": "stderr",
        "text": "\x1b[31m</pre><img src=x onerror=§>\x1b[0m",
    },
    "traceback": {
        "output_type": "error",
        "ename": "<img src=x onerror=§>",
        "evalue": "<img src=x onerror=§>",
        "traceback": ["\x1b[0;31m</pre><img src=x onerror=§>\x1b[0m"],
    },
}
"""Outputs of a code cell."""

BREAKING = '"><img src=x onerror=§>'
"""What ends an attribute, a text or a string, for names and metadata."""

CELLS = {
    "attached picture": {
        "cell_type": "markdown",
        "source": "![x](attachment:a.svg)",
        "attachments": {
            "a.svg": {"image/svg+xml": base64.b64encode(DRAWING.encode()).decode("ascii")}
        },
    },
    "attached picture that ends its attribute": {
        "cell_type": "markdown",
        "source": "![x](attachment:a.png)",
        "attachments": {"a.png": {"image/png": 'x" onerror="§'}},
    },
    "attached page": {
        "cell_type": "markdown",
        "source": "![x](attachment:a.png)",
        "attachments": {"a.png": {'text/html,<script>§</script>"onerror="§': "x"}},
    },
    "raw cell": {
        "cell_type": "raw",
        "source": "<script>§</script>",
        "metadata": {"raw_mimetype": "text/html"},
    },
    "tag of a cell": {"cell_type": "code", "source": "1", "metadata": {"tags": [BREAKING]}},
    "text of a cell's pictures": {
        "cell_type": "code",
        "source": "1",
        "metadata": {"alt": BREAKING},
    },
    "id of a graded cell": {
        "cell_type": "code",
        "source": "1",
        "metadata": {
            "nbgrader": {
                "grade": True,
                "solution": True,
                "locked": False,
                "task": False,
                "points": 1,
                "schema_version": 3,
                "grade_id": BREAKING,
            }
        },
    },
    "source of a cell": {"cell_type": "code", "source": "# </pre><img src=x onerror=§>"},
    "language of a cell": {
        "cell_type": "code",
        "source": "1",
        "metadata": {"magics_language": BREAKING},
    },
}
"""Whole cells."""

METADATA = {
    "title": BREAKING,
    "authors": [{"name": BREAKING}],
    "language_info": {"name": BREAKING, "pygments_lexer": BREAKING},
    "kernelspec": {"name": BREAKING, "display_name": BREAKING, "language": BREAKING},
}
"""Metadata of a whole notebook."""

FILE = "<!doctype html><title>x</title><script>§</script>"
"""A page among a submission's files."""

"""Measure the means to draw a map: `python benchmarks/maps.py`.

Prints a Markdown table. Installs each means in a temporary environment of its own (needs a network,
about 250 MB), then draws the same map with it: doctors per 100,000 people in 2022, five classes,
missing countries hatched. `python benchmarks/maps.py FOLDER` keeps the environments in FOLDER.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASE = [
    line.strip(' ",')
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    if line.strip().startswith(('"matplotlib==', '"pandas=='))
]
MEANS = {
    "matplotlib": [],
    "shapely": ["shapely"],
    "cartopy": ["cartopy"],
    "geopandas": ["geopandas"],
    "folium": ["folium"],
    "ipyleaflet": ["ipyleaflet"],
}

TABLE = """
import pandas as pd
data = {data!r}
doctors = pd.read_csv(data + "/indicateurs.csv")
doctors = doctors[doctors["annee"] == 2022][["iso3", "medecins_pour_1000"]]
doctors["taux"] = 100 * doctors["medecins_pour_1000"]
steps = [0, 10, 20, 50, 100, 1000]
colours = ["#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c"]
path = data + "/geo/afrique_pays.geojson"
"""
LAYERS = """
table["classe"] = pd.cut(table["taux"], steps)
layers = [(table[table["taux"].isna()], "white", "///")]
layers += [(table[table["classe"] == c], k, None) for c, k in zip(table["classe"].cat.categories, colours)]
"""
SHAPES = """
import json
from shapely.geometry import shape
read = json.load(open(path, encoding="utf-8"))["features"]
table = pd.DataFrame([{{**f["properties"], "geometry": shape(f["geometry"])}} for f in read])
table = table.merge(doctors, on="iso3", how="left")
"""
DRAW = {
    "matplotlib": TABLE
    + """
import sys; sys.path.insert(0, {source!r})
from atelier import dessiner_zones, lire_contours
table = lire_contours(path).merge(doctors, on="iso3", how="left")
"""
    + LAYERS
    + """
ax = None
for rows, colour, hatch in layers:
    ax = dessiner_zones(rows, ax=ax, couleur=colour, hachures=hatch)
ax.figure.savefig(out + ".png", dpi=100)
""",
    "shapely": TABLE
    + SHAPES
    + LAYERS
    + """
import matplotlib.pyplot as plt
from matplotlib.path import Path
from matplotlib.patches import PathPatch
fig, ax = plt.subplots()
for rows, colour, hatch in layers:
    for zone in rows["geometry"]:
        for part in getattr(zone, "geoms", [zone]):
            line = Path(part.exterior.coords, closed=True)
            ax.add_patch(PathPatch(line, facecolor=colour, hatch=hatch))
ax.autoscale_view(); ax.set_aspect("equal")
fig.savefig(out + ".png", dpi=100)
""",
    "cartopy": TABLE
    + SHAPES
    + LAYERS
    + """
import cartopy.crs as crs
import matplotlib.pyplot as plt
ax = plt.axes(projection=crs.PlateCarree())
for rows, colour, hatch in layers:
    ax.add_geometries(rows["geometry"], crs.PlateCarree(), facecolor=colour, hatch=hatch)
ax.set_extent([-26, 60, -36, 38])
plt.savefig(out + ".png", dpi=100)
""",
    "geopandas": TABLE
    + """
import geopandas
table = geopandas.read_file(path).merge(doctors, on="iso3", how="left")
"""
    + LAYERS
    + """
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
for rows, colour, hatch in layers:
    rows.plot(ax=ax, color=colour, hatch=hatch)
fig.savefig(out + ".png", dpi=100)
""",
    "folium": """
import folium
m = folium.Map([3, 18], zoom_start=3)
folium.GeoJson(open({data!r} + "/geo/afrique_pays.geojson", encoding="utf-8").read()).add_to(m)
m.save(out + ".html")
""",
    "ipyleaflet": """
import json, ipyleaflet
from ipywidgets.embed import embed_minimal_html
read = json.load(open({data!r} + "/geo/afrique_pays.geojson", encoding="utf-8"))
m = ipyleaflet.Map(center=(3, 18), zoom=3, layers=[ipyleaflet.TileLayer(), ipyleaflet.GeoJSON(data=read)])
embed_minimal_html(out + ".html", views=[m])
""",
}


def main() -> None:
    """Measure every means and print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    rows, first = [], None
    for name, packages in MEANS.items():
        python, weight = environment(folder, name, packages)
        first = first or weight
        added = [f"{now - before:+.0f} MB" for now, before in zip(weight, first, strict=True)]
        if name == "matplotlib":
            added = ["0 (in the course)"] * 2
        elif name in ("folium", "ipyleaflet"):  # beside the course's own packages: not comparable
            added = [f"{part:.0f} MB in all" for part in weight]
        rows.append([name, *added, *drawn(folder, name, python)])
    head = ["means", "download", "disk", "processor time", "peak memory", "result", "asks hosts"]
    for row in [head, ["---"] * len(head), *rows]:
        print("|", " | ".join(row), "|")
    if len(sys.argv) == 1:
        shutil.rmtree(folder)


def environment(folder: Path, name: str, packages: list[str]) -> tuple[Path, tuple[float, float]]:
    """Return the Python of an environment, and the megabytes of its wheels and of its packages."""
    place, wheels = folder / f"venv-{name}", folder / f"wheels-{name}"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = packages if name in ("folium", "ipyleaflet") else BASE + packages
    if not wheels.is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "download", "-d", str(wheels), *wanted], check=True)
        subprocess.run(
            [*pip, "install", "--no-index", "--find-links", str(wheels), *wanted], check=True
        )
    packages_of = next(place.rglob("site-packages"))
    disk = sum(
        file.lstat().st_blocks * 512
        for file in packages_of.rglob("*")
        if "pip" not in file.parts[len(packages_of.parts)]
    )
    return python, (sum(wheel.stat().st_size for wheel in wheels.iterdir()) / 1e6, disk / 1e6)


def drawn(folder: Path, name: str, python: Path) -> list[str]:
    """Draw the map twice; return processor time, peak memory (second time), size, hosts asked."""
    out = str(folder / name)
    code = DRAW[name].format(data=str(ROOT / "data"), source=str(ROOT / "src"))
    code = (
        f"out = {out!r}\nimport matplotlib; matplotlib.use('agg')\n{code}"
        if not code.startswith(("\nimport folium", "\nimport json, ipy"))
        else f"out = {out!r}\n{code}"
    )
    code += "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([str(python), "-c", code], capture_output=True, text=True)
        if done.returncode:
            return [f"failed: {done.stderr.strip().splitlines()[-1]}", "", "", ""]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    result = next(Path(path) for path in (f"{out}.png", f"{out}.html") if Path(path).is_file())
    text = result.read_text(encoding="utf-8") if result.suffix == ".html" else ""
    hosts = sorted(set(re.findall(r"https?://(?:\{s\}\.)?([\w.-]+)/", text)) - {"www.w3.org"})
    peak = f"{int(done.stdout.split()[-1]) / 1024:.0f} MB"
    kilobytes = f"{result.suffix[1:].upper()}, {result.stat().st_size / 1000:.0f} KB"
    return [f"{seconds:.1f} s", peak, kilobytes, ", ".join(hosts) or "none"]


if __name__ == "__main__":
    main()
